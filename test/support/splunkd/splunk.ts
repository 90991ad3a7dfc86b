import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../../src/protocol/rows.ts';
import { buildApp, installApp } from '../app.ts';
import { TestCa } from '../certificates.ts';
import { EventIndex } from './index/event-index.ts';
import { type SplunkdRequest, type SplunkdState, startSplunkdRest } from './rest.ts';
import { runSearch, RunningSearch, type SearchOptions, type SearchResult } from './search.ts';

/** The capabilities that matter to the app. */
const CAPABILITIES = ['search', 'list_storage_passwords'];

export interface StartOptions {
  readonly instances?: SplunkdState['instances'];
  readonly secrets?: SplunkdState['secrets'];
  readonly collections?: SplunkdState['collections'];
  /** The `.spl` to install; built when absent. */
  readonly spl?: string;
}

type Changes = Partial<SearchOptions>;

/** A Splunk as far as the app can tell: an installed package, splunkd's REST, and searches. */
export class StandInSplunk {
  readonly state: SplunkdState;
  readonly uri: string;
  readonly home: string;
  readonly appDir: string;
  readonly asked: readonly string[];
  readonly requests: readonly SplunkdRequest[];
  /** What has been indexed: by inputs, and by collect. */
  readonly index = new EventIndex();
  readonly #close: () => Promise<void>;

  private constructor(
    fields: Pick<StandInSplunk, 'state' | 'uri' | 'home' | 'appDir' | 'asked' | 'requests'>,
    close: () => Promise<void>,
  ) {
    this.state = fields.state;
    this.uri = fields.uri;
    this.home = fields.home;
    this.appDir = fields.appDir;
    this.asked = fields.asked;
    this.requests = fields.requests;
    this.#close = close;
  }

  static async start(options: StartOptions = {}): Promise<StandInSplunk> {
    const home = await mkdtemp(join(tmpdir(), 'splunk home '));
    const ca = new TestCa('SplunkCommonCA');
    await mkdir(join(home, 'etc/auth'), { recursive: true });
    await mkdir(join(home, 'dispatch'));
    await writeFile(join(home, 'etc/auth/cacert.pem'), ca.pem);
    const state: SplunkdState = {
      instances: { ...options.instances },
      secrets: { ...options.secrets },
      sessions: { 'session-of-admin': { username: 'admin', capabilities: CAPABILITIES } },
      collections: { ...options.collections },
    };
    const appDir = await installApp(options.spl ?? (await buildApp()), home);
    const rest = await startSplunkdRest(state, ca.issue('SplunkServerDefaultCert'), appDir);
    const { uri, asked, requests } = rest;
    return new StandInSplunk({ state, uri, home, appDir, asked, requests }, async () => {
      await rest.close();
      await rm(home, { recursive: true, force: true });
    });
  }

  search(
    search: string,
    changes: Changes = {},
    onRows?: (rows: readonly Row[]) => void,
  ): Promise<SearchResult> {
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
