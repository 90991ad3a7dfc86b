import { defineCommand } from '../../protocol/command.ts';
import { tableOf } from '../../protocol/table.ts';
import { allInstances } from '../shared/instance-options.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: allInstances,
};

export const mispstatus = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispstatus',
  summary: 'Reports for each MISP instance whether it responds and what the key may do.',
  description:
    'One result for each instance: whether it is reachable, its version, the user, organisation, role and rights of the key, when the key expires, how many warning lists are enabled, the difference of the clocks and the days that the certificate has left; or the error. A disabled instance can be named, too. Only here an error is a result and does not fail the search.',
  options,
  examples: [
    { search: '| mispstatus', text: 'All instances.' },
    {
      search: '| mispstatus misp_instance=misp | where reachable="False" OR certificate_days_left < 14',
      text: 'Instances that need attention, for example as an alert.',
    },
  ],
  async *generate(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ statusesOf }, instances] = await Promise.all([
      import('../shared/instance-status.ts'),
      context.services.instances(context.info),
    ]);
    const names = await instances.resolve(values.misp_instance, { mayBeDisabled: true });
    yield tableOf(await statusesOf(names, instances, context.services.now, context.signal));
  },
});
