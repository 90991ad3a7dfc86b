import type { Row } from '../../../../src/protocol/rows.ts';
import { type Conf, isTrue } from '../conf.ts';
import { cellOf, valuesOf, withCell } from '../spl/results.ts';
import { parseTerms } from '../spl/terms.ts';

/** Gives rows of events the fields `eventtype` and `tag`, by eventtypes.conf and by what tags.conf says of any field. */
export function eventTypesOf(eventTypes: Conf, tags: Conf): (row: Row) => Row {
  const tests = [...eventTypes].flatMap(([name, settings]) => {
    if (isTrue(settings.get('disabled'))) return [];
    const search = settings.get('search');
    if (search === undefined) throw new Error(`The event type ${name} has no search.`);
    if (/[|[\]`]/.test(search.replace(/"[^"]*"/g, '')))
      throw new Error(`The search of the event type ${name} has a pipe, a subsearch or a macro.`);
    return [{ name, test: parseTerms('eventtypes.conf', search) }];
  });
  const rules = [...tags].map(([stanza, settings]) => {
    const [, field, value] = /^([^=]+)=(.+)$/.exec(stanza) ?? [];
    if (field === undefined || value === undefined)
      throw new Error(`[${stanza}] of tags.conf is no field=value.`);
    const names = [...settings].filter(([, state]) => state === 'enabled').map(([name]) => name);
    return { field, value: decodeURIComponent(value), names };
  });
  return (row) => {
    const types = tests.filter(({ test }) => test(row)).map(({ name }) => name);
    const typed = withCell(row, 'eventtype', cellOf(types.sort()));
    const tagged = rules.filter(({ field, value }) => valuesOf(typed[field]).includes(value));
    const names = new Set(tagged.flatMap((rule) => rule.names));
    return withCell(typed, 'tag', cellOf([...names].sort()));
  };
}
