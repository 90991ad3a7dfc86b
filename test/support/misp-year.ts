import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const DAY = 86_400;
const YEAR = 365 * DAY;
const ATTRIBUTES_AN_EVENT = 40;
const ORGANISATIONS = 25;
const TAGS = 60;
const INSTANCES = ['misp_covid', 'misp_sector'];
const TLPS = ['tlp:clear', 'tlp:green', 'tlp:amber', 'tlp:amber+strict', 'tlp:red'];
const TYPES: readonly (readonly [type: string, category: string])[] = [
  ['domain', 'Network activity'],
  ['ip-dst', 'Network activity'],
  ['url', 'Network activity'],
  ['hostname', 'Network activity'],
  ['sha256', 'Payload delivery'],
  ['md5', 'Payload delivery'],
  ['filename', 'Payload installation'],
  ['filename|sha1', 'Artifacts dropped'],
  ['email-src', 'Payload delivery'],
  ['link', 'External analysis'],
  ['comment', 'Other'],
  ['vulnerability', 'External analysis'],
];

/** What is in an index beside the attributes that were asked for. */
export interface Year {
  /** Versions of attributes, and what says that they are gone. */
  readonly attributeEvents: number;
  readonly sightings: number;
  readonly runs: number;
}

interface Written {
  readonly sourcetype: 'misp:attribute' | 'misp:event' | 'misp:sighting' | 'misp:run';
  readonly instance: string;
  readonly time: number;
  readonly indexTime: number;
  readonly content: object;
}

/**
 * Fills the index `misp` as inputs do in a year: every attribute in all its versions. Of 100 attributes 30 are edited, 5
 * deleted and 2 vanish; every event gets another title and other tags later, so that its attributes are written again with
 * the times that they had. Runs come each hour, in the last week each five minutes. The same arguments make the same index.
 *
 * @param attributes how many there ever were
 * @param now Unix seconds, the end of the year
 */
export function fillYear(splunk: StandInSplunk, attributes: number, now: number): Year {
  const written = [...attributesOf(attributes, now), ...runsOf(now)];
  const order = written.map((_one, index) => index);
  // What is written in one second keeps its order.
  order.sort((one, other) => indexTimeOf(written[one]) - indexTimeOf(written[other]) || one - other);
  for (const index of order) {
    const one = written[index];
    if (!one) continue;
    const { sourcetype, instance, time, content } = one;
    const raw = JSON.stringify({ misp_instance: instance, misp_host: `${instance}.example.org`, ...content });
    const source = `misp://${instance}`;
    splunk.index.add({ index: 'misp', sourcetype, time, host: 'misp', source, raw }, one.indexTime);
  }
  const count = (sourcetype: string) => written.filter((one) => one.sourcetype === sourcetype).length;
  return {
    attributeEvents: count('misp:attribute'),
    sightings: count('misp:sighting'),
    runs: count('misp:run'),
  };
}

function indexTimeOf(one: Written | undefined): number {
  return one?.indexTime ?? 0;
}

function attributesOf(attributes: number, now: number): Written[] {
  const random = randomNumbers();
  const written: Written[] = [];
  for (let first = 0; first < attributes; first += ATTRIBUTES_AN_EVENT) {
    const event = eventOf(first / ATTRIBUTES_AN_EVENT, now - YEAR, now, random);
    const content = {
      misp_event_uuid: `event-${event.id}`,
      misp_event_id: event.id,
      misp_deleted: false,
    };
    for (const [title, time] of [event.created, ...event.changes].entries())
      written.push({
        sourcetype: 'misp:event',
        instance: event.instance,
        time,
        indexTime: time + 60,
        content: { ...content, misp_event_info: event.titles[title] },
      });
    const last = Math.min(first + ATTRIBUTES_AN_EVENT, attributes);
    for (let id = first; id < last; id += 1) written.push(...historyOf(id, event, now, random));
  }
  return written;
}

interface Event {
  readonly id: string;
  readonly instance: string;
  readonly created: number;
  /** Unix seconds of its new title, then of its new tags. */
  readonly changes: readonly [number, number];
  readonly titles: readonly string[];
  readonly tags: readonly (readonly string[])[];
  readonly organisation: string;
  readonly level: string;
}

type Random = (below: number) => number;

function eventOf(number: number, from: number, to: number, random: Random): Event {
  const created = from + random(to - from - DAY);
  const title = `Campaign ${number}: what analysts found`;
  const tlp = TLPS[random(TLPS.length)] ?? '';
  const tags = [tlp, `family:${random(TAGS)}`];
  const changes = [created + random(to - created), created + random(to - created)].sort(
    (one, other) => one - other,
  );
  return {
    id: String(number + 1),
    instance: INSTANCES[random(10) === 0 ? 1 : 0] ?? '',
    created,
    changes: changes as [number, number],
    titles: [title, `${title}, updated`, `${title}, updated`],
    tags: [tags, tags, [tlp, `family:${random(TAGS)}`, `actor:${random(TAGS)}`]],
    organisation: `Organisation ${random(ORGANISATIONS)}`,
    level: String(1 + random(4)),
  };
}

/** All that is written of an attribute, in the order of time. */
function historyOf(id: number, event: Event, now: number, random: Random): Written[] {
  const [type = '', category = ''] = TYPES[random(TYPES.length)] ?? [];
  const created = Math.min(event.created + random(DAY), now - 1);
  const edited = random(100) < 30 ? created + random(now - created) : Infinity;
  const ends = random(100);
  const ended = ends < 7 ? created + random(now - created) : Infinity;
  const toIds = random(3) > 0;
  const written: Written[] = [];
  const moments = [
    { at: created, kind: 'made' },
    { at: edited, kind: 'edited' },
    ...event.changes.map((at) => ({ at, kind: 'event' })),
    { at: ended, kind: 'ended' },
  ].filter(({ at }) => at !== Infinity && at >= created && at <= ended);
  moments.sort((one, other) => one.at - other.at);
  let time = created;
  for (const { at, kind } of moments) {
    if (kind !== 'event') time = at;
    const version = event.changes.filter((change) => change <= at).length;
    const isDeleted = kind === 'ended';
    const content = {
      misp_attribute_uuid: `attribute-${id}`,
      ...(isDeleted && ends < 2
        ? { misp_deleted: true, misp_removed: true }
        : {
            misp_attribute_id: String(id),
            misp_timestamp: String(time),
            misp_type: type,
            misp_category: category,
            misp_value: `value-${id}.example.org`,
            misp_to_ids: at >= edited ? !toIds : toIds,
            misp_deleted: isDeleted,
            misp_tag: event.tags[version],
            misp_event_id: event.id,
            misp_event_info: event.titles[version],
            misp_orgc_name: event.organisation,
            misp_threat_level_id: event.level,
          }),
    };
    written.push({
      sourcetype: 'misp:attribute',
      instance: event.instance,
      time,
      indexTime: at + 60,
      content,
    });
  }
  for (let sighting = random(5) === 0 ? 2 : 0; sighting > 0; sighting -= 1) {
    const at = created + random(now - created);
    written.push({
      sourcetype: 'misp:sighting',
      instance: event.instance,
      time: at,
      indexTime: at + 60,
      content: {
        misp_sighting_id: `${id}-${sighting}`,
        misp_sighting_type: '0',
        misp_attribute_uuid: `attribute-${id}`,
        misp_value: `value-${id}.example.org`,
        misp_event_id: event.id,
      },
    });
  }
  return written;
}

function runsOf(now: number): Written[] {
  const random = randomNumbers();
  const written: Written[] = [];
  for (const instance of INSTANCES) {
    for (let time = now - YEAR; time < now; time += time < now - 7 * DAY ? 3600 : 300) {
      const isDown = random(100) === 0;
      written.push({
        sourcetype: 'misp:run',
        instance,
        time,
        indexTime: time,
        content: {
          misp_input: instance,
          status: isDown ? 'failed' : 'success',
          ...(isDown && { error: 'MISP did not answer within 200 seconds (read_timeout)' }),
          duration: 3 + random(20),
          attributes: random(200),
          deleted: random(5),
          events: random(10),
          sightings: random(20),
          requests: 4 + random(4),
          waited: random(3),
          lag: 60 + random(300),
        },
      });
    }
  }
  return written;
}

/** Whole numbers from 0, the same in every run: a linear congruential generator with the constants of Numerical Recipes. */
function randomNumbers(): Random {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
