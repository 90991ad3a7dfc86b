import { ADMINISTRATORS, OBJECTS } from './objects.ts';

const PLACE = /(<!-- access -->\n)[^]*?(<!-- end -->)/;

/** Puts the table of who may read and write what between `<!-- access -->` and `<!-- end -->`. */
export function accessTable(markdown: string): string {
  const rows = new Map(
    OBJECTS.map(({ what, read, isExported, why }) => [
      what,
      `| ${what} | ${read.includes('*') ? 'everybody who may search' : read.join(', ')} | ${ADMINISTRATORS.join(', ')} | ${isExported ? 'yes' : 'no'} | ${why} |`,
    ]),
  );
  const table = [
    '| Object | Reads | Writes | Seen by other apps | Why |',
    '| --- | --- | --- | --- | --- |',
    ...rows.values(),
  ];
  return markdown.replace(
    PLACE,
    (_whole, start: string, end: string) => `${start}\n${table.join('\n')}\n\n${end}`,
  );
}
