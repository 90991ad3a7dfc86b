import { filterOptions } from '../indicators/filter-options.ts';
import type { MispClient } from '../misp/client.ts';
import { type Context, defineCommand, type Transformer } from '../protocol/command.ts';
import { OptionError, textOption } from '../protocol/options.ts';
import type { Row } from '../protocol/rows.ts';
import { includeOptions } from './attribute-options.ts';
import { servedQuery } from './attribute-query.ts';
import type { Services } from './services.ts';
import type { Values } from '../protocol/options.ts';

/**
 * Asked for at once: 80 kB of a request. One less than a page, and no round number, for else MISP would be asked whether
 * another page follows.
 */
const BATCH = 1999;

const options = {
  ...filterOptions,
  // Without effect: the macro that says which indicators is written for mispgetioc.
  ...includeOptions,
  field: textOption(
    {
      hint: '<field>',
      default: 'misp_attribute_uuid',
      text: "The field with the attribute's uuid.",
    },
    parseField,
  ),
};

type Given = Values<typeof options>;

export const mispserved = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispserved',
  summary: 'Says of attributes whether MISP still serves them.',
  description:
    'Asks the MISP instance of each row (field misp_instance) for the attribute of that uuid, many at once, and adds misp_served: True, or False when it is deleted, withdrawn by its filters, no longer published or no longer to be seen.',
  options,
  maxInputs: 10_000,
  examples: [
    {
      search: '| inputlookup misp_es_ip_state | mispserved to_ids=true | search misp_served=False',
      text: 'Addresses that should leave the lookup.',
    },
  ],
  begin: (values, context) => new Check(values, context),
});

class Check implements Transformer {
  readonly #values: Given;
  readonly #context: Context<Services>;
  readonly #clients = new Map<string, Promise<MispClient>>();
  readonly #counts = new Map<string, { all: number; gone: number }>();

  constructor(values: Given, context: Context<Services>) {
    this.#values = values;
    this.#context = context;
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    const asked = rows.map((row) => ({
      row,
      instance: textOf(row, 'misp_instance'),
      uuid: textOf(row, this.#values.field).toLowerCase(),
    }));
    const served = new Map<string, ReadonlySet<string>>();
    for (const instance of new Set(asked.map((one) => one.instance))) {
      const uuids = asked.filter((one) => one.instance === instance).map((one) => one.uuid);
      served.set(instance, await this.#servedBy(instance, [...new Set(uuids)]));
    }
    return asked.map(({ row, instance, uuid }) => ({
      ...row,
      misp_served: served.get(instance)?.has(uuid) === true ? 'True' : 'False',
    }));
  }

  end(): readonly Row[] {
    for (const [instance, { all, gone }] of this.#counts)
      this.#context.message('INFO', `${instance} no longer serves ${gone} of ${all} attributes.`);
    for (const client of this.#clients.values()) {
      void client.then((one) => {
        one.close();
      });
    }
    return [];
  }

  async #servedBy(instance: string, uuids: readonly string[]): Promise<ReadonlySet<string>> {
    const client = await this.#clientOf(instance);
    const served = new Set<string>();
    for (let start = 0; start < uuids.length; start += BATCH) {
      const query = servedQuery(this.#values, uuids.slice(start, start + BATCH));
      for await (const page of client.attributes(query, { pageSize: BATCH + 1 }, this.#context.signal))
        for (const { uuid } of page) served.add(uuid);
    }
    const { all, gone } = this.#counts.get(instance) ?? { all: 0, gone: 0 };
    const missing = uuids.filter((uuid) => !served.has(uuid)).length;
    this.#counts.set(instance, { all: all + uuids.length, gone: gone + missing });
    return served;
  }

  #clientOf(instance: string): Promise<MispClient> {
    const client = this.#clients.get(instance) ?? this.#connect(instance);
    this.#clients.set(instance, client);
    return client;
  }

  async #connect(instance: string): Promise<MispClient> {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ clientFor }, instances] = await Promise.all([
      import('./client-for.ts'),
      this.#context.services.instances(this.#context.info),
    ]);
    return clientFor(this.#context.info, (await instances.only(instance)).connection);
  }
}

/** A row that does not say which attribute of which instance it is. */
class NoAttributeError extends Error {
  override readonly name = 'NoAttributeError';
}

function textOf(row: Row, field: string): string {
  const value = row[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new NoAttributeError(
    `A row has no ${field}: mispserved needs misp_instance and the attribute's uuid in each.`,
  );
}

function parseField(text: string): string {
  if (/^\w+$/.test(text)) return text;
  throw new OptionError('is the name of a field');
}
