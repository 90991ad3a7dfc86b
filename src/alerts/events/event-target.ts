import { isUuid } from '../../misp/query/ids.ts';
import type { Row } from '../../protocol/rows.ts';

/** The event that a result is for. */
export type Target =
  | { readonly kind: 'new' }
  /** @property id or uuid */
  | { readonly kind: 'event'; readonly id: string }
  /** Results that name no event that there can be: nothing is made of them. */
  | { readonly kind: 'mistake'; readonly text: string };

/**
 * How the parameter eventid is read: as the column of that name if the results have it, else as an id or uuid. Blank and 0 mean a
 * new event; whatever is neither is a mistake, since an event made in its place would be found by nobody.
 */
export function targetsFor(parameter: string, columns: ReadonlySet<string>): (row: Row) => Target {
  if (columns.has(parameter)) return (row) => targetIn(row[parameter], parameter);
  const target = targetOf(parameter) ?? {
    kind: 'mistake',
    text: `eventid is "${parameter}", which is no id, no uuid and no column of the results${parameter.includes('$') ? ': Splunk has put nothing in the place of the token' : ''}.`,
  };
  return () => target;
}

function targetIn(cell: Row[string] | undefined, column: string): Target {
  const texts = [cell ?? []].flat().map((text) => text.trim());
  const [text = '', ...others] = new Set(texts.filter((one) => one !== ''));
  if (others.length > 0) {
    const all = [text, ...others].map((one) => `"${one}"`).join(' and ');
    return {
      kind: 'mistake',
      text: `the column ${column} names more than one event, ${all}: divide the result, by mvexpand for one.`,
    };
  }
  return (
    targetOf(text) ?? {
      kind: 'mistake',
      text: `the column ${column} has "${text}", which is no id and no uuid of an event.`,
    }
  );
}

/** Undefined for what names no event. MISP would take `12x` and `012` for 12, so neither is taken here. */
function targetOf(text: string): Target | undefined {
  if (text === '' || text === '0') return { kind: 'new' };
  if (!/^[1-9]\d*$/.test(text) && !isUuid(text)) return undefined;
  return { kind: 'event', id: text.toLowerCase() };
}
