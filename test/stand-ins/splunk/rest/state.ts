import type { PersistentDriver } from '../programs/persistent-driver.ts';
import type { SplResult } from '../spl/result.ts';
import type { KvCollection } from './kv-store.ts';
import type { Reply } from './rest-reply.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** What an administrator set up. All of it may be changed while splunkd runs. */
export interface SplunkdState {
  /** Stanzas of misp_instances.conf. */
  readonly instances: Record<string, Settings>;
  /** Entries of storage/passwords in the realm SA-misp: `<instance>.misp_key` to the secret. */
  readonly secrets: Record<string, string>;
  /** Session keys to users. */
  readonly sessions: Record<
    string,
    {
      readonly username: string;
      readonly capabilities: readonly string[];
      /** Those that ACLs are held against, imported ones too; an administrator's when absent. */
      readonly roles?: readonly string[];
    }
  >;
  /** What splunkd's server is: a search head alone when absent. */
  serverRoles?: readonly string[];
  /** When splunkd started, Unix seconds. */
  startupTime?: number;
  /** The KV store of the app. */
  readonly collections: Record<string, KvCollection>;
  /** Stanzas `[misp://<name>]` of inputs.conf, by name. */
  readonly inputs: Record<string, Readonly<Record<string, string>>>;
  readonly roles: Record<string, Role>;
  readonly users: Record<string, { readonly roles: readonly string[] }>;
  readonly indexes: string[];
  /** Stanzas of datamodels.conf that the app sees, as those of the Common Information Model: whether each is accelerated. */
  readonly dataModels: Record<string, boolean>;
  /** Other apps that are installed. */
  readonly apps: string[];
  /** Asks the app about the settings of an input: what is wrong, undefined when nothing is. */
  readonly validate: (
    name: string,
    settings: Readonly<Record<string, string>>,
  ) => Promise<string | undefined>;
  /** Runs a search for search/v2/jobs. */
  readonly run: (
    search: string,
    options: { readonly sessionKey: string; readonly earliest: string },
  ) => Promise<SplResult>;
}

export interface Role {
  readonly imported_roles: readonly string[];
  readonly capabilities: readonly string[];
}

export interface SplunkdRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface SplunkdRest {
  readonly uri: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** The same requests, with all there is to them. */
  readonly requests: SplunkdRequest[];
  /** The same answers, for what hands requests over: Splunk Web. */
  readonly answer: (request: SplunkdRequest, sessionKey: string) => Promise<Reply>;
  /** Processes of the app's own endpoints. */
  readonly drivers: readonly PersistentDriver[];
  close(): Promise<void>;
}

/** The session of splunkd itself, which may do everything. */
export const SYSTEM_SESSION = 'session-of-splunk-system-user';

export interface Installation {
  readonly splunkHome: string;
  /** The installed app. */
  readonly appDir: string;
}
