import { defineCommand } from '../../protocol/command.ts';
import type { Services } from '../shared/services.ts';
import { options } from './options.ts';

export const mispsight = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispsight',
  summary: 'Reports sightings, false positives and expirations to MISP.',
  description:
    'Adds sightings to attributes of a MISP instance, by UUID or by value, once for each record and time. Adds misp_sighting to each record: added, or not added with the reason in misp_sighting_message. Records without a value pass unchanged. Needs the capability misp_write.',
  options,
  isRisky: true,
  maxInputs: 5000,
  examples: [
    {
      search:
        'index=proxy | stats latest(_time) AS time BY dest_ip | mispsight misp_instance=misp by=value field=dest_ip timestamp_field=time',
      text: 'Reports to MISP which of its addresses were seen in the proxy log, and when.',
    },
    {
      search:
        'index=proxy | mispsearch misp_instance=misp field=dest_ip | mispsight misp_instance=misp type=false_positive',
      text: 'Reports the matches as false positives.',
    },
  ],
  check: ({ by, field }) =>
    by === 'value' && field === undefined ? ['by=value needs field: the field with the values.'] : [],
  async begin(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ SightRun }, { searchClient }, instances, access] = await Promise.all([
      import('./run.ts'),
      import('../shared/search-client.ts'),
      context.services.instances(context.info),
      context.services.access(context.info),
    ]);
    await access.assertMayWrite();
    const { connection } = await instances.getOnly(values.misp_instance);
    return new SightRun(values, searchClient(context.info, connection), context);
  },
});
