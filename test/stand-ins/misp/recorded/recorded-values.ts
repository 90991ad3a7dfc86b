import { TYPE_DEFAULTS } from '../attributes/attribute-types.ts';
import type { Exchange } from './recordings.ts';
import { MispStore } from '../store/store.ts';

/** The attributes of a recorded CSV of `event_id`, `type` and `value`, the event's id being that of the request where it has none. */
export function recordedValues(control: Exchange | undefined): MispStore {
  const store = new MispStore();
  const lines = control?.response.body.trim().split('\n').map(cellsOf) ?? [];
  const [columns = [], ...rows] = lines;
  const only = /"eventid": "(\d+)"/.exec(control?.request.body ?? '')?.[1] ?? '';
  for (const cells of rows) {
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    const id = cell('event_id') || only;
    const event = store.event(id) ?? store.addEvent({ id, info: 'Values' });
    const type = cell('type');
    const category = TYPE_DEFAULTS.get(type)?.default_category ?? 'Other';
    store.addAttribute(event, { type, category, value: cell('value') });
  }
  return store;
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
