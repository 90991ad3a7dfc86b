import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../build/command-line.mjs';
import { demoStore } from '../test/stand-ins/misp/data/dataset.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** The settings of a MISP instance, and its secrets. */
export interface MispAccess {
  readonly settings: Settings & { readonly misp_url: string };
  readonly secrets: Readonly<Record<string, string>>;
}

/** A stand-in Splunk with instances for the MISP of the environment, or for the embedded MISP. */
export interface SplunkWithMisp {
  readonly splunk: StandInSplunk;
  /** The address of MISP. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The environment variables, for --help. */
export const MISP_VARIABLES = `Without MISP_URL it uses an embedded MISP with invented data. For a MISP of yours:
  MISP_URL                  https://misp.example.org
  MISP_KEY                  an auth key of a MISP user
  MISP_CA_FILE              PEM file of the CA of MISP
  MISP_CLIENT_CERT          client certificate with its key, PEM or PKCS#12
  MISP_CLIENT_KEY_PASSWORD  password of that key
  MISP_PROXY                http://[user:password@]proxy.example.org:8080 (or https, socks5, socks5h)
  MISP_VERIFY               false to accept any certificate
`;

const INSTANCE = 'misp';

/**
 * @param names names of the instance, for a MISP of the environment; the embedded one is `misp`
 * @param bornAt Unix seconds that the data of the embedded MISP are made for; now when absent
 * @throws UsageError for environment variables that do not fit together
 */
export async function openSplunk(names: readonly string[] = [], bornAt?: number): Promise<SplunkWithMisp> {
  const real = mispFromEnvironment(process.env);
  const embedded = real
    ? undefined
    : await startMisp(bornAt === undefined ? {} : { store: demoStore(bornAt) });
  const url = real?.settings.misp_url ?? embedded?.url ?? '';
  const access: MispAccess = real ?? {
    settings: { misp_url: url },
    secrets: { misp_key: embedded?.keys['automation'] ?? '' },
  };
  const instances = real && names.length > 0 ? names : [INSTANCE];
  const splunk = await StandInSplunk.start({
    instances: Object.fromEntries(instances.map((name) => [name, access.settings])),
    secrets: Object.fromEntries(
      instances.flatMap((name) =>
        Object.entries(access.secrets).map(([secret, value]) => [`${name}.${secret}`, value]),
      ),
    ),
  });
  return {
    splunk,
    url,
    async close() {
      await splunk.close();
      await embedded?.close();
    },
  };
}

/** The MISP of the environment variables. Undefined without MISP_URL. @throws UsageError */
function mispFromEnvironment(env: NodeJS.ProcessEnv): MispAccess | undefined {
  const {
    MISP_URL,
    MISP_KEY,
    MISP_CA_FILE,
    MISP_CLIENT_CERT,
    MISP_CLIENT_KEY_PASSWORD,
    MISP_PROXY,
    MISP_VERIFY,
  } = env;
  if (!MISP_URL) {
    if (MISP_KEY)
      throw new UsageError(
        'MISP_KEY is set, but MISP_URL is not: set MISP_URL, too, like https://misp.example.org.',
      );
    return undefined;
  }
  if (!MISP_KEY)
    throw new UsageError(
      'MISP_URL is set, but MISP_KEY is not: set MISP_KEY to an auth key of a MISP user, or unset MISP_URL to use the embedded MISP.',
    );
  const proxy = MISP_PROXY ? proxyOf(MISP_PROXY) : undefined;
  return {
    settings: {
      misp_url: MISP_URL,
      ...(MISP_CA_FILE ? { misp_ca_path: existing('MISP_CA_FILE', MISP_CA_FILE) } : {}),
      ...(MISP_CLIENT_CERT ? { client_cert_path: existing('MISP_CLIENT_CERT', MISP_CLIENT_CERT) } : {}),
      ...(MISP_VERIFY ? { misp_verifycert: MISP_VERIFY } : {}),
      ...proxy?.settings,
    },
    secrets: {
      misp_key: MISP_KEY,
      ...(MISP_CLIENT_KEY_PASSWORD ? { client_key_password: MISP_CLIENT_KEY_PASSWORD } : {}),
      ...proxy?.secrets,
    },
  };
}

function existing(variable: string, file: string): string {
  if (!existsSync(file)) throw new UsageError(`${variable} names a file that does not exist: ${file}.`);
  return resolve(file);
}

const PROXY = /^(https?|socks5h?):$/;

/** The value is not repeated in the message: it may have a password. */
function proxyOf(text: string): Omit<MispAccess, 'settings'> & { readonly settings: Settings } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !PROXY.test(url.protocol) || url.hostname === '')
    throw new UsageError(
      'MISP_PROXY is not the URL of a proxy: write http://proxy.example.org:8080, or begin with https, socks5 or socks5h.',
    );
  return {
    settings: {
      misp_use_proxy: true,
      proxy_type: url.protocol.slice(0, -1),
      proxy_host: url.hostname,
      proxy_port: portOf(text) ?? (url.protocol.startsWith('socks') ? 1080 : 8080),
      proxy_username: decoded(url.username),
    },
    secrets: url.password ? { proxy_password: decoded(url.password) } : {},
  };
}

/** The port as written: URL.port is blank for the port that is usual for a scheme. */
function portOf(text: string): number | undefined {
  const port = /:(\d+)\/?$/.exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('MISP_PROXY has a % in its user or password: write %25 instead.');
  }
}
