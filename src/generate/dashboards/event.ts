import { SEARCHES } from './event-searches.ts';
import { LOOK_UP, MISP_LINK } from './links.ts';
import { bars, HIDDEN, single, table } from './panels.ts';
import type { Dashboard } from './types.ts';

const INDEXED = 'From the index';

export const event: Dashboard = {
  name: 'misp_event',
  label: 'MISP event',
  description:
    'One event of MISP: its attributes, objects, tags, sightings, and what was seen of it in your data.',
  inputs: {
    event: { kind: 'text', title: 'Event: ID or UUID', token: 'event', isRequired: true },
    instance: { kind: 'text', title: 'MISP instance', token: 'instance' },
  },
  searches: SEARCHES,
  panels: shownWithEvent({
    missing: table('Not in the index', 'missing', { State: 200 }),
    details: table(
      'Event',
      'details',
      {
        ...{ Event: 150, Instance: 75, ID: 55, Organisation: 85, Date: 80, Threat: 65, Analysis: 70 },
        ...{ Published: 75, Changed: 80 },
      },
      { description: 'Click MISP to open it there', links: [MISP_LINK], options: HIDDEN },
    ),
    number: single('Attributes', 'number', false, { description: INDEXED }),
    detection: single('With IDS flag', 'detection', false, { description: INDEXED }),
    objects: single('Objects', 'objects', false, { description: INDEXED }),
    hits: single('Seen in your data', 'hits', false, { description: 'Times, by the event ID' }),
    sighted: single('Sightings', 'sighted', false, { description: 'By the event ID' }),
    false_positives: single('False positives', 'false_positives', true, { description: 'By the event ID' }),
    by_type: bars('Attributes by type', 'by_type', { description: INDEXED }),
    tags: table(
      'Tags and galaxies',
      'tags',
      { Tag: 95 },
      {
        description: 'Click a tag for all indicators that have it',
        links: [{ url: '/app/SA-misp/misp_indicators?form.tag=$row._tag.value|u$', columns: ['Tag'] }],
        options: HIDDEN,
      },
    ),
    matches: table(
      'Seen in your data',
      'matches',
      { Last: 80, Value: 100, Kind: 65, Asset: 75 },
      { description: 'By the event ID. Click a value to look it up', links: [LOOK_UP] },
    ),
    parts: table('Objects', 'parts', { Object: 80, Attributes: 540, Number: 80 }, { description: INDEXED }),
    list: table(
      'Attributes',
      'list',
      {
        ...{ Category: 80, Type: 75, Value: 170, IDS: 50, TLP: 60, Seen: 55, Reported: 80 },
        ...{ Comment: 80, Changed: 80 },
      },
      {
        description: 'Withdrawn ones last. Click a value to look it up',
        links: [LOOK_UP],
        options: { count: 20 },
      },
    ),
    recent: table(
      'Latest events',
      'recent',
      { Changed: 85, Event: 240, Organisation: 90, Threat: 70, TLP: 70, Attributes: 85, ID: 60 },
      {
        description: 'Changed in the last 30 days. Click one to see it here',
        options: { count: 10 },
        pivots: [
          { token: 'event', field: 'ID', columns: ['Event', 'ID'] },
          { token: 'instance', field: 'Instance', columns: ['Event', 'ID'] },
        ],
      },
    ),
    failed: table(
      'MISP instances that did not respond',
      'failed',
      { Instance: 120 },
      { description: 'Their attributes are missing below' },
    ),
    live: table(
      'Attributes in MISP now',
      'live',
      { Event: 120, Instance: 70, Category: 85, Type: 75, Value: 170, IDS: 50, Tags: 110, Comment: 90 },
      {
        description: 'Read from MISP with your permissions; the first 100. Click a value to look it up',
        links: [LOOK_UP],
        options: { count: 20 },
      },
    ),
  }),
  tabs: [
    {
      label: 'In the index',
      rows: [
        { height: 140, panels: { missing: 1200 } },
        { height: 180, panels: { details: 1200 } },
        {
          height: 130,
          panels: {
            number: 200,
            detection: 200,
            objects: 200,
            hits: 200,
            sighted: 200,
            false_positives: 200,
          },
        },
        { height: 360, panels: { by_type: 300, tags: 300, matches: 600 } },
        { height: 820, panels: { list: 1200 } },
        { height: 360, panels: { parts: 1200 } },
        { height: 480, panels: { recent: 1200 } },
      ],
    },
    {
      label: 'In MISP now',
      rows: [
        { height: 180, panels: { failed: 1200 } },
        { height: 820, panels: { live: 1200 } },
      ],
    },
  ],
};

/** Panels of an event are there when there is one, so that somebody who has not named any sees the latest events. */
function shownWithEvent(panels: Dashboard['panels']): Dashboard['panels'] {
  return Object.fromEntries(
    Object.entries(panels).map(([name, panel]) => [
      name,
      name === 'recent' || name === 'live' ? panel : { ...panel, isHiddenWhenEmpty: true },
    ]),
  );
}
