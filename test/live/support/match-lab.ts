import { logEvent } from '../../matching/log-event.ts';
import { readConf } from '../../stand-ins/splunk/conf.ts';
import { resetLookups } from '../../stand-ins/splunk/es.ts';
import { runSavedSearch, runSpl } from '../../stand-ins/splunk/spl/run.ts';
import type { Row } from '../../../src/protocol/rows.ts';
import { INSTANCE, lab, SESSION } from './lab.ts';
import type { Planted } from './planted.ts';

const DAY = 86_400;

/** The shipped searches of matching beside the real MISP, with logs and a collection of their own. */
export class LiveMatching {
  /** Unix seconds of a whole minute, at which the searches run. */
  readonly now = Math.floor(Date.now() / 60_000) * 60;
  readonly #macros: Readonly<Record<string, string>>;

  constructor() {
    const source = readConf(lab().splunk.appDir, 'macros').get('misp_indicators_source')?.get('definition');
    if (source?.includes('changed=6h') !== true)
      throw new Error('misp_indicators_source has another window.');
    this.#macros = {
      // What else changed in this MISP in the last hours would only take time.
      misp_indicators_source: source.replace('misp_covid', INSTANCE).replace('changed=6h', 'changed=10m'),
      misp_match_sighting_instance: INSTANCE,
    };
    this.reset();
  }

  /** Takes away logs, matches and indicators. */
  reset(): void {
    for (const collection of Object.values(lab().splunk.state.collections)) collection.clear();
    resetLookups(lab().splunk);
    this.forget();
  }

  /** Takes away logs and matches. */
  forget(): void {
    lab().splunk.index.clean();
  }

  /** @throws Error when it fails */
  async run(name: string, now = this.now): Promise<readonly Row[]> {
    const options = { now, sessionKey: SESSION, macros: this.#macros };
    const { rows, failed, messages } = await runSavedSearch(lab().splunk, name, options);
    if (failed) throw new Error(`${name} failed: ${messages.map(([, text]) => text).join(' ')}`);
    return rows;
  }

  /** Brings the indicators up to date, as the hourly searches do. */
  async update(): Promise<void> {
    await this.run('MISP_indicators_update');
    await this.run('MISP_match_networks');
  }

  /** Logs hits and near misses, runs the search of each dataset, and resolves to all matches there are then. */
  async match(planted: readonly Planted[]): Promise<readonly Row[]> {
    for (const { name, dataset, hit, nearMiss } of planted) {
      for (const fields of [hit, nearMiss]) logEvent(lab().splunk, dataset, fields, this.now - 600);
      await this.run(`MISP_match_${name}`);
    }
    return (await runSpl(lab().splunk, '| search index=misp sourcetype=misp:match')).rows;
  }

  /** When the hits of `match` happened. Unix seconds. */
  get seen(): number {
    return this.now - 602;
  }

  /** A time of the next day, when the nightly searches run. */
  get tomorrow(): number {
    return (Math.floor(this.now / DAY) + 1) * DAY + 2 * 3600;
  }
}
