/** Distinct field names in the results of one search, beside the fixed fields. MISP has about 200 types. */
const MAX_COLUMNS = 2000;
/** A longer name is a value in the place of a name. */
const MAX_NAME_LENGTH = 200;

/**
 * Splunk's own fields, from its documentation of default fields. A field of MISP must not have such a name.
 * `timestamp` is not in the list: it is MISP's time of a change, and Splunk's field says only where a time was found.
 */
const SPLUNK_FIELDS: ReadonlySet<string> = new Set([
  ...['host', 'source', 'sourcetype', 'index', 'splunk_server', 'splunk_server_group'],
  ...['linecount', 'punct', 'timestartpos', 'timeendpos', 'eventtype', 'tag'],
  ...['hour', 'mday', 'minute', 'month', 'second', 'wday', 'year', 'zone'].map((part) => `date_${part}`),
]);

/** Whether a field name has a meaning in Splunk: default fields, internal fields, `__mv_…`, `tag::…`. */
export function isSplunkField(name: string): boolean {
  return name.startsWith('_') || name.startsWith('tag::') || SPLUNK_FIELDS.has(name);
}

/**
 * Limits the fields whose names come from MISP: each is a column of all results, even of those without a value. Dropped
 * fields are in `_raw` only.
 */
export class ColumnLimit {
  readonly #names = new Set<string>();
  readonly #elsewhere: string;
  /** Some fields, or values of a field, were dropped. */
  hasDropped = false;

  /** @param elsewhere where the dropped fields are: completes "The others are …" */
  constructor(elsewhere = 'in _raw only') {
    this.#elsewhere = elsewhere;
  }

  /** A message for the search when fields were dropped. */
  get warning(): string | undefined {
    return this.hasDropped
      ? `The response of MISP has more than ${MAX_COLUMNS} different field names, or too many values of one field. The others are ${this.#elsewhere}.`
      : undefined;
  }

  /** Adds a field name unless the limit is reached. @returns whether the field is kept */
  admit(name: string): boolean {
    if (this.#names.has(name)) return true;
    if (this.#names.size >= MAX_COLUMNS || name.length > MAX_NAME_LENGTH) {
      this.hasDropped = true;
      return false;
    }
    this.#names.add(name);
    return true;
  }
}
