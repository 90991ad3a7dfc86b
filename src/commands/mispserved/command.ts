import { plural } from '../../common/plural.ts';
import { filterOptions } from '../../indicators/filter-options.ts';
import { feedAccepts } from '../../intel/feeds/feed-scope.ts';
import type { MispClient } from '../../misp/client.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import { type Context, defineCommand, type Transformer } from '../../protocol/command.ts';
import { OptionError, textOption, type Values } from '../../protocol/options.ts';
import type { Row } from '../../protocol/rows.ts';
import { includeOptions } from '../shared/attribute-options.ts';
import { InstanceError } from '../../splunkd/errors.ts';
import type { Instances } from '../../splunkd/instances.ts';
import { servedQuery } from '../shared/attribute-query.ts';
import { reportClientWarnings } from '../shared/client-warnings.ts';
import type { Services } from '../shared/services.ts';

/** Uuids in one request of 80 kB: one less than a page, so that one response has all attributes. */
const BATCH_SIZE = 1999;

const options = {
  ...filterOptions,
  // These have no effect here. They are accepted since a macro with them is shared with mispgetioc.
  ...includeOptions,
  field: textOption(
    {
      hint: '<field>',
      default: 'misp_attribute_uuid',
      text: "The field with the attribute's UUID.",
    },
    parseField,
  ),
  feed_field: textOption(
    {
      hint: '<field>',
      text: "The field with a feed's name (ip, domain, …): an attribute whose type the feed no longer includes counts as not served.",
    },
    parseField,
  ),
};

type ServedValues = Values<typeof options>;

export const mispserved = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispserved',
  summary: 'Checks whether MISP still serves attributes.',
  description:
    'Asks the MISP instance of each row (field misp_instance) for the attribute with the UUID of the row, and adds misp_served: True, or False when it is deleted, withdrawn by its filters, no longer published or no longer visible. Rows of an instance that is not set up, or is disabled, get Unknown.',
  options,
  maxInputs: 10_000,
  examples: [
    {
      search: '| inputlookup misp_es_ip_state | mispserved to_ids=true | search misp_served=False',
      text: 'Addresses that should leave the lookup.',
    },
  ],
  begin: (values, context) => new ServedRun(values, context),
});

interface RowToCheck {
  readonly row: Row;
  readonly instance: string;
  readonly uuid: string;
}

/** The attributes that MISP serves, by uuid; undefined when the instance cannot be queried. */
type Served = ReadonlyMap<string, Attribute> | undefined;

class ServedRun implements Transformer {
  readonly #values: ServedValues;
  readonly #context: Context<Services>;
  readonly #instances: Promise<Instances>;
  readonly #clients = new Map<string, { readonly client: MispClient; readonly batch: number }>();
  readonly #counts = new Map<string, { all: number; removed: number }>();
  /** Why an instance cannot be queried, by its name. */
  readonly #unusable = new Map<string, string>();

  constructor(values: ServedValues, context: Context<Services>) {
    this.#values = values;
    this.#context = context;
    this.#instances = Promise.resolve(context.services.instances(context.info));
    // The first row that needs it reports the failure.
    this.#instances.catch(() => undefined);
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    const rowsToCheck = rows.map((row) => ({
      row,
      instance: textOf(row, 'misp_instance'),
      uuid: textOf(row, this.#values.field).toLowerCase(),
    }));
    const served = new Map<string, Served>();
    for (const instance of new Set(rowsToCheck.map((one) => one.instance))) {
      const uuids = rowsToCheck.filter((one) => one.instance === instance).map((one) => one.uuid);
      served.set(instance, await this.#servedBy(instance, [...new Set(uuids)]));
    }
    return rowsToCheck.map((one) => ({
      ...one.row,
      misp_served: this.#statusOf(one, served.get(one.instance)),
    }));
  }

  end(): readonly Row[] {
    for (const [instance, { all, removed }] of this.#counts)
      this.#context.message(
        'INFO',
        `${instance} no longer serves the attributes of ${removed} of ${plural(all, 'row')}.`,
      );
    for (const [instance, reason] of this.#unusable)
      this.#context.message(
        'WARN',
        `Rows of ${instance} were not compared with MISP and are unchanged: ${reason}`,
      );
    for (const { client } of this.#clients.values()) {
      reportClientWarnings(client, this.#context);
      client.close();
    }
    return [];
  }

  #statusOf({ row, instance, uuid }: RowToCheck, served: Served): 'True' | 'False' | 'Unknown' {
    if (!served) return 'Unknown';
    const attribute = served.get(uuid);
    const isServed = attribute !== undefined && this.#isInFeed(row, attribute);
    const { all, removed } = this.#counts.get(instance) ?? { all: 0, removed: 0 };
    this.#counts.set(instance, { all: all + 1, removed: removed + Number(!isServed) });
    return isServed ? 'True' : 'False';
  }

  #isInFeed(row: Row, { type, object_relation }: Attribute): boolean {
    const { feed_field } = this.#values;
    const feed = feed_field === undefined ? undefined : row[feed_field];
    const field = row['misp_intel_field'];
    if (typeof feed !== 'string' || typeof field !== 'string') return true;
    return feedAccepts(feed, field, { type, relation: object_relation ?? '' });
  }

  async #servedBy(instance: string, uuids: readonly string[]): Promise<Served> {
    const connected = await this.#connect(instance);
    if (!connected) return undefined;
    const { client, batch } = connected;
    const served = new Map<string, Attribute>();
    for (let start = 0; start < uuids.length; start += batch) {
      const query = servedQuery(this.#values, uuids.slice(start, start + batch));
      for await (const page of client.attributes(query, { pageSize: batch + 1 }, this.#context.signal))
        for (const attribute of page) served.set(attribute.uuid.toLowerCase(), attribute);
    }
    return served;
  }

  /** An instance that was renamed, disabled or deleted does not fail the search, so that the others are compared. */
  async #connect(instance: string) {
    const existing = this.#clients.get(instance);
    if (existing || this.#unusable.has(instance)) return existing;
    try {
      const { connection } = await (await this.#instances).getOnly(instance);
      // Loaded when the search runs, so that getinfo is answered at once.
      const { searchClient } = await import('../shared/search-client.ts');
      const batch = Math.min(BATCH_SIZE, connection.pageSize - 1);
      const connected = { client: searchClient(this.#context.info, connection), batch };
      this.#clients.set(instance, connected);
      return connected;
    } catch (error) {
      if (!(error instanceof InstanceError)) throw error;
      this.#unusable.set(instance, error.message);
      return undefined;
    }
  }
}

/** A row names no attribute or no instance. */
class NoAttributeError extends Error {
  override readonly name = 'NoAttributeError';
}

function textOf(row: Row, field: string): string {
  const value = row[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new NoAttributeError(
    `A row has no ${field}: mispserved needs misp_instance and the UUID of the attribute in each row.`,
  );
}

function parseField(text: string): string {
  if (/^\w+$/.test(text)) return text;
  throw new OptionError('must be the name of a field');
}
