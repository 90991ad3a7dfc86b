import type { Galaxy, Org, SharingGroup } from '../store/records.ts';
import type { Exchange } from './recordings.ts';

type Members = Record<string, unknown>;

/** What answers of events/restSearch, events/view and events/index show of events and of what is in them. */
export interface RecordedEvents {
  /** By id; some have little more than that. */
  readonly events: ReadonlyMap<string, Members>;
  readonly orgs: ReadonlyMap<string, Org>;
  /** By the tag that stands for it. */
  readonly galaxies: ReadonlyMap<string, Galaxy>;
  readonly groups: readonly SharingGroup[];
  readonly objects: readonly Members[];
  readonly attributes: readonly Members[];
}

export function recordedEvents(exchanges: readonly Exchange[]): RecordedEvents {
  const shown = exchanges.flatMap(eventsOf).sort((a, b) => Object.keys(a).length - Object.keys(b).length);
  const events = new Map<string, Members>();
  const orgs = new Map<string, Org>();
  for (const event of shown) {
    const id = String(event['id']);
    events.set(id, { ...events.get(id), ...event });
    for (const org of [event['Org'], event['Orgc']] as (Org | undefined)[])
      if (org) orgs.set(org.id, { ...orgs.get(org.id), ...org });
  }
  const objects = shown.flatMap((event) => list(event['Object']));
  const attributes = [...shown, ...objects].flatMap((one) => list(one['Attribute']));
  const groups = [...shown, ...attributes].flatMap((one) =>
    one['SharingGroup'] ? [one['SharingGroup'] as SharingGroup] : [],
  );
  const galaxies = new Map(shown.flatMap(galaxiesOf));
  return { events, orgs, galaxies, groups, objects, attributes };
}

/** Of an answer that was cut, what is there. */
function eventsOf({ request: { path }, response: { status, body, body_truncated_at } }: Exchange): Members[] {
  if (status !== 200 || !path.startsWith('/events/')) return [];
  if (body_truncated_at !== undefined) {
    return [...body.matchAll(/"Event":(\{"id":"\d+"[^{}]*?"extends_uuid":"[^"]*")/g)].map(
      ([, text = '']) => JSON.parse(`${text}}`) as Members,
    );
  }
  if (!/^[[{]/.test(body)) return [];
  const answer = JSON.parse(body) as Members | Members[];
  if (Array.isArray(answer)) return answer.map(fromIndex);
  const found = answer['response'] === undefined ? [answer] : list(answer['response']);
  return found.flatMap(({ Event }) => (Event === undefined ? [] : [Event as Members]));
}

/** With its tags where other answers have them; one of the short form has the uuid of its maker only. */
function fromIndex({ EventTag, orgc_uuid, ...event }: Members): Members {
  return {
    ...event,
    ...(EventTag !== undefined && { Tag: list(EventTag).map(({ Tag }) => Tag) }),
    ...(orgc_uuid !== undefined && { orgc_uuid }),
  };
}

const LINK = ['tag_id', 'event_tag_id', 'attribute_tag_id', 'local', 'relationship_type'];

function galaxiesOf(event: Members): [string, Galaxy][] {
  const whole = list(event['Galaxy']).flatMap(({ GalaxyCluster, ...galaxy }) =>
    list(GalaxyCluster).map((cluster) => ({ galaxy, cluster })),
  );
  const short = list(event['GalaxyCluster']).map(({ Galaxy, ...cluster }) => ({
    galaxy: Galaxy as Members,
    cluster,
  }));
  return [...short, ...whole].map(({ galaxy, cluster }) => [
    String(cluster['tag_name']),
    {
      galaxy,
      cluster: Object.fromEntries(Object.entries(cluster).filter(([name]) => !LINK.includes(name))),
    },
  ]);
}

function list(value: unknown): Members[] {
  return Array.isArray(value) ? (value as Members[]) : [];
}
