import { randomBytes, randomUUID } from 'node:crypto';
import type { LiveLab } from './lab.ts';
import type { Attribute, EventView, ObjectView, Truth } from './truth.ts';

/** A name that nobody else has, and no warning list. */
export function ownDomain(): string {
  return `x${randomBytes(8).toString('hex')}.sa-misp-live.test`;
}

/** An own event with attributes, an object and a sighting, and the ways to change them. */
export class OwnContent {
  readonly truth: Truth;
  readonly eventId: string;
  /** Attributes that no object has, as they were made. */
  readonly attributes: readonly Attribute[];
  readonly object: ObjectView;
  readonly title: string;
  /** One that MISP has. */
  readonly someTag: string;

  private constructor(lab: LiveLab, event: EventView) {
    const [object] = event.Object ?? [];
    if (!object) throw new Error('MISP made the event without its object.');
    this.truth = lab.truth;
    this.eventId = event.id;
    this.attributes = event.Attribute ?? [];
    this.object = object;
    this.title = event.info;
    this.someTag = lab.someTags(['tlp:green'])[0] ?? '';
  }

  static async make(lab: LiveLab): Promise<OwnContent> {
    const event = await lab.own.make('the input', {
      Attribute: [
        ...Array.from({ length: 6 }, () => ({
          type: 'domain',
          category: 'Network activity',
          value: ownDomain(),
        })),
        { type: 'text', category: 'Other', value: 'Straße 50 % | "quoted" \\ <b>&amp;</b>\nsecond line' },
        { type: 'domain|ip', category: 'Network activity', value: `${ownDomain()}|198.51.100.7` },
      ],
      Object: [fileObject()],
    });
    return new OwnContent(lab, event);
  }

  /** @param index of `attributes` */
  attribute(index: number): Attribute {
    const attribute = this.attributes[index];
    if (!attribute) throw new Error(`The own event has no attribute ${index}.`);
    return attribute;
  }

  async edit(index: number, members: Readonly<Record<string, unknown>>): Promise<void> {
    await this.truth.post(`/attributes/edit/${this.attribute(index).id}`, members);
  }

  async editEvent(members: Readonly<Record<string, unknown>>): Promise<void> {
    await this.truth.post(`/events/edit/${this.eventId}`, { Event: members });
  }

  /** Does nothing where MISP has no tags. */
  async tag(uuid: string, way: 'attachTagToObject' | 'removeTagFromObject'): Promise<void> {
    if (this.someTag !== '') await this.truth.post(`/tags/${way}`, { uuid, tag: this.someTag });
  }

  async eventUuid(): Promise<string> {
    return (await this.truth.event(this.eventId)).uuid;
  }
}

function fileObject(): Readonly<Record<string, unknown>> {
  const attribute = (object_relation: string, type: string, value: string) => ({
    object_relation,
    type,
    value,
  });
  return {
    name: 'file',
    'meta-category': 'file',
    description: 'A file',
    template_uuid: '688c46fb-5edb-40a3-8273-1af7923e2215',
    template_version: '24',
    distribution: '5',
    Attribute: [
      attribute('filename', 'filename', `${ownDomain()}.exe`),
      attribute('sha256', 'sha256', randomBytes(32).toString('hex')),
    ],
  };
}

interface Change {
  readonly what: string;
  readonly change: (content: OwnContent) => Promise<unknown>;
  /** MISP tells nobody of it: only a run that compares everything sees it. */
  readonly needsComparison?: boolean;
}

const SIGHTING_SOURCE = 'SA-misp live test';

/** Every kind of change there is, one after the other. */
export const changes: readonly Change[] = [
  { what: 'a value', change: (content) => content.edit(0, { value: ownDomain() }) },
  { what: 'a comment', change: (content) => content.edit(1, { comment: 'edited' }) },
  {
    what: 'to_ids and times',
    change: (content) => content.edit(1, { to_ids: false, first_seen: '2026-01-02T03:04:05.678901+00:00' }),
  },
  { what: 'a type', change: (content) => content.edit(2, { type: 'hostname' }) },
  {
    what: 'a tag on an attribute',
    change: (content) => content.tag(content.attribute(0).uuid, 'attachTagToObject'),
  },
  {
    what: 'a tag off an attribute',
    change: (content) => content.tag(content.attribute(0).uuid, 'removeTagFromObject'),
  },
  {
    what: 'a tag on the event',
    change: async (content) => content.tag(await content.eventUuid(), 'attachTagToObject'),
  },
  { what: 'a title', change: (content) => content.editEvent({ info: `${content.title}, renamed` }) },
  { what: 'a threat level', change: (content) => content.editEvent({ threat_level_id: '1' }) },
  { what: 'published', change: (content) => content.truth.post(`/events/publish/${content.eventId}`) },
  { what: 'unpublished', change: (content) => content.truth.post(`/events/unpublish/${content.eventId}`) },
  { what: 'published again', change: (content) => content.truth.post(`/events/publish/${content.eventId}`) },
  {
    what: 'a soft deletion',
    change: (content) => content.truth.post(`/attributes/delete/${content.attribute(3).id}`),
  },
  {
    what: 'a restored attribute',
    // Its answer is a redirection.
    change: (content) => content.truth.http.ask('POST', `/attributes/restore/${content.attribute(3).id}`),
  },
  {
    what: 'a hard deletion',
    change: (content) => content.truth.post(`/attributes/delete/${content.attribute(4).id}/1`),
    needsComparison: true,
  },
  {
    what: 'an object added',
    change: (content) => content.truth.post(`/objects/add/${content.eventId}`, { Object: fileObject() }),
  },
  {
    what: 'an object deleted',
    change: (content) => content.truth.post(`/objects/delete/${content.object.id}`),
  },
  {
    what: 'a sighting',
    change: (content) =>
      content.truth.post(`/sightings/add/${content.attribute(0).id}`, { type: '0', source: SIGHTING_SOURCE }),
  },
  {
    what: 'a sighting deleted',
    change: async (content) => {
      for (const { id } of await content.truth.sightings(content.eventId))
        await content.truth.post(`/sightings/delete/${id}`);
    },
    needsComparison: true,
  },
  {
    what: '500 attributes at once',
    change: (content) =>
      content.truth.post(
        `/attributes/add/${content.eventId}`,
        Array.from({ length: 500 }, () => ({
          uuid: randomUUID(),
          type: 'domain',
          category: 'Network activity',
          value: ownDomain(),
        })),
      ),
  },
  {
    what: 'the event deleted',
    change: (content) => content.truth.http.ask('DELETE', `/events/delete/${content.eventId}`),
    needsComparison: true,
  },
];
