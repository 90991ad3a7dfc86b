import { existsSync } from 'node:fs';
import { isTrue, readConf, type Stanza } from '../conf.ts';
import { PersistentDriver } from '../programs/persistent-driver.ts';
import { lacking } from './rest-call.ts';
import { refusal, type Reply } from './rest-reply.ts';
import type { SplunkdRequest, SplunkdState } from './state.ts';

/** What the stand-in knows of a stanza `[script:…]` of restmap.conf; it starts with no other setting. */
const SETTINGS = [
  'match',
  'scripttype',
  'script',
  'driver',
  'requireAuthentication',
  'capability',
  'passSystemAuth',
  'output_modes',
];

export interface ScriptedRequest extends SplunkdRequest {
  readonly user: SplunkdState['sessions'][string];
  readonly sessionKey: string;
}

interface Options {
  readonly appDir: string;
  readonly splunkHome: string;
  /** Where splunkd's REST is. */
  readonly uri: string;
  /** A session that may do everything. */
  readonly systemToken: string;
}

/** Endpoints that the installed app's restmap.conf has, and the processes that answer them. Source: restmap.conf.spec. */
export class ScriptedEndpoints {
  readonly drivers: PersistentDriver[] = [];
  readonly #options: Options;
  readonly #stanzas: ReadonlyMap<string, Stanza>;

  /** @throws Error on a stanza that the stand-in does not know */
  constructor(options: Options) {
    this.#options = options;
    const stanzas = [...readConf(options.appDir, 'restmap')];
    for (const [name, stanza] of stanzas) mustBeKnown(name, stanza);
    this.#stanzas = new Map(stanzas.map(([, stanza]) => [stanza.get('match') ?? '', stanza]));
  }

  /** Undefined for a path that no stanza matches. */
  async answer(request: ScriptedRequest): Promise<Reply | undefined> {
    const match = /^\/services(?:NS\/[^/]+\/[^/]+)?(\/[^/]+)$/.exec(request.path)?.[1] ?? '';
    const stanza = this.#stanzas.get(match);
    if (!stanza) return undefined;
    const refused = lacking(request, stanza.get('capability') ?? '');
    if (refused) return refused;
    if (request.query.get('output_mode') !== stanza.get('output_modes'))
      return refusal(400, `The stand-in answers ${match} with output_mode=json alone.`);
    try {
      return replyIn(await this.#idleDriver(stanza).ask(this.#block(request, match, stanza)));
    } catch (error) {
      return refusal(500, `In handler of ${match}: ${(error as Error).message}`);
    }
  }

  /** Ends all processes, as splunkd does when it stops. */
  async close(): Promise<void> {
    await Promise.all(this.drivers.map((driver) => driver.end()));
  }

  #idleDriver(stanza: Stanza): PersistentDriver {
    const idle = this.drivers.find(({ isBusy, hasEnded }) => !isBusy && !hasEnded);
    if (idle) return idle;
    const { splunkHome } = this.#options;
    const driver = (stanza.get('driver') ?? '').replace('$SPLUNK_HOME', () => splunkHome);
    if (!existsSync(driver)) throw new Error(`${driver} is not there.`);
    const started = new PersistentDriver({ driver, script: stanza.get('script') ?? '', splunkHome });
    this.drivers.push(started);
    return started;
  }

  #block({ method, path, query, body, user, sessionKey }: ScriptedRequest, match: string, stanza: Stanza) {
    const { uri, systemToken } = this.#options;
    return JSON.stringify({
      output_mode: 'json',
      output_mode_explicit: true,
      server: { rest_uri: uri, hostname: 'splunk', servername: 'splunk', guid: 'F0' },
      restmap: { name: `script:${match.slice(1)}`, conf: Object.fromEntries(stanza) },
      query: [...query],
      form: [...new URLSearchParams(body)],
      connection: { src_ip: '127.0.0.1', ssl: true, listening_port: 8089 },
      session: { user: user.username, authtoken: sessionKey },
      rest_path: match,
      method,
      ...(path.startsWith('/servicesNS/') && { ns: { user: 'nobody', app: 'SA-misp' } }),
      ...(isTrue(stanza.get('passSystemAuth')) && { system_authtoken: systemToken }),
    });
  }
}

function mustBeKnown(name: string, stanza: Stanza): void {
  const unknown = [...stanza.keys()].find((key) => !SETTINGS.includes(key));
  if (!name.startsWith('script:') || unknown !== undefined)
    throw new Error(
      `restmap.conf has ${unknown ?? 'a stanza'} in [${name}], which the stand-in does not know.`,
    );
  const fixed = { scripttype: 'persist', output_modes: 'json', requireAuthentication: 'true' };
  for (const [key, value] of Object.entries(fixed))
    if (stanza.get(key) !== value)
      throw new Error(`[${name}] of restmap.conf has another ${key} than ${value}.`);
  for (const key of ['match', 'script', 'driver', 'capability'])
    if ((stanza.get(key) ?? '') === '') throw new Error(`[${name}] of restmap.conf has no ${key}.`);
}

/** @throws Error when it is not what splunkd takes from a driver */
function replyIn(answer: string): Reply {
  const { status, headers, payload } = JSON.parse(answer) as {
    readonly status?: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly payload?: unknown;
  };
  if (typeof status !== 'number' || typeof payload !== 'string')
    throw new Error('The driver answered without status or payload.');
  if (headers?.['Content-Type'] !== 'application/json') throw new Error('The driver did not answer JSON.');
  return { status, body: JSON.parse(payload) as unknown };
}
