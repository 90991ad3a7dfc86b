import type { Row } from '../../../../src/protocol/rows.ts';
import { BASE_FIELDS, type Dataset } from '../cim/models.ts';
import { eventTypesOf } from '../index/event-types.ts';
import { type Extraction, extractionOf } from '../index/search-time.ts';
import type { Context } from './context.ts';
import { cellOf, valuesOf, withCell } from './results.ts';

/** The events of a dataset, with its fields under their full names. */
export function rowsOf(name: string, { tags, filled, fields }: Dataset, context: Context): Row[] {
  const prefix = `${name.slice(name.indexOf('.') + 1)}.`;
  const typed = eventTypesOf(context.conf('eventtypes'), context.conf('tags'));
  const props = context.conf('props');
  const extractions = new Map<string, Extraction>();
  return context.splunk.index.between(0, Infinity).flatMap((event) => {
    if (event.index.startsWith('_')) return [];
    const extract = extractions.get(event.sourcetype) ?? extractionOf(event.sourcetype, props, context.now);
    extractions.set(event.sourcetype, extract);
    const extracted = extract(event);
    // A tag that an event of a test carries itself stands for the add-on that would give it.
    const its = [
      ...valuesOf(extracted['tag']),
      ...valuesOf(extracted['tag{}']),
      ...valuesOf(typed(extracted)['tag']),
    ];
    if (!tags.every((tag) => its.includes(tag))) return [];
    let row: Row = {};
    for (const field of BASE_FIELDS) row = withCell(row, field, extracted[field]);
    for (const field of [...filled, ...fields]) {
      const own = field.slice(field.lastIndexOf('.') + 1);
      const values = [...valuesOf(extracted[own]), ...valuesOf(extracted[`${own}{}`])].filter(
        (value) => value !== '',
      );
      const cell = cellOf(values) ?? (filled.includes(field) ? 'unknown' : undefined);
      row = withCell(row, `${prefix}${field}`, cell);
    }
    return [row];
  });
}
