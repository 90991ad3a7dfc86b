import { defineCommand, type Transformer } from '../../protocol/command.ts';
import type { Services } from '../shared/services.ts';
import { options } from './options.ts';

export const mispgetattribute = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispgetattribute',
  summary: 'Adds the attribute of an ID or UUID to search results.',
  description:
    "Reads from MISP the attribute that each result names by its ID or UUID, and adds its members as fields under MISP's own names. Results whose attribute MISP does not have, or does not show to this key, pass unchanged.",
  options,
  examples: [
    {
      search: '| makeresults | eval attributeid=42 | mispgetattribute misp_instance=misp fields=type,value',
      text: 'Type and value of one attribute.',
    },
  ],
  async begin(values, context): Promise<Transformer> {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ AttributeRun }, { searchClient }, instances] = await Promise.all([
      import('./run.ts'),
      import('../shared/search-client.ts'),
      context.services.instances(context.info),
    ]);
    const { connection } = await instances.getOnly(values.misp_instance);
    return new AttributeRun(values, connection.name, searchClient(context.info, connection), context);
  },
});
