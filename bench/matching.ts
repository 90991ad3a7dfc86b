/**
 * `npm run bench -- --matching`: what matching costs as far as it is this app's: documents with keys made of a MISP's attributes,
 * and the rows that the shipped searches look up, of invented events of each dataset. What Splunk takes for its part is not
 * measured: no Splunk is here.
 */
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { makeDocuments } from './documents.ts';
import { type Expansion, expandValues } from './expansion.ts';
import { cells } from './cells.ts';

const ATTRIBUTES = [100_000, 1_000_000];
/** Of each dataset. The rows are proportional to it: two sizes show that. */
const EVENTS = [1_000, 10_000];
const MILLION = 1_000_000;

export async function measureMatching(splunk: StandInSplunk): Promise<void> {
  console.log(
    "attributes   documents  with key   CPU of mispgetioc, mispintel   floor's   ratio   mispintel's   peak memory",
  );
  for (const attributes of ATTRIBUTES) {
    const { documents, withKey, mispgetioc, mispintel, floor } = await makeDocuments(splunk, attributes);
    const cpu = mispgetioc.cpuSeconds + mispintel.cpuSeconds;
    console.log(
      cells(
        [10, attributes],
        [12, documents],
        [10, withKey],
        [31, `${mispgetioc.cpuSeconds.toFixed(2)} s, ${mispintel.cpuSeconds.toFixed(2)} s`],
        [10, `${floor.toFixed(2)} s`],
        [8, (cpu / floor).toFixed(2)],
        [14, (mispintel.cpuSeconds / floor).toFixed(2)],
        [
          0,
          `   mispgetioc ${Math.round(mispgetioc.megabytes)} MB, mispintel ${Math.round(mispintel.megabytes)} MB`,
        ],
      ),
    );
  }
  for (const events of EVENTS) {
    const { byDataset, byKind } = await expandValues(splunk, events);
    console.log(`\n${events} events of each dataset`);
    console.log(
      'dataset         rows of tstats   values compared   added up   keys looked up   keys a value',
    );
    for (const [name, { grouped, ...expansion }] of byDataset)
      console.log(cells([-14, name], [16, grouped], ...columns(expansion)));
    console.log('kind');
    for (const [kind, expansion] of [...byKind].sort())
      console.log(cells([-30, kind], ...columns(expansion)));
    const all: Expansion = {
      compared: total(byKind, 'compared'),
      distinct: total(byKind, 'distinct'),
      keys: total(byKind, 'keys'),
    };
    console.log(cells([-30, 'all'], ...columns(all)));
    console.log(`A million values of this mixture: ${Math.round((all.keys / all.distinct) * MILLION)} keys.`);
  }
}

function columns({ compared, distinct, keys }: Expansion): (readonly [number, string | number])[] {
  return [
    [18, compared],
    [11, distinct],
    [17, keys],
    [15, (keys / distinct).toFixed(2)],
  ];
}

function total(byKind: ReadonlyMap<string, Expansion>, of: keyof Expansion): number {
  return [...byKind.values()].reduce((sum, one) => sum + one[of], 0);
}
