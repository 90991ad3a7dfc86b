import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { type AlertOptions, type AlertResult, runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** A time of the invented MISP, Unix seconds. */
export const NOW = 1_795_500_000;
export const WRITER = 'session-of-writer';

/** A Splunk and a MISP, and alerts that are run from the one to the other. */
export class AlertLab {
  readonly splunk: StandInSplunk;
  readonly misp: MispServer;

  private constructor(splunk: StandInSplunk, misp: MispServer) {
    this.splunk = splunk;
    this.misp = misp;
  }

  static async start(): Promise<AlertLab> {
    const misp = await startMisp({ store: new MispStore() });
    const instance = { misp_url: misp.url, retry_timeout: 0 };
    const splunk = await StandInSplunk.start({
      instances: {
        misp: instance,
        wrong: instance,
        readonly: instance,
        analyst: instance,
        nowhere: { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 },
      },
      secrets: {
        'misp.misp_key': misp.keys['automation'] ?? '',
        'wrong.misp_key': 'wrong-key'.padEnd(40, '0'),
        'readonly.misp_key': misp.keys['readonly'] ?? '',
        'analyst.misp_key': misp.keys['analyst'] ?? '',
        'nowhere.misp_key': 'nowhere-key'.padEnd(40, '0'),
      },
    });
    splunk.state.sessions[WRITER] = {
      username: 'writer',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
    return new AlertLab(splunk, misp);
  }

  get store(): MispStore {
    return this.misp.store;
  }

  /** As a user who may write, to the instance misp, unless the options say otherwise. */
  run(name: string, options: AlertOptions = {}): Promise<AlertResult> {
    return runAlert(this.splunk, name, {
      sessionKey: WRITER,
      ...options,
      params: { misp_instance: 'misp', ...options.params },
    });
  }

  /** An empty MISP that was not asked anything yet. */
  reset(): void {
    for (const event of [...this.store.events]) this.store.deleteEvent(event);
    this.misp.requests.length = 0;
  }

  /** Paths and bodies of the requests that would change something. */
  get writes(): readonly { readonly path: string; readonly body: unknown }[] {
    return this.misp.requests
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/restSearch'))
      .map(({ path, body }) => ({ path, body }));
  }

  /** `type value` of all attributes of an event, in order. */
  attributesOf(id: string): readonly string[] {
    return this.store.attributes
      .filter(({ event, deleted }) => event.id === id && !deleted)
      .map(
        ({ type, value, object_relation: relation }) => `${relation ? `${relation}:` : ''}${type} ${value}`,
      );
  }

  async close(): Promise<void> {
    await this.splunk.close();
    await this.misp.close();
  }
}
