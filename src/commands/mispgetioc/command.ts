import { filterOptions } from '../../indicators/filter-options.ts';
import type * as Tables from '../../indicators/attribute-tables.ts';
import { ColumnLimit } from '../../indicators/columns.ts';
import { jsonRow } from '../../indicators/json-rows.ts';
import { metadataOf } from '../../indicators/metadata.ts';
import { NumberSet } from '../../common/number-set.ts';
import type { MispClient } from '../../misp/client.ts';
import { QueryError } from '../../misp/errors.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import type { Query } from '../../misp/query/query.ts';
import type { AttributeList } from '../../misp/rows/attribute-list.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import { type Context, defineCommand, type SearchInfo } from '../../protocol/command.ts';
import { booleanOption, choiceOption, integerOption, type Values } from '../../protocol/options.ts';
import { type Table, tableOf } from '../../protocol/table.ts';
import { includeOptions, shapeOptions, windowOptions } from '../shared/attribute-options.ts';
import {
  attributeQueries,
  checkPageSize,
  givenExtent,
  isWithdrawn,
  queryMistakes,
  type TimeRange,
} from '../shared/attribute-query.ts';
import type { Instance } from '../../splunkd/instances.ts';
import { someInstances } from '../shared/instance-options.ts';
import { checkFilters, warnOfNotes } from '../shared/notes.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: someInstances,
  ...windowOptions,
  time_field: choiceOption({
    values: ['publish_timestamp', 'timestamp'],
    text: "Take the search's own time range, by publication of the event or change of the attribute.",
  }),
  ...filterOptions,
  ...includeOptions,
  limit: integerOption({
    min: 0,
    max: 1_000_000,
    text: 'Rows asked of MISP at once (all pages are read; 0 or absent: as many as is good), or, with page, the size of that page (1000 when absent).',
  }),
  page: integerOption({
    min: 0,
    max: 1_000_000,
    default: 0,
    text: 'Only this page of limit rows; 0 for all.',
  }),
  ...shapeOptions,
  only_to_ids: booleanOption({ deprecated: true, text: 'The same as to_ids=true.' }),
  getuuid: booleanOption({ deprecated: true, text: 'No effect: uuids are always there.' }),
  getorg: booleanOption({ deprecated: true, text: 'No effect: organisation ids are always there.' }),
};

type Given = Values<typeof options>;

export const mispgetioc = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispgetioc',
  summary: 'Lists indicators (attributes) of MISP as search results.',
  description:
    'Asks one or more MISP instances for attributes and gives a row for each, or for each object. Exactly one of json_request, date, eventid, last, publish_timestamp, timestamp, changed or time_field says which.',
  options,
  examples: [
    {
      search: '| mispgetioc misp_instance=misp_covid last=1d',
      text: 'Indicators of events published within a day.',
    },
    {
      search:
        '| mispgetioc misp_instance=misp_covid last=7d to_ids=true type="ip-dst,domain,url" not_tags="tlp:red"',
      text: 'Network indicators of a week for detection, without those marked red.',
    },
    {
      search: '| mispgetioc misp_instance=* time_field=timestamp expand_object=true',
      text: "What changed within the search's own time range, in every instance, a row for each attribute.",
    },
    {
      search:
        '| mispgetioc misp_instance=misp_covid json_request="{\\"eventinfo\\": \\"%ransom%\\", \\"published\\": true}"',
      text: "MISP's own filters.",
    },
  ],
  check(values, info) {
    return queryMistakes(() => {
      attributeQueries(queryValues(values), rangeOf(values, info));
      extentOf(values);
    });
  },
  async *generate(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ clientFor }, tables] = await Promise.all([
      import('../shared/client-for.ts'),
      import('../../indicators/attribute-tables.ts'),
    ]);
    const instances = await context.services.instances(context.info);
    const names = await instances.resolve(values.misp_instance);
    const chosen = await Promise.all(names.map((name) => instances.get(name)));
    for (const instance of chosen) {
      const client = clientFor(context.info, instance.connection);
      try {
        const warnOfFilters = checkFilters(client, values, context);
        yield* tablesOf(client, tables, instance, values, context);
        await warnOfFilters();
        warnOfNotes(client, context);
      } finally {
        client.close();
      }
    }
  },
});

/** Rows of one answer to splunkd: few enough to show soon and to hold cheaply. */
const BATCH_ROWS = 500;

async function* tablesOf(
  client: MispClient,
  { AttributeTables }: typeof Tables,
  { prefix, connection: { name, url } }: Instance,
  values: Given,
  context: Context<Services>,
): AsyncGenerator<Table> {
  const { pipesplit, add_description: description, output } = values;
  const wanted = queryValues(values);
  const tables = new AttributeTables(
    {
      prefix: values.prefix ?? prefix,
      instance: name,
      url,
      pipesplit,
      description,
      inheritedTags: values.geteventtag,
      decayScores: values.include_decay_score,
      ...(values.include_withdrawn && {
        isWithdrawn: (attribute: Attribute) => isWithdrawn(wanted, attribute),
      }),
    },
    values.expand_object,
  );
  const queries = attributeQueries(wanted, rangeOf(values, context.info));
  const metadata = metadataOf(name, url);
  const columns = new ColumnLimit();
  let received = 0;
  let given = 0;
  const count = (table: Table) => {
    given += table.rows.length;
    context.metric(`misp.${name}`, [
      client.requestStats.seconds,
      client.requestStats.requests,
      received,
      given,
    ]);
    return table;
  };
  for await (const page of pagesOf(client, queries, values, context.signal)) {
    received += page.length;
    for (let start = 0; start < page.length; start += BATCH_ROWS) {
      const attributes = page.slice(start, start + BATCH_ROWS);
      yield count(
        output === 'json'
          ? tableOf(attributes.map((one) => jsonRow(one, metadata, columns)))
          : tables.tableOf(attributes),
      );
    }
  }
  if (columns.warning !== undefined) context.message('WARN', columns.warning);
  if (tables.split > 0) {
    context.message(
      'WARN',
      `${tables.split} objects came in several rows: they have more attributes than are held at once, or attributes were added to them much later. Use expand_object=true and stats by misp_object_id to have them whole.`,
    );
  }
  if (!values.expand_object) yield count(tables.remaining());
}

/** The attributes of all queries. What a later one finds of an event that an earlier one has had is known already. */
async function* pagesOf(
  client: MispClient,
  queries: readonly Query[],
  values: Given,
  signal: AbortSignal,
): AsyncGenerator<AttributeList | readonly Attribute[]> {
  const had = new NumberSet();
  for (const [index, query] of queries.entries()) {
    const its = new Set<number>();
    const extent = extentOf(values, query);
    const pages =
      values.output === 'json'
        ? client.attributes(query, extent, signal)
        : client.declaredAttributes(query, extent, signal);
    for await (const page of pages) {
      if (queries.length > 1) for (const { event_id } of page) its.add(Number(event_id));
      yield index === 0 ? page : page.slice().filter(({ event_id }) => !had.has(Number(event_id)));
    }
    for (const id of its) had.add(id);
  }
}

function queryValues(values: Given): Given {
  return values.only_to_ids === true ? { ...values, to_ids: true } : values;
}

function rangeOf(values: Given, info: SearchInfo): TimeRange | undefined {
  const field = values.time_field;
  return field && { field, earliest: info.earliestTime, latest: info.latestTime };
}

const DEFAULT_PAGE_ROWS = 1000;

/** `limit` and `page`, of the options or, before them, of json_request. @throws QueryError */
function extentOf(
  values: Given,
  body: Readonly<Record<string, unknown>> = values.json_request ?? {},
): Extent {
  const limit =
    'limit' in body || values.limit !== undefined ? givenExtent(body, values.limit, 0).limit : undefined;
  const { page } = givenExtent(body, 0, values.page);
  if (limit === 0 && page > 0) throw new QueryError('With page, limit is the size of a page: not 0.');
  if (limit === 0 || (limit === undefined && page === 0)) return {};
  if (page > 0 && values.changed)
    throw new QueryError('changed asks MISP twice: page would be two pages. Leave page out.');
  if (page === 0) return limit === undefined ? {} : { pageSize: limit };
  const size = limit ?? DEFAULT_PAGE_ROWS;
  checkPageSize(size);
  return { only: { page, size } };
}
