import { NumberSet } from '../../common/number-set.ts';
import { AttributeTables } from '../../indicators/attribute-tables.ts';
import { ColumnLimit } from '../../indicators/columns.ts';
import { jsonRow } from '../../indicators/json-rows.ts';
import { metadataOf } from '../../indicators/metadata.ts';
import type { MispClient } from '../../misp/client.ts';
import type { Query } from '../../misp/query/query.ts';
import type { AttributeList } from '../../misp/rows/attribute-list.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import type { Context } from '../../protocol/command.ts';
import { type Table, tableOf } from '../../protocol/table.ts';
import type { Instance } from '../../splunkd/instances.ts';
import { attributeQueries, isFilteredOut } from '../shared/attribute-query.ts';
import type { Services } from '../shared/services.ts';
import { extentOf, type GetIocValues, timeRangeOf, withToIds } from './options.ts';

/** Rows in one response to splunkd: few, so that the first ones show soon and need little memory. */
const BATCH_ROWS = 500;

/** The attributes of one MISP instance as tables of rows. @throws QueryError before the first request; MispError */
export async function* attributeTables(
  client: MispClient,
  { prefix, connection: { name, url } }: Instance,
  values: GetIocValues,
  context: Context<Services>,
): AsyncGenerator<Table> {
  const { pipesplit, add_description: description, output } = values;
  const filterValues = withToIds(values);
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
        isWithdrawn: (attribute: Attribute) => isFilteredOut(filterValues, attribute),
      }),
    },
    values.expand_object,
  );
  const queries = attributeQueries(filterValues, timeRangeOf(values, context.info));
  const metadata = metadataOf(name, url);
  const columns = new ColumnLimit();
  let attributeCount = 0;
  let rowCount = 0;
  const counted = (table: Table) => {
    rowCount += table.rows.length;
    context.metric(`misp.${name}`, [
      client.requestStats.seconds,
      client.requestStats.requests,
      attributeCount,
      rowCount,
    ]);
    return table;
  };
  for await (const page of attributePages(client, queries, values, context.signal)) {
    attributeCount += page.length;
    for (let start = 0; start < page.length; start += BATCH_ROWS) {
      const attributes = page.slice(start, start + BATCH_ROWS);
      yield counted(
        output === 'json'
          ? tableOf(attributes.map((attribute) => jsonRow(attribute, metadata, columns)))
          : tables.tableOf(attributes),
      );
    }
  }
  if (columns.warning !== undefined) context.message('WARN', columns.warning);
  if (tables.split > 0) {
    context.message(
      'WARN',
      `${tables.split} objects are split over several rows, because they have too many attributes or got attributes much later. To merge them, use expand_object=true and stats by misp_object_id.`,
    );
  }
  if (!values.expand_object) yield counted(tables.remaining());
}

/** The attributes of all queries. A later query skips the events of earlier ones, which returned all their attributes. */
async function* attributePages(
  client: MispClient,
  queries: readonly Query[],
  values: GetIocValues,
  signal: AbortSignal,
): AsyncGenerator<AttributeList | readonly Attribute[]> {
  const seenEventIds = new NumberSet();
  for (const [index, query] of queries.entries()) {
    const queryEventIds = new Set<number>();
    const extent = extentOf(values, query);
    const pages =
      values.output === 'json'
        ? client.attributes(query, extent, signal)
        : client.declaredAttributes(query, extent, signal);
    for await (const page of pages) {
      if (queries.length > 1) for (const { event_id } of page) queryEventIds.add(Number(event_id));
      yield index === 0 ? page : page.slice().filter(({ event_id }) => !seenEventIds.has(Number(event_id)));
    }
    for (const id of queryEventIds) seenEventIds.add(id);
  }
}
