/** Different names of fields in the results of one search, beside those that are always there. MISP has some 200 types. */
const MAX_NAMES = 2000;
/** Names that are longer are values that stand where names should. */
const MAX_NAME_LENGTH = 200;

/**
 * Splunk's own fields, as its documentation of default fields has them: what MISP calls so would be taken for them.
 * `timestamp` is not among them: it is MISP's name for the time of a change, and Splunk's says only where a time was found.
 */
const SPLUNK_FIELDS: ReadonlySet<string> = new Set([
  ...['host', 'source', 'sourcetype', 'index', 'splunk_server', 'splunk_server_group'],
  ...['linecount', 'punct', 'timestartpos', 'timeendpos', 'eventtype', 'tag'],
  ...['hour', 'mday', 'minute', 'month', 'second', 'wday', 'year', 'zone'].map((part) => `date_${part}`),
]);

/** Whether a field of that name would mean something to Splunk: its own fields, internal ones, `__mv_…`, `tag::…`. */
export function isSplunkField(name: string): boolean {
  return name.startsWith('_') || name.startsWith('tag::') || SPLUNK_FIELDS.has(name);
}

/**
 * Which fields the results of a search get, where MISP chooses the names: each of them is a column of all results, also
 * of those that have nothing there. What is left out is in `_raw` only.
 */
export class Columns {
  readonly #names = new Set<string>();
  readonly #elsewhere: string;
  /** Some fields, or values of them, had to be left out. */
  isFull = false;

  /** @param elsewhere where fields are that are left out: completes "The others are …" */
  constructor(elsewhere = 'in _raw only') {
    this.#elsewhere = elsewhere;
  }

  /** A sentence for who searches, when some fields had to be left out. */
  get warning(): string | undefined {
    return this.isFull
      ? `MISP's answer has more than ${MAX_NAMES} different names of fields, or of values of one. The others are ${this.#elsewhere}.`
      : undefined;
  }

  /** Whether there is room for a field of that name. */
  has(name: string): boolean {
    if (this.#names.has(name)) return true;
    if (this.#names.size >= MAX_NAMES || name.length > MAX_NAME_LENGTH) {
      this.isFull = true;
      return false;
    }
    this.#names.add(name);
    return true;
  }
}
