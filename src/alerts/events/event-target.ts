import { isUuid } from '../../misp/query/ids.ts';
import type { Row } from '../../protocol/rows.ts';

/** The event that a result belongs to. */
export type Target =
  | { readonly kind: 'new' }
  /** `id` is an id or a uuid. */
  | { readonly kind: 'event'; readonly id: string }
  /** The result names an event by something that is no id; it is reported as failed. */
  | { readonly kind: 'mistake'; readonly text: string };

/**
 * Reads the parameter eventid: as the name of a column if the results have such a column, else as an id or uuid. Blank and
 * 0 mean a new event. Everything else is a mistake: to create an event instead would hide it.
 */
export function targetResolver(parameter: string, columns: ReadonlySet<string>): (row: Row) => Target {
  if (columns.has(parameter)) return (row) => targetInCell(row[parameter], parameter);
  const target = parseTarget(parameter) ?? {
    kind: 'mistake',
    text: `eventid is "${parameter}", which is neither an ID, a UUID nor a column of the results${parameter.includes('$') ? ': Splunk did not replace the token' : ''}.`,
  };
  return () => target;
}

function targetInCell(cell: Row[string] | undefined, column: string): Target {
  const texts = [cell ?? []].flat().map((text) => text.trim());
  const [text = '', ...others] = new Set(texts.filter((one) => one !== ''));
  if (others.length > 0) {
    const all = [text, ...others].map((one) => `"${one}"`).join(' and ');
    return {
      kind: 'mistake',
      text: `the column ${column} names more than one event, ${all}. Split the result, for example with mvexpand.`,
    };
  }
  return (
    parseTarget(text) ?? {
      kind: 'mistake',
      text: `the column ${column} has "${text}", which is neither the ID nor the UUID of an event.`,
    }
  );
}

/** Undefined for a text that is no id. MISP reads `12x` and `012` as 12, so they are refused here. */
function parseTarget(text: string): Target | undefined {
  if (text === '' || text === '0') return { kind: 'new' };
  if (!/^[1-9]\d*$/.test(text) && !isUuid(text)) return undefined;
  return { kind: 'event', id: text.toLowerCase() };
}
