import { type SearchSize, sizesOf } from './dashboard-size.ts';
import { fillYear } from './misp-year.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** Of the two indexes that are measured; the tables are of the second. */
export const ATTRIBUTES = [5000, 20_000] as const;
/** What grows with the index is also given for so many, by proportion. */
const LARGE = 1_000_000;
/** The end of the year that the indexes are of, in Unix seconds. */
const NOW = 1_767_268_800;
/** Which attributes an index has is drawn by chance. */
const TOLERANCE = 0.1;
const BETWEEN = ' · ';
const VIEWS = ['misp_indicators', 'misp_health'] as const;

/** What all searches of the dashboards read, keep and show, in the smaller and in the larger index. */
export interface Measured {
  readonly small: ReadonlyMap<string, readonly SearchSize[]>;
  readonly large: ReadonlyMap<string, readonly SearchSize[]>;
}

export async function measured(): Promise<Measured> {
  const [small, large] = ATTRIBUTES;
  return { small: await measuredWith(small), large: await measuredWith(large) };
}

async function measuredWith(attributes: number): Promise<ReadonlyMap<string, readonly SearchSize[]>> {
  const splunk = await StandInSplunk.start();
  try {
    fillYear(splunk, attributes, NOW);
    const sizes = new Map<string, readonly SearchSize[]>();
    for (const view of VIEWS) sizes.set(view, await sizesOf(splunk, view, NOW));
    return sizes;
  } finally {
    await splunk.close();
  }
}

/** Whether a number grows as the index does. */
export function isProportional(small: number, large: number): boolean {
  const [few, many] = ATTRIBUTES;
  return Math.abs(large / small / (many / few) - 1) < TOLERANCE;
}

/** Searches of attributes that are no chains. What they read and reduce grows with the index. */
export function growing({ small, large }: Measured): (readonly [small: SearchSize, large: SearchSize])[] {
  const before = ownOf(small, 'misp_indicators').filter(readsEvents);
  return ownOf(large, 'misp_indicators')
    .filter(readsEvents)
    .map((size, index) => [before[index] ?? size, size] as const);
}

/** Such a search names its fields first. */
function readsEvents({ fields }: SearchSize): boolean {
  return fields > 0;
}

/** The page with the tables between `<!-- sizes:NAME -->` and `<!-- end -->` as they were measured. */
export function withSizes(page: string, sizes: Measured): string {
  const tables: Readonly<Record<string, string>> = {
    attributes: attributesTable(sizes),
    runs: runsTable(sizes.large),
    chains: chainsTable(sizes.large),
  };
  return page.replace(
    /(<!-- sizes:(\w+) -->\n)[^]*?(<!-- end -->)/g,
    (_whole, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`There is no table of sizes ${name}.`);
      return `${start}\n${table}\n\n${end}`;
    },
  );
}

function attributesTable(sizes: Measured): string {
  const all = [...ATTRIBUTES, LARGE].map(inWords).join(BETWEEN);
  const both = ATTRIBUTES.map(inWords).join(BETWEEN);
  const rows = growing(sizes).map(([small, large]) => [
    `\`${large.name}\``,
    String(large.fields),
    extrapolated(small.read, large.read),
    extrapolated(small.reduced, large.reduced),
    [small.sorted, large.sorted].map(inWords).join(BETWEEN),
    [small.shown, large.shown].map(inWords).join(BETWEEN),
  ]);
  return markdown(
    [
      ...['Search', 'Fields', `Events read of ${all}`, `Rows after \`stats\` of ${all}`],
      ...[`Rows sorted of ${both}`, `Rows returned of ${both}`],
    ],
    rows,
  );
}

/** Both numbers, and what they make by proportion of a large index if they grow with it. */
function extrapolated(small: number, large: number): string {
  const [, many] = ATTRIBUTES;
  const isLinear = isProportional(small, large);
  return [small, large, ...(isLinear ? [large * (LARGE / many)] : [])].map(inWords).join(BETWEEN);
}

function runsTable(large: Measured['large']): string {
  const rows = ownOf(large, 'misp_health').map((size) => [
    `\`${size.name}\``,
    ...[size.fields, size.read, size.reduced, size.shown].map(inWords),
  ]);
  return markdown(['Search', 'Fields', 'Rows read', 'Rows after `stats`', 'Rows returned'], rows);
}

function chainsTable(large: Measured['large']): string {
  const rows = [...large].flatMap(([view, sizes]) =>
    sizes.flatMap(({ name, extend, read, sorted, shown }) =>
      extend === undefined
        ? []
        : [[view, `\`${name}\``, `\`${extend}\``, ...[read, sorted, shown].map(inWords)]],
    ),
  );
  return markdown(['Dashboard', 'Search', 'Base search', 'Rows in', 'Rows sorted', 'Rows out'], rows);
}

function ownOf(sizes: Measured['large'], view: string): readonly SearchSize[] {
  return sizes.get(view)?.filter(({ extend }) => extend === undefined) ?? [];
}

function inWords(number: number): string {
  return number.toLocaleString('en-US');
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
