import { ColumnLimit } from '../../indicators/columns.ts';
import { filterQuery } from '../../indicators/filter-query.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import { checkQuery, type Query } from '../../misp/query/query.ts';
import { defineCommand } from '../../protocol/command.ts';
import { booleanOption, integerOption, type Values } from '../../protocol/options.ts';
import { tableOf } from '../../protocol/table.ts';
import { requestedExtent, mistakesOf, timeQueries } from '../shared/attribute-query.ts';
import { includeOptions, shapeOptions } from '../shared/attribute-options.ts';
import { eventFilterOptions, eventShapeOptions, eventWindowOptions } from '../shared/event-options.ts';
import { eventPageSize } from '../shared/event-page-size.ts';
import { someInstances } from '../shared/instance-options.ts';
import { startFilterCheck, reportClientWarnings } from '../shared/client-warnings.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: someInstances,
  ...eventWindowOptions,
  ...eventFilterOptions,
  include_sightings: includeOptions.include_sightings,
  exclude_local_tags: booleanOption({ default: false, text: 'Exclude tags that are local to the instance.' }),
  limit: integerOption({
    min: 0,
    max: 10_000,
    text: 'Events per request to MISP (all pages are read; default: automatic) or, with page, events of that page.',
  }),
  page: integerOption({
    min: 0,
    max: 1_000_000,
    default: 0,
    text: 'Read only this page of limit events; 0: all pages.',
  }),
  ...eventShapeOptions,
  keep_galaxy: booleanOption({ default: true, text: 'Include galaxies.' }),
  output: shapeOptions.output,
};

type GetEventValues = Values<typeof options>;

export const mispgetevent = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispgetevent',
  summary: 'Lists events of MISP, or their attributes, as search results.',
  description:
    'Queries one or more MISP instances and returns a row for each event or, with getioc=true, for each of their attributes and objects, with the fields of the event. Set exactly one of json_request, date, eventid, last, publish_timestamp or timestamp.',
  options,
  examples: [
    {
      search: '| mispgetevent misp_instance=misp last=7d',
      text: 'Events published within a week.',
    },
    {
      search: '| mispgetevent misp_instance=misp eventid=34 getioc=true',
      text: 'All attributes of one event.',
    },
  ],
  check(values) {
    return mistakesOf(() => {
      eventQuery(values);
      extentOf(values);
    });
  },
  async *generate(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ searchClient }, { eventRows }, instances] = await Promise.all([
      import('../shared/search-client.ts'),
      import('../shared/event-rows.ts'),
      context.services.instances(context.info),
    ]);
    const query = eventQuery(values);
    const columns = new ColumnLimit();
    for (const name of await instances.resolve(values.misp_instance)) {
      const { prefix, connection } = await instances.get(name);
      const client = searchClient(context.info, connection);
      const shape = {
        prefix: values.prefix ?? prefix,
        instance: name,
        url: connection.url,
        getioc: values.getioc,
        asJson: values.output === 'json',
        expandObject: values.expand_object,
        pipesplit: values.pipesplit,
        attributeLimit: values.attribute_limit,
        keepGalaxy: values.keep_galaxy,
        keepRelated: values.keep_related,
        keepSightings: values.include_sightings,
        columns,
      };
      try {
        const warnOfFilters = startFilterCheck(client, [query], context);
        for await (const rows of eventRows(client, query, extentOf(values), shape, context.signal))
          yield tableOf(rows);
        await warnOfFilters();
        reportClientWarnings(client, context);
      } finally {
        client.close();
      }
    }
    if (columns.warning !== undefined) context.message('WARN', columns.warning);
  },
});

function eventQuery(values: GetEventValues): Query {
  const [time = {}] = timeQueries(values, undefined, Object.keys(eventWindowOptions));
  const { json_request, warning_list, include_sightings, exclude_local_tags } = values;
  const query = {
    ...time,
    ...filterQuery(values),
    excludeLocalTags: exclude_local_tags,
    enforceWarninglist: warning_list,
    includeSightings: include_sightings,
    ...json_request,
    withAttachments: false,
  };
  checkQuery(query, 'events');
  return query;
}

function extentOf(values: GetEventValues): Extent {
  const { limit, page, json_request } = values;
  const given = requestedExtent(json_request ?? {}, limit, page);
  const size = given.limit > 0 ? given.limit : eventPageSize(values);
  return given.page > 0 ? { only: { page: given.page, size } } : { pageSize: size };
}
