import { TAGS } from './attribute-shape.ts';
import type { MispEvent } from './event-types.ts';
import { Checker, listPart, objectPart } from './shape.ts';

const optional = { kind: 'text', optional: true } as const;
const digits = { kind: 'digits', optional: true } as const;
const ORGANISATION = objectPart({ members: {} });

/** Checks an event of events/restSearch without its attributes and objects. Only the id is required. */
export const eventChecker = new Checker<MispEvent>({
  members: {
    id: { kind: 'id' },
    ...{ uuid: optional, info: optional, date: optional, distribution: optional },
    ...{ org_id: optional, orgc_id: optional, sharing_group_id: optional },
    ...{ timestamp: digits, publish_timestamp: digits },
  },
  parts: { Org: ORGANISATION, Orgc: ORGANISATION, Tag: listPart(TAGS) },
});
