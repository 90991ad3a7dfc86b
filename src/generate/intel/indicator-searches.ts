import { COLLECTION } from '../../intel/documents/collection.ts';
import { appendpipe, DROP_RAW } from './subpipelines.ts';

export const UPDATE_DESCRIPTION = `Brings the KV store collection ${COLLECTION} up to date with the indicators that MISP published or changed within the window of the macro misp_indicators_source.`;

export const EXPIRE_DESCRIPTION = `Removes withdrawn indicators, and those that MISP has neither changed nor published for 90 days, from the KV store collection ${COLLECTION}.`;

export function updateSearch(): string {
  return [
    '| mispgetioc `misp_indicators_source` expand_object=true include_context=true include_sightings=false',
    DROP_RAW,
    `| mispintel collection=${COLLECTION} \`misp_match_mapping\``,
    ...SINCE_WHEN,
    ...WITHDRAW_OBSOLETE,
    `| outputlookup append=true key_field=misp_key ${COLLECTION}`,
  ].join('\n');
}

/**
 * Since when a value is looked for: what was there before under the same key keeps its time, so that what was looked for in old
 * data is looked for there once. It is new when its value changed, or when it came back or became one for detection.
 */
const SINCE_WHEN = [
  `| lookup ${COLLECTION} _key AS misp_key OUTPUT misp_match_key AS misp_former_match misp_to_ids AS misp_former_to_ids misp_match_added AS misp_former_added`,
  '| eval misp_match_added=if(misp_former_match=misp_match_key AND misp_former_to_ids=misp_to_ids, coalesce(misp_former_added, now()), now())',
  '| fields - misp_former_match misp_former_to_ids misp_former_added',
];

/** Of a plain attribute, its only document: it may have been a composite whose type was corrected. */
const PLAIN_DOCUMENTS = 'misp_key="*:1" NOT misp_type="*|*"';

/**
 * Withdraws obsolete documents: those with a former key without the instance, and the second half of a former composite.
 * Only the instance of a document withdraws it.
 */
const WITHDRAW_OBSOLETE = [
  withdrawDocuments('misp_key=*', 'substr(misp_key, len(misp_instance) + 2)'),
  withdrawDocuments(PLAIN_DOCUMENTS, 'misp_attribute_uuid.":2"'),
  withdrawDocuments(PLAIN_DOCUMENTS, 'misp_instance.":".misp_attribute_uuid.":2"'),
];

function withdrawDocuments(which: string, formerKey: string): string {
  return appendpipe(
    [
      `search ${which} | eval misp_key=${formerKey}`,
      `| lookup ${COLLECTION} _key AS misp_key OUTPUT misp_instance AS misp_former | where misp_former=misp_instance`,
      '| eval misp_withdrawn="True" | fields misp_key misp_attribute_uuid misp_instance misp_withdrawn misp_seen',
    ].join(' '),
  );
}
