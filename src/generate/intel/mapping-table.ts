import { feedLookup } from '../../intel/feed-names.ts';
import {
  ATTRIBUTE_RULES,
  type AttributeRule,
  FEEDS,
  OBJECT_RULES,
  type ObjectColumn,
} from '../../intel/mapping.ts';

const MARKERS = /(<!-- mapping -->\n)[^]*?(<!-- end -->)/;

/** Inserts the table of the mapping between `<!-- mapping -->` and `<!-- end -->`. */
export function mappingTable(markdown: string): string {
  const head = ['| Lookup | Column | From MISP | Only with `include=` |', '| --- | --- | --- | --- |'];
  const rows = Object.keys(FEEDS).flatMap((feed) => [...attributeRows(feed), ...objectRows(feed)]);
  const table = [...head, ...rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`)].join('\n');
  return markdown.replace(MARKERS, (_whole, start: string, end: string) => `${start}\n${table}\n\n${end}`);
}

/** A row for each column with its default types, and a row for each opt-in name. */
function attributeRows(feed: string): string[][] {
  const rows = new Map<string, string[]>();
  for (const rule of ATTRIBUTE_RULES.filter((one) => one.feed === feed)) {
    for (const [column, what] of targetsOf(rule)) {
      const key = JSON.stringify([column, rule.optIn ?? '']);
      rows.set(key, [...(rows.get(key) ?? []), ...rule.types.map((type) => `\`${type}\`${what}`)]);
    }
  }
  return Array.from(rows, ([key, types]) => {
    const [column = '', optIn = ''] = JSON.parse(key) as string[];
    return [feedLookup(feed), column, types.join(', '), optIn];
  });
}

function targetsOf({ whole, left, right }: AttributeRule): [string, string][] {
  return [
    ...(whole ? [[whole[0], ''] as [string, string]] : []),
    ...(left ? [[left[0], ' (left)'] as [string, string]] : []),
    ...(right ? [[right[0], ' (right)'] as [string, string]] : []),
  ];
}

function objectRows(feed: string): string[][] {
  return OBJECT_RULES.filter((one) => one.feed === feed).flatMap(({ object, columns, optIn = '' }) =>
    columns.map((column) => [
      feedLookup(feed),
      column.column,
      `object \`${object}\`: ${sources(column)}`,
      optIn,
    ]),
  );
}

function sources({ from, all }: ObjectColumn): string {
  const names = from.map(({ relation, type }) => `\`${relation ?? type ?? ''}\``);
  return names.join(all === true ? ', ' : ' or ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
