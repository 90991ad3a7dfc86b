import { eventAttributeRows } from '../indicators/event-attributes.ts';
import { eventFields } from '../indicators/event-rows.ts';
import { flatRow } from '../indicators/flat-rows.ts';
import { metadataOf } from '../indicators/metadata.ts';
import { rowOf } from '../indicators/table-rows.ts';
import type { MispEvent } from '../misp/event-types.ts';
import type { Attribute } from '../misp/types.ts';
import type { Row } from '../protocol/rows.ts';

export interface EventShape {
  readonly prefix: string;
  readonly instance: string;
  readonly url: string;
  readonly getioc: boolean;
  readonly asJson: boolean;
  readonly expandObject: boolean;
  readonly pipesplit: boolean;
  /** 0 for all. */
  readonly attributeLimit: number;
  readonly keepGalaxy: boolean;
  readonly keepRelated: boolean;
  readonly keepSightings: boolean;
}

/** An event as the rows of a search: itself, or its attributes. `_time` is that of its last change, or of theirs. */
export function rowsOfEvent(whole: MispEvent, shape: EventShape): Row[] {
  const { instance, url, getioc, asJson, attributeLimit } = shape;
  const event = shape.keepSightings ? whole : withoutSightings(whole);
  const metadata = metadataOf(instance, url, getioc ? 'misp:attribute' : 'misp:event');
  if (asJson) return [flatRow(withoutParts(event, shape), metadata)];
  const rows = getioc
    ? eventAttributeRows(event, {
        ...shape,
        attributeLimit: attributeLimit === 0 ? Infinity : attributeLimit,
      })
    : [{ ...eventFields(event, shape), [`${shape.prefix}timestamp`]: event.timestamp ?? '' }];
  return rows.map((row) => rowOf({ _time: event.timestamp ?? '', ...row }, metadata));
}

/** MISP sends them with events whether or not it is asked to. */
function withoutSightings(event: MispEvent): MispEvent {
  const without = (attribute: Attribute): Attribute => ({ ...attribute, Sighting: [] });
  return {
    ...event,
    ...(event.Attribute && { Attribute: event.Attribute.map(without) }),
    ...(event.Object && {
      Object: event.Object.map((object) => ({
        ...object,
        ...(object.Attribute && { Attribute: object.Attribute.map(without) }),
      })),
    }),
  };
}

function withoutParts(event: MispEvent, { getioc, keepGalaxy, keepRelated }: EventShape): MispEvent {
  const { Galaxy, RelatedEvent, Attribute, Object: objects, ...rest } = event;
  return {
    ...rest,
    ...(keepGalaxy && Galaxy !== undefined && { Galaxy }),
    ...(keepRelated && RelatedEvent !== undefined && { RelatedEvent }),
    ...(getioc && Attribute !== undefined && { Attribute }),
    ...(getioc && objects !== undefined && { Object: objects }),
  };
}
