import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import type { MispStore } from '../stand-ins/misp/store/store.ts';
import { resetLookups } from '../stand-ins/splunk/es.ts';
import type { SplOptions } from '../stand-ins/splunk/spl/context.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { type LogFields, logEvent } from './log-event.ts';

/** Unix seconds of a whole minute, at which searches run. */
export const NOW = Math.floor(Date.now() / 60_000) * 60;

/** A MISP beside a Splunk, with data in it. */
export class MatchLab {
  readonly splunk: StandInSplunk;
  readonly #misp: MispServer;

  private constructor(splunk: StandInSplunk, misp: MispServer) {
    this.splunk = splunk;
    this.#misp = misp;
  }

  /** The MISP is the instance misp_covid; nothing of an earlier one is left. */
  static async start(splunk: StandInSplunk, store: MispStore): Promise<MatchLab> {
    const misp = await startMisp({ store });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
    for (const collection of Object.values(splunk.state.collections)) collection.clear();
    splunk.index.clean();
    resetLookups(splunk);
    return new MatchLab(splunk, misp);
  }

  get misp(): MispServer {
    return this.#misp;
  }

  async run(name: string, options: SplOptions = {}): Promise<readonly Row[]> {
    const { rows, failed, messages } = await runSavedSearch(this.splunk, name, { now: NOW, ...options });
    expect(failed, `${name}: ${JSON.stringify(messages)}`).to.equal(false);
    return rows;
  }

  /** Brings the indicators up to date. */
  async refresh(options: SplOptions = {}): Promise<void> {
    await this.run('MISP_indicators_update', options);
    await this.run('MISP_match_networks', options);
  }

  /** An event of a dataset. @param indexed seconds before now; the event is two seconds older */
  log(dataset: string, fields: LogFields, indexed = 600): void {
    logEvent(this.splunk, dataset, fields, NOW - indexed);
  }

  async matches(): Promise<readonly Row[]> {
    const { rows } = await runSpl(this.splunk, '| search index=misp sourcetype=misp:match');
    return rows;
  }

  close(): Promise<void> {
    return this.#misp.close();
  }
}
