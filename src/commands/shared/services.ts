import type { SearchInfo } from '../../protocol/command.ts';
import type { Access } from '../../splunkd/access.ts';
import type { AppLookups } from '../../splunkd/app-lookups.ts';
import type { Instances } from '../../splunkd/instances.ts';
import type { KvCollection } from '../../splunkd/kv-store.ts';
import type { Splunkd } from '../../splunkd/splunkd.ts';

/** What the program provides to commands. */
export interface Services {
  /** The MISP instances, read with the permissions of the search's user. */
  instances(info: SearchInfo): Promise<Instances>;
  /** The capabilities of the search's user. */
  access(info: SearchInfo): Promise<Access>;
  /** A KV store collection of the app, with the permissions of the search's user. */
  collection(info: SearchInfo, name: string): Promise<KvCollection>;
  /** splunkd's REST API, with the permissions of the search's user. */
  splunkd(info: SearchInfo): Promise<Splunkd>;
  readonly lookups: AppLookups;
  /** The Node.js that runs the program. */
  readonly runtime: { readonly version: string; readonly path: string };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
