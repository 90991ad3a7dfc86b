import type { ColumnLimit } from '../../indicators/columns.ts';
import { eventAttributeRows } from '../../indicators/event-attributes.ts';
import { eventFields } from '../../indicators/event-rows.ts';
import { jsonRow } from '../../indicators/json-rows.ts';
import { metadataOf } from '../../indicators/metadata.ts';
import { rowOf } from '../../indicators/table-rows.ts';
import type { MispClient } from '../../misp/client.ts';
import type { MispEvent, MispObject } from '../../misp/rows/event-types.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import type { Query } from '../../misp/query/query.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import type { WholeEvent } from '../../misp/walks/whole-events.ts';
import type { Row } from '../../protocol/rows.ts';

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
  /** The columns of the whole search so far. */
  readonly columns: ColumnLimit;
}

/**
 * The rows of the events that a query finds, in batches: a row for each event or, with getioc, for each attribute. `_time`
 * is the time of the last change of the event or attribute. @throws QueryError before the first request; MispError
 */
export async function* eventRows(
  client: MispClient,
  query: Query,
  extent: Extent,
  shape: EventShape,
  signal: AbortSignal,
): AsyncGenerator<Row[]> {
  // Galaxies are the largest part of an event, and rows of attributes have none, so ask for them only if needed.
  const needsGalaxies = shape.keepGalaxy && (shape.asJson || !shape.getioc);
  const body = needsGalaxies ? query : { ...query, excludeGalaxy: true };
  if (shape.getioc)
    for await (const event of client.wholeEvents(body, extent, signal)) yield* rowsInEvent(event, shape);
  else
    for await (const page of client.events({ ...body, metadata: true }, extent, signal))
      yield page.map((event) => rowOfEvent(event, shape));
}

function rowOfEvent(event: MispEvent, shape: EventShape): Row {
  const { prefix, instance, url } = shape;
  const metadata = metadataOf(instance, url, 'misp:event');
  if (shape.asJson) {
    const { Attribute, Object: objects, ...rest } = withoutParts(event, shape);
    return jsonRow(rest, metadata, shape.columns);
  }
  const fields = { ...eventFields(event, shape), [`${prefix}timestamp`]: event.timestamp ?? '' };
  return rowOf({ _time: event.timestamp ?? '', ...fields }, metadata, shape);
}

function* rowsInEvent(whole: WholeEvent, shape: EventShape): Generator<Row[]> {
  const { instance, url, attributeLimit } = shape;
  const metadata = metadataOf(instance, url);
  const event = shape.keepSightings ? whole : withoutSightings(whole);
  if (shape.asJson) {
    whole.assertFitsMemory();
    const parts = { Attribute: [...event.attributes()], Object: [...event.objects()] };
    yield [jsonRow({ ...withoutParts(event.event, shape), ...parts }, metadata, shape.columns)];
    return;
  }
  const options = { ...shape, attributeLimit: attributeLimit === 0 ? Infinity : attributeLimit };
  for (const rows of eventAttributeRows(event, options))
    yield rows.map((row) => rowOf({ _time: whole.event.timestamp ?? '', ...row }, metadata, shape));
}

/** MISP sends sightings with whole events in any case, so remove them here. */
function withoutSightings({ attributes, objects, ...rest }: WholeEvent): WholeEvent {
  const without = (attribute: Attribute): Attribute => ({ ...attribute, Sighting: [] });
  return {
    ...rest,
    *attributes() {
      for (const one of attributes()) yield without(one);
    },
    *objects() {
      for (const object of objects())
        yield { ...object, Attribute: (object.Attribute ?? []).map(without) } satisfies MispObject;
    },
  };
}

function withoutParts(event: MispEvent, { keepGalaxy, keepRelated }: EventShape): MispEvent {
  const { Galaxy, RelatedEvent, ...rest } = event;
  return {
    ...rest,
    ...(keepGalaxy && Galaxy !== undefined && { Galaxy }),
    ...(keepRelated && RelatedEvent !== undefined && { RelatedEvent }),
  };
}
