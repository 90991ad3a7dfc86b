import { dirname, join } from 'node:path';
import { APP } from '../common/app.ts';
import type { Access } from '../splunkd/access.ts';
import { AppLookups } from '../splunkd/app-lookups.ts';
import type { Instances } from '../splunkd/instances.ts';
import { KeyFiles } from '../splunkd/key-files.ts';
import type { KvCollection } from '../splunkd/kv-store.ts';
import type { Session } from '../splunkd/session.ts';
import type { Splunkd } from '../splunkd/splunkd.ts';

/**
 * What programs ask of splunkd, with the rights of a session. The client is loaded at the first use, because a command
 * answers getinfo without it.
 */
export class SplunkdServices {
  /** The app's lookup files. */
  readonly lookups: AppLookups;
  readonly keyFiles: KeyFiles;
  readonly #env: NodeJS.ProcessEnv;

  constructor({ argv, env, getuid }: Pick<NodeJS.Process, 'argv' | 'env' | 'getuid'>) {
    this.#env = env;
    this.lookups = new AppLookups(join(dirname(argv[1] ?? ''), '../lookups'));
    this.keyFiles = new KeyFiles({ splunkHome: env['SPLUNK_HOME'], uid: getuid?.(), now: Date.now });
  }

  /** splunkd's REST API. */
  async splunkd({ splunkdUri, sessionKey }: Session): Promise<Splunkd> {
    const { Splunkd } = await import('../splunkd/splunkd.ts');
    const splunkHome = this.#env['SPLUNK_HOME'];
    const caPath = this.#env['SA_MISP_SPLUNKD_CA'];
    return new Splunkd({ uri: splunkdUri, sessionKey, app: APP, trust: { splunkHome, caPath } });
  }

  /** The MISP instances that the session's user may use. */
  async instances(session: Session): Promise<Instances> {
    const { Instances } = await import('../splunkd/instances.ts');
    return new Instances(await this.splunkd(session), this.#env['SPLUNK_HOME'], this.keyFiles);
  }

  /** The capabilities of the session's user. */
  async access(session: Session): Promise<Access> {
    const { Access } = await import('../splunkd/access.ts');
    return new Access(await this.splunkd(session));
  }

  /** A collection of the app's in KV store. */
  async collection(session: Session, name: string): Promise<KvCollection> {
    const { KvCollection } = await import('../splunkd/kv-store.ts');
    return new KvCollection(await this.splunkd(session), name);
  }
}
