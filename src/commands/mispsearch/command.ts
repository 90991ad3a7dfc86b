import { checkQuery } from '../../misp/query/query.ts';
import { defineCommand } from '../../protocol/command.ts';
import { mistakesOf } from '../shared/attribute-query.ts';
import { searchQuery } from '../shared/search-parameters.ts';
import type { Services } from '../shared/services.ts';
import { options } from './options.ts';

export const mispsearch = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispsearch',
  summary: 'Looks up values of search results in MISP.',
  description:
    'Adds to each record the attributes of MISP that match a value of one of its fields: attributes with that value, or with it as either half of a composite, in any letter case. One request looks up many values. Records without a match pass unchanged.',
  options,
  maxInputs: 5000,
  examples: [
    {
      search: 'index=proxy | stats count BY dest_ip | mispsearch misp_instance=misp field=dest_ip',
      text: 'The addresses of the proxy log that MISP has.',
    },
    {
      search:
        'index=mail | mispsearch misp_instance=misp field=attachment_hash fields=event_id,event_info,tag max_matches=3',
      text: 'Three fields, of three matches at most.',
    },
  ],
  check(values) {
    return mistakesOf(() => {
      checkQuery({ ...searchQuery(values), value: ['any'] });
    });
  },
  async begin(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ SearchRun }, { searchClient }, instances] = await Promise.all([
      import('./run.ts'),
      import('../shared/search-client.ts'),
      context.services.instances(context.info),
    ]);
    const instance = await instances.getOnly(values.misp_instance);
    return new SearchRun(values, instance, searchClient(context.info, instance.connection), context);
  },
});
