/**
 * Datasets of Splunk's Common Information Model, as far as searches here name them: the tags that make an event one of theirs,
 * and their fields. Names are those of the field reference of the add-on's manual (6.0); the texts are our own.
 *
 * https://docs.splunk.com/Documentation/CIM/6.0.0/User/Overview
 */
export interface Dataset {
  /** All of these are among an event's tags. */
  readonly tags: readonly string[];
  /** Fields that read `unknown` where an event has none: the model calculates them so. */
  readonly filled: readonly string[];
  readonly fields: readonly string[];
}

/** `<model>.<dataset>`, as tstats names it after `datamodel=`. */
export const DATASETS: Readonly<Record<string, Dataset>> = {
  'Network_Resolution.DNS': {
    tags: ['network', 'resolution', 'dns'],
    filled: ['answer', 'dest', 'message_type', 'query', 'src', 'vendor_product'],
    fields: [
      ...[
        'additional_answer_count',
        'answer_count',
        'authority_answer_count',
        'dest_port',
        'duration',
        'name',
      ],
      ...['query_count', 'query_type', 'record_type', 'reply_code', 'reply_code_id', 'response_time'],
      ...['src_port', 'transaction_id', 'transport', 'ttl'],
    ],
  },
};

/** Fields that every dataset has by itself, which searches name without the dataset. */
export const BASE_FIELDS = ['_time', '_indextime', 'host', 'source', 'sourcetype', 'index'];
