import { defineCommand } from '../../protocol/command.ts';
import { attributeQueries, mistakesOf } from '../shared/attribute-query.ts';
import { reportClientWarnings, startFilterCheck } from '../shared/client-warnings.ts';
import type { Instance } from '../../splunkd/instances.ts';
import type { Services } from '../shared/services.ts';
import { extentOf, options, timeRangeOf, withToIds } from './options.ts';

export const mispgetioc = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispgetioc',
  summary: 'Lists indicators (attributes) of MISP as search results.',
  description:
    'Queries one or more MISP instances and returns a row for each attribute, or for each object. Set exactly one of json_request, date, eventid, last, publish_timestamp, timestamp, changed or time_field.',
  options,
  examples: [
    {
      search: '| mispgetioc misp_instance=misp last=1d',
      text: 'Indicators of events published within a day.',
    },
    {
      search:
        '| mispgetioc misp_instance=misp last=7d to_ids=true type="ip-dst,domain,url" not_tags="tlp:red"',
      text: 'Network indicators of a week with the IDS flag, without TLP:RED.',
    },
    {
      search: '| mispgetioc misp_instance=* time_field=timestamp expand_object=true',
      text: "What changed within the search's own time range, in every instance, a row for each attribute.",
    },
    {
      search:
        '| mispgetioc misp_instance=misp json_request="{\\"eventinfo\\": \\"%ransom%\\", \\"published\\": true}"',
      text: "MISP's own filters.",
    },
  ],
  check(values, info) {
    return mistakesOf(() => {
      attributeQueries(withToIds(values), timeRangeOf(values, info));
      extentOf(values);
    });
  },
  async *generate(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ searchClient }, { attributeTables }, { withoutFailedInstances }] = await Promise.all([
      import('../shared/search-client.ts'),
      import('./run.ts'),
      import('./failed-instances.ts'),
    ]);
    const instances = await context.services.instances(context.info);
    const queries = attributeQueries(withToIds(values), timeRangeOf(values, context.info));
    const names = await instances.resolve(values.misp_instance);
    const readSettings = (name: string) => instances.get(name);
    const readRows = async function* (instance: Instance) {
      const client = searchClient(context.info, instance.connection);
      try {
        const warnOfFilters = startFilterCheck(client, queries, context);
        yield* attributeTables(client, instance, values, context);
        await warnOfFilters();
        reportClientWarnings(client, context);
      } finally {
        client.close();
      }
    };
    if (values.skip_failed_instances) {
      yield* withoutFailedInstances(names, readSettings, readRows, context);
      return;
    }
    // Read all settings first, so that a wrong one fails the search before it has rows.
    for (const instance of await Promise.all(names.map(readSettings))) yield* readRows(instance);
  },
});
