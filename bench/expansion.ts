import { MATCHED_DATASETS } from '../src/matching/table.ts';
import type { Row } from '../src/protocol/rows.ts';
import { noise } from '../test/matching/corpus/noise.ts';
import { logEvent } from '../test/matching/log-event.ts';
import { readConf } from '../test/stand-ins/splunk/conf.ts';
import type { SplOptions } from '../test/stand-ins/splunk/spl/context.ts';
import { runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

/** Rows before and after the step that makes keys of values. */
export interface Expansion {
  /** Each is a value with its field, kind and asset. */
  readonly compared: number;
  /** The same, added up: what is brought into normal form and expanded. */
  readonly distinct: number;
  /** What is looked up. */
  readonly keys: number;
}

export interface Expansions {
  readonly byDataset: ReadonlyMap<string, Expansion & { readonly grouped: number }>;
  readonly byKind: ReadonlyMap<string, Expansion>;
}

const NEXT_STEP = '| `misp_match_candidates`';

/** The shipped searches up to their look-ups, over so many invented events of each dataset. */
export async function expandValues(splunk: StandInSplunk, events: number): Promise<Expansions> {
  const searches = readConf(splunk.appDir, 'savedsearches');
  const byDataset = new Map<string, Expansion & { grouped: number }>();
  const byKind = new Map<string, Expansion>();
  for (const { name, model, dataset } of MATCHED_DATASETS) {
    splunk.index.clean();
    const now = Math.floor(Date.now() / 1000);
    for (const fields of noise(`${model}.${dataset}`, events))
      logEvent(splunk, `${model}.${dataset}`, fields, now - 600);
    const [toValues = ''] = (searches.get(`MISP_match_${name}`)?.get('search') ?? '').split(NEXT_STEP);
    let grouped = 0;
    const values = await rowsOf(splunk, toValues, {
      onStage({ command, rowsOut }) {
        if (command === 'tstats') grouped = rowsOut;
      },
    });
    const keys = await rowsOf(splunk, NEXT_STEP.slice(2), { input: values });
    byDataset.set(name, { grouped, ...expansionOf(values, keys) });
    for (const kind of new Set(values.map((row) => String(row['misp_match_kind'])))) {
      const ofKind = (rows: readonly Row[]) => rows.filter((row) => row['misp_match_kind'] === kind);
      byKind.set(kind, sum(byKind.get(kind), expansionOf(ofKind(values), ofKind(keys))));
    }
  }
  splunk.index.clean();
  return { byDataset, byKind };
}

async function rowsOf(splunk: StandInSplunk, search: string, options: SplOptions): Promise<readonly Row[]> {
  const { rows, failed, messages } = await runSpl(splunk, search, options);
  if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
  return rows;
}

/** What adds values up in `misp_match_candidates`. */
const ADDED_UP_BY = ['kind', 'seen', 'other', 'asset_field', 'asset'].map((field) => `misp_match_${field}`);

function expansionOf(values: readonly Row[], keys: readonly Row[]): Expansion {
  const compared = values.filter((row) => row['misp_match_seen'] !== 'unknown');
  const distinct = new Set(compared.map((row) => JSON.stringify(ADDED_UP_BY.map((field) => row[field]))));
  return { compared: compared.length, distinct: distinct.size, keys: keys.length };
}

function sum(one: Expansion | undefined, other: Expansion): Expansion {
  if (!one) return other;
  return {
    compared: one.compared + other.compared,
    distinct: one.distinct + other.distinct,
    keys: one.keys + other.keys,
  };
}
