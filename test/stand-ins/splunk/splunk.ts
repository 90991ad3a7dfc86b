import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, installApp } from '../../support/app.ts';
import { TestCa } from '../../support/certificates.ts';
import { EventIndex } from './index/event-index.ts';
import { mistakeIn, validateInput } from './programs/input.ts';
import { startSplunkdRest } from './rest/rest.ts';
import { type SplunkdRequest, type SplunkdRest, type SplunkdState, SYSTEM_SESSION } from './rest/state.ts';
import {
  type OnRows,
  runSearch,
  RunningSearch,
  type SearchOptions,
  type SearchResult,
} from './programs/search.ts';
import { timeOf } from './spl/relative-time.ts';
import type { RunningSplunk } from './running-splunk.ts';
import { runSpl } from './spl/run.ts';

/** The capabilities that matter to the app, of those that an administrator has. */
const CAPABILITIES = [
  'search',
  'list_storage_passwords',
  'misp_search',
  'admin_all_objects',
  'edit_roles',
  'indexes_edit',
];

/** Roles as Splunk has them, as far as capabilities of theirs matter, and those of the app's authorize.conf. */
const ROLES: SplunkdState['roles'] = {
  admin: { imported_roles: ['power', 'user'], capabilities: [...CAPABILITIES, 'misp_write'] },
  can_delete: { imported_roles: [], capabilities: ['delete_by_keyword'] },
  misp_searcher: { imported_roles: [], capabilities: ['misp_search'] },
  misp_user: { imported_roles: [], capabilities: ['list_storage_passwords'] },
  misp_writer: { imported_roles: [], capabilities: ['misp_write'] },
  power: { imported_roles: ['user'], capabilities: ['schedule_search'] },
  user: { imported_roles: [], capabilities: ['search'] },
};

/** Splunk makes its certificate when it first starts, for three years and no host's name, and never renews it. */
const THREE_YEARS_OLD = [-1096, -1] as const;

export interface StartOptions {
  readonly instances?: SplunkdState['instances'];
  readonly secrets?: SplunkdState['secrets'];
  readonly collections?: SplunkdState['collections'];
  readonly inputs?: SplunkdState['inputs'];
  readonly apps?: SplunkdState['apps'];
  /** The `.spl` to install; built when absent. */
  readonly spl?: string;
  /** Files of the app that are missing when splunkd starts. */
  readonly without?: readonly string[];
}

type Changes = Partial<SearchOptions>;

/** A Splunk as far as the app can tell: an installed package, splunkd's REST, and searches. */
export class StandInSplunk implements RunningSplunk {
  readonly state: SplunkdState;
  readonly uri: string;
  readonly home: string;
  readonly appDir: string;
  readonly asked: readonly string[];
  readonly requests: readonly SplunkdRequest[];
  /** What has been indexed: by inputs, and by collect. */
  readonly index = new EventIndex();
  /** What splunkd answers to a request of the session, without the network. */
  readonly answer: SplunkdRest['answer'];
  /** Processes of the app's own endpoints. */
  readonly drivers: SplunkdRest['drivers'];
  readonly #close: () => Promise<void>;

  private constructor(
    fields: Pick<
      StandInSplunk,
      'state' | 'uri' | 'home' | 'appDir' | 'asked' | 'requests' | 'answer' | 'drivers'
    >,
    close: () => Promise<void>,
  ) {
    this.state = fields.state;
    this.uri = fields.uri;
    this.home = fields.home;
    this.appDir = fields.appDir;
    this.asked = fields.asked;
    this.requests = fields.requests;
    this.answer = fields.answer;
    this.drivers = fields.drivers;
    this.#close = close;
  }

  static async start(options: StartOptions = {}): Promise<StandInSplunk> {
    const home = await mkdtemp(join(tmpdir(), 'splunk home '));
    const ca = new TestCa('SplunkCommonCA');
    const identity = ca.issue('SplunkServerDefaultCert', [], THREE_YEARS_OLD);
    await mkdir(join(home, 'etc/auth'), { recursive: true });
    await mkdir(join(home, 'dispatch'));
    await mkdir(join(home, 'var/log/splunk'), { recursive: true });
    await writeFile(join(home, 'etc/auth/cacert.pem'), ca.pem);
    await writeFile(join(home, 'etc/auth/server.pem'), identity.cert + identity.key + ca.pem);
    const state: SplunkdState = {
      instances: { ...options.instances },
      secrets: { ...options.secrets },
      sessions: {
        'session-of-admin': { username: 'admin', capabilities: CAPABILITIES },
        [SYSTEM_SESSION]: { username: 'splunk-system-user', capabilities: [...CAPABILITIES, 'misp_write'] },
      },
      collections: { ...options.collections },
      inputs: { ...options.inputs },
      roles: structuredClone(ROLES),
      users: { admin: { roles: ['admin'] }, hanna: { roles: ['power'] }, otto: { roles: ['user'] } },
      indexes: ['_audit', '_internal', 'main', 'summary', 'threat'],
      dataModels: {},
      apps: [...(options.apps ?? [])],
      validate: async (name, settings) => mistakeIn(await validateInput(splunk, name, { settings })),
      run: (search, { sessionKey, earliest }) =>
        runSpl(splunk, search, {
          sessionKey,
          ...(earliest === '' ? {} : { earliest: timeOf(earliest, Math.floor(Date.now() / 1000)) }),
        }),
    };
    const appDir = await installApp(options.spl ?? (await buildApp()), home);
    for (const file of options.without ?? []) await rm(join(appDir, file));
    const rest = await startSplunkdRest(state, identity, { splunkHome: home, appDir });
    const { uri, asked, requests, answer, drivers } = rest;
    const splunk = new StandInSplunk(
      { state, uri, home, appDir, asked, requests, answer, drivers },
      async () => {
        await rest.close();
        await rm(home, { recursive: true, force: true });
      },
    );
    return splunk;
  }

  search(search: string, changes: Changes = {}, onRows?: OnRows): Promise<SearchResult> {
    return runSearch(search, this.#searchOptions(changes), onRows);
  }

  start(search: string, changes: Changes = {}): RunningSearch {
    return new RunningSearch(search, this.#searchOptions(changes));
  }

  close(): Promise<void> {
    return this.#close();
  }

  #searchOptions(changes: Changes): SearchOptions {
    return {
      appDir: this.appDir,
      splunkdUri: this.uri,
      sessionKey: 'session-of-admin',
      splunkHome: this.home,
      ...changes,
    };
  }
}
