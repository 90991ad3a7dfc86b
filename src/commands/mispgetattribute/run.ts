import { plural } from '../../common/plural.ts';
import { ColumnLimit } from '../../indicators/columns.ts';
import { isAllowedAsField } from '../../indicators/reserved-names.ts';
import { enrichmentText } from '../../indicators/values.ts';
import { MAX_SMALL_RESPONSE_BYTES } from '../../misp/http/bounds.ts';
import type { MispClient } from '../../misp/client.ts';
import { concurrently } from '../../misp/concurrently.ts';
import { BadResponseError, NotFoundError } from '../../misp/errors.ts';
import { isIdOrUuid } from '../../misp/query/ids.ts';
import type { Context, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { ResultSize } from '../shared/result-size.ts';
import { reportClientWarnings } from '../shared/client-warnings.ts';
import { FieldCheck, quotedShort, fieldValues } from '../shared/record-fields.ts';
import type { GetAttributeValues } from './options.ts';

const CONCURRENT_REQUESTS = 3;
/** Limits of the cache that is kept for the next chunk. */
const MAX_CACHED = 10_000;
const MAX_CACHED_CHARACTERS = 5_000_000;
const ID_FIELD = 'attributeid';

/** One run of `mispgetattribute`. */
export class AttributeRun implements Transformer {
  readonly #values: GetAttributeValues;
  readonly #instance: string;
  readonly #client: MispClient;
  readonly #context: Context<unknown>;
  /** Fields by id; undefined for attributes that MISP does not have. */
  readonly #cache = new Map<string, Row | undefined>();
  readonly #field: FieldCheck | undefined;
  readonly #columns = new ColumnLimit('dropped');
  /** Whether the cache is too large to be kept for the next chunk. */
  #isLarge = false;
  #missing = 0;
  #unnamed = 0;
  #firstUnnamed = '';

  constructor(values: GetAttributeValues, instance: string, client: MispClient, context: Context<unknown>) {
    this.#values = values;
    this.#instance = instance;
    this.#client = client;
    this.#context = context;
    this.#field = values.attributeid === undefined ? new FieldCheck(ID_FIELD) : undefined;
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    this.#field?.observe(rows);
    const ids = rows.map((row) => this.#idOf(row));
    if (this.#cache.size > MAX_CACHED || this.#isLarge) this.#cache.clear();
    const read = newResultSize();
    const added = newResultSize();
    const unknown = [...new Set(ids)].flatMap((id) => (id === undefined || this.#cache.has(id) ? [] : id));
    await concurrently(unknown, CONCURRENT_REQUESTS, async (id) => {
      const fields = await this.#read(id);
      if (fields) read.add(fields);
      this.#cache.set(id, fields);
    });
    this.#isLarge = read.characters > MAX_CACHED_CHARACTERS;
    return rows.map((row, index) => {
      const id = ids[index];
      if (id === undefined) return row;
      const fields = this.#cache.get(id);
      if (fields) added.add(fields);
      else this.#missing += 1;
      return { ...row, ...fields };
    });
  }

  end(): readonly Row[] {
    this.#client.close();
    reportClientWarnings(this.#client, this.#context);
    if (this.#missing > 0) {
      this.#context.message(
        'INFO',
        `${plural(this.#missing, 'result')} unchanged: MISP does not have their attributes, or the key may not see them.`,
      );
    }
    const warning = this.#field?.warning ?? this.#unnamedWarning();
    for (const text of [warning, this.#columns.warning])
      if (text !== undefined) this.#context.message('WARN', text);
    return [];
  }

  /** The id or uuid of the attribute; undefined when the result names none. */
  #idOf(row: Row): string | undefined {
    const id = (this.#values.attributeid ?? fieldValues(row, ID_FIELD)[0] ?? '').trim().toLowerCase();
    if (isIdOrUuid(id)) return id;
    if (this.#unnamed === 0) this.#firstUnnamed = id;
    this.#unnamed += 1;
    return undefined;
  }

  #unnamedWarning(): string | undefined {
    if (this.#unnamed === 0) return undefined;
    const first = this.#firstUnnamed === '' ? 'is blank' : `is ${quotedShort(this.#firstUnnamed)}`;
    return `${plural(this.#unnamed, 'result')} unchanged: set their field ${ID_FIELD} to the ID (digits) or UUID of an attribute. The first ${first}.`;
  }

  async #read(id: string): Promise<Row | undefined> {
    try {
      const { body } = await this.#client.call(
        { method: 'GET', path: `/attributes/view/${id}`, maxBytes: MAX_SMALL_RESPONSE_BYTES },
        this.#context.signal,
      );
      const attribute =
        typeof body === 'object' && body !== null && 'Attribute' in body ? body.Attribute : undefined;
      if (typeof attribute === 'object' && attribute !== null)
        return this.#fieldsOf(attribute as Readonly<Record<string, unknown>>);
      throw new BadResponseError(
        this.#instance,
        `the response is JSON, but not an attribute. Look at attribute ${id} in MISP.`,
      );
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  #fieldsOf(attribute: Readonly<Record<string, unknown>>): Row {
    const { fields, prefix = '' } = this.#values;
    const members = Object.entries(attribute).filter(
      ([name]) => isAllowedAsField(name) && (fields?.includes(name) ?? true),
    );
    return Object.fromEntries(
      members
        .map(([name, value]) => [prefix + name, enrichmentText(value)] as const)
        .filter(([name]) => this.#columns.admit(name)),
    );
  }
}

function newResultSize(): ResultSize {
  return new ResultSize('mispgetattribute', 'Select fewer members (fields).');
}
