import type { Answer, Asked } from './server.ts';

export const NOW = 1_795_000_000;

/** An attribute as MISP has it. */
export function attributeOf(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: String(id),
    type: 'domain',
    category: 'Network activity',
    to_ids: true,
    uuid: uuidOf('1', id),
    event_id: '1',
    distribution: '5',
    timestamp: String(NOW),
    comment: '',
    sharing_group_id: '0',
    deleted: false,
    object_id: '0',
    object_relation: null,
    first_seen: null,
    last_seen: null,
    value: 'known.example',
    ...more,
  };
}

export function eventOf(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: String(id),
    uuid: uuidOf('2', id),
    info: 'An event',
    date: '2026-11-20',
    published: true,
    timestamp: String(NOW),
    publish_timestamp: String(NOW),
    org_id: '1',
    orgc_id: '1',
    distribution: '3',
    attribute_count: '1',
    ...more,
  };
}

function uuidOf(kind: string, id: number): string {
  return `${kind}0000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/** What a small MISP that means no harm answers: as many pages of attributes as are said, and one of all else. */
export function tame({ path, body, page, limit }: Asked, pages = 1): Answer {
  if (path.startsWith('/attributes/restSearch')) {
    const rows =
      page <= pages
        ? Array.from({ length: pages > 1 ? limit : 1 }, (_, row) => (page - 1) * limit + row + 1)
        : [];
    return json({ response: { Attribute: rows.map((id) => attributeOf(id)) } }, countsOf(rows.length, limit));
  }
  if (path.startsWith('/events/restSearch')) {
    const inside = body['metadata'] === true ? {} : { Attribute: [attributeOf(1)], Object: [] };
    const events = page === 1 ? [{ Event: eventOf(1, inside) }] : [];
    return json({ response: events }, { 'X-Result-Count': '1' });
  }
  if (path.startsWith('/sightings/restSearch')) return json({ response: [] });
  if (path.startsWith('/sightings/add')) return json({ Sighting: { id: '1' } });
  if (path.startsWith('/attributes/view/')) return json({ Attribute: attributeOf(1) });
  if (path.startsWith('/events/index'))
    return json(
      page <= pages
        ? Array.from({ length: limit }, (_, row) => ({ id: String((page - 1) * limit + row + 1) }))
        : [],
    );
  if (path.startsWith('/events/')) return json({ Event: eventOf(1, { Attribute: [], Object: [], Tag: [] }) });
  if (path.startsWith('/users/view/me'))
    return json({ User: { email: 'a@example.com' }, Organisation: { name: 'ORG' }, Role: { name: 'User' } });
  if (path.startsWith('/warninglists/')) return json({ Warninglists: [] });
  return json({ version: '2.5.1' });
}

/** As MISP 2.5 counts. */
export function countsOf(rows: number, limit: number): Record<string, string> {
  const count = rows === 0 || rows === limit ? rows + 1 : rows;
  return { 'X-Result-Count': String(count), 'X-Skipped-Elements-Count': '0' };
}

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { headers, body: JSON.stringify(value) };
}
