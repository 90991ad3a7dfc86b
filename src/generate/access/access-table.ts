import { ADMINISTRATORS, OBJECTS } from './objects.ts';

const MARKERS = /(<!-- access -->\n)[^]*?(<!-- end -->)/;

/** Inserts the table of permissions between `<!-- access -->` and `<!-- end -->`. */
export function accessTable(markdown: string): string {
  const rows = new Map(
    OBJECTS.map(({ description, read, isExported, reason }) => [
      description,
      `| ${description} | ${read.includes('*') ? 'everybody who may search' : read.join(', ')} | ${ADMINISTRATORS.join(', ')} | ${isExported ? 'yes' : 'no'} | ${reason} |`,
    ]),
  );
  const table = [
    '| Object | Reads | Writes | Seen by other apps | Why |',
    '| --- | --- | --- | --- | --- |',
    ...rows.values(),
  ];
  return markdown.replace(
    MARKERS,
    (_whole, start: string, end: string) => `${start}\n${table.join('\n')}\n\n${end}`,
  );
}
