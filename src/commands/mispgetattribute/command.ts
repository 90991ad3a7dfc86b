import { isIdOrUuid } from '../../misp/query/ids.ts';
import { defineCommand, type Transformer } from '../../protocol/command.ts';
import { listOption, OptionError, textOption } from '../../protocol/options.ts';
import { parsePrefix } from '../shared/attribute-options.ts';
import { oneInstance } from '../shared/instance-options.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: oneInstance,
  attributeid: textOption(
    {
      hint: '<id or uuid>',
      text: 'The attribute for all results; by default the field attributeid of each result names it.',
    },
    parseId,
  ),
  fields: listOption({
    hint: '<field>,...',
    text: "Add only these members of MISP's attribute, like value,type,comment.",
  }),
  prefix: textOption(
    { hint: '<prefix>', text: 'Prefix of the names of the fields; none by default.' },
    parsePrefix,
  ),
};

export const mispgetattribute = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispgetattribute',
  summary: 'Adds the attribute of an id or uuid to search results.',
  description:
    "Reads from MISP the attribute that each result names by its id or uuid, and adds its members as fields under MISP's own names. Results whose attribute MISP does not have, or not for this key, pass unchanged.",
  options,
  examples: [
    {
      search:
        '| makeresults | eval attributeid=42 | mispgetattribute misp_instance=misp_covid fields=type,value',
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

function parseId(text: string): string {
  if (isIdOrUuid(text)) return text.toLowerCase();
  throw new OptionError('is the id (digits) or uuid of an attribute');
}
