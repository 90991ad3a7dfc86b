import { typedValues } from '../../indicators/composites.ts';
import type { Row } from '../../protocol/rows.ts';
import { DOCUMENT_FIELDS, MAX_VALUE_BYTES, VIEWS, type ViewName } from './collection.ts';
import { descriptionOf } from '../rows/description.ts';
import { matchKeyOf } from '../match/match-keys.ts';
import type { Indicator } from '../rows/indicator.ts';
import type { NormaliseOptions } from '../values/normalise.ts';
import type { Weights } from '../weights.ts';

/**
 * The documents of misp_indicators for an attribute or for the attributes of an object. Their key is `misp_key`. Fields
 * named after types are distributed: the first document has the first value of each type, so that a look-up finds the
 * values of an object together, once.
 */
export function toDocuments(
  indicators: readonly Indicator[],
  weights: Weights,
  options: NormaliseOptions,
): readonly Row[] {
  const documents = indicators.flatMap((one) =>
    typedValues(one.type, one.value, true)
      .map(({ name, value }, index) => ({
        indicator: one,
        name: name === 'ip' ? 'ip_dst' : name,
        value: value.trim(),
        part: index + 1,
        view: viewOf(one.type),
      }))
      .filter(({ value }) => value !== '' && Buffer.byteLength(value) <= MAX_VALUE_BYTES),
  );
  const weight = String(weights.weightOf(indicators));
  return documents.map((document) => {
    const sameView = documents.filter(({ view }) => view !== undefined && view === document.view);
    return {
      ...commonFields(document, weight),
      ...matchFields(document, options),
      ...typedFields(sameView, sameView.indexOf(document)),
    };
  });
}

/**
 * Documents that replace those of withdrawn attributes whose value MISP has blanked. Both possible parts are replaced,
 * since the value no longer shows whether it was a composite.
 */
export function toTombstones(indicators: readonly Indicator[]): readonly Row[] {
  return indicators
    .filter(({ isWithdrawn, value }) => isWithdrawn && value.trim() === '')
    .flatMap(({ uuid, instance, timestamp }) =>
      [1, 2].map((part) => ({
        misp_key: documentKey(instance, uuid, part),
        misp_attribute_uuid: uuid,
        misp_instance: instance,
        misp_withdrawn: toBooleanText(true),
        misp_seen: String(timestamp),
      })),
    );
}

/**
 * The instance comes first and has no colon in its name. The creator of an attribute chooses its UUID and must not be
 * able to replace the document of another MISP.
 */
function documentKey(instance: string, uuid: string, part: number): string {
  return `${instance}:${uuid}:${part}`;
}

interface Document {
  readonly indicator: Indicator;
  readonly name: string;
  readonly value: string;
  readonly part: number;
  readonly view: ViewName | undefined;
}

type MatchField = Extract<keyof typeof DOCUMENT_FIELDS, `misp_match_${string}`>;
type CommonFields = Record<Exclude<keyof typeof DOCUMENT_FIELDS, MatchField> | 'misp_key', string>;

function commonFields({ indicator: one, value, part, view }: Document, weight: string): CommonFields {
  const date = new Date(one.timestamp * 1000);
  return {
    misp_key: documentKey(one.instance, one.uuid, part),
    misp_value: value,
    misp_type: one.type,
    misp_category: one.category,
    misp_to_ids: toBooleanText(one.toIds),
    misp_withdrawn: toBooleanText(one.isWithdrawn),
    misp_comment: one.comment,
    misp_description: descriptionOf([one]),
    misp_tag: one.tags.join(', '),
    misp_weight: weight,
    misp_threat_level_id: one.threatLevel,
    misp_attribute_id: one.id,
    misp_attribute_uuid: one.uuid,
    misp_object_id: one.object_id,
    misp_object_relation: one.relation,
    misp_event_id: one.eventId,
    misp_event_uuid: one.eventUuid,
    misp_event_info: one.eventInfo,
    misp_orgc_id: one.orgcId,
    misp_instance: one.instance,
    misp_host: one.host,
    misp_timestamp: String(one.timestamp),
    misp_publish_timestamp: String(one.publishTimestamp),
    misp_seen: String(Math.max(one.timestamp, one.publishTimestamp)),
    misp_datetime: Number.isNaN(date.getTime()) ? '' : date.toISOString(),
    misp_text: one.type === 'text' || one.type === 'comment' ? value : '',
    misp_view: view ?? 'other',
  };
}

/** The search that writes the documents adds since when: it knows what was there before. */
function matchFields(
  { indicator, part }: Document,
  options: NormaliseOptions,
): Partial<Record<MatchField, string>> {
  const match = matchKeyOf(indicator, part, options);
  if (match === undefined) return {};
  return {
    misp_match_key: match.key,
    misp_match_kind: match.kind,
    misp_match_below: toBooleanText(match.matchesBelow),
    ...(match.needs !== undefined && { misp_match_needs: match.needs }),
  };
}

/** @param sameView the documents in the same view @param index which of them it is; -1 when it is in none */
function typedFields(sameView: readonly Document[], index: number): Record<string, string> {
  const fields: Record<string, string> = {};
  if (index < 0) return fields;
  const viewFields = Object.keys(VIEWS[sameView[0]?.view ?? 'web'].fields);
  for (const field of viewFields) {
    const value = sameView.filter(({ name }) => `misp_${name}` === field)[index]?.value;
    if (value !== undefined) fields[field] = value;
  }
  if (fields['misp_user_agent'] !== undefined)
    fields['misp_user_agent_length'] = String(fields['misp_user_agent'].length);
  return fields;
}

function viewOf(type: string): ViewName | undefined {
  const names = Object.keys(VIEWS) as ViewName[];
  return names.find((name) =>
    VIEWS[name].types.some((one: string) =>
      one.endsWith('%') ? type.startsWith(one.slice(0, -1)) : type === one,
    ),
  );
}

function toBooleanText(value: boolean): string {
  return value ? 'True' : 'False';
}
