import { tagOptions } from '../../indicators/filter-options.ts';
import { checkQuery } from '../../misp/query/query.ts';
import { defineCommand } from '../../protocol/command.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  listOption,
  OptionError,
  textOption,
} from '../../protocol/options.ts';
import { includeOptions, shapeOptions } from '../shared/attribute-options.ts';
import { mistakesOf } from '../shared/attribute-query.ts';
import { parseBody, searchQuery } from '../shared/search-parameters.ts';
import { oneInstance } from '../shared/instance-options.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: oneInstance,
  field: textOption(
    { required: true, hint: '<field>', text: 'The field whose values are looked up.' },
    parseField,
  ),
  misp_http_body: textOption(
    {
      hint: '<JSON object>',
      text: "More of MISP's own filters, as for restSearch; they win over the options.",
    },
    parseBody,
  ),
  ...tagOptions,
  include_sightings: includeOptions.include_sightings,
  limit: integerOption({
    min: 0,
    max: 1_000_000,
    default: 10,
    text: 'The most matches of one value; 0 for all.',
  }),
  page: integerOption({
    min: 0,
    max: 1_000_000,
    default: 1,
    text: 'Which of the pages of limit matches; 0 for all.',
  }),
  max_matches: integerOption({
    min: 1,
    max: 1_000_000,
    text: 'The most matches of one record, all its values together.',
  }),
  pipesplit: booleanOption({
    default: true,
    text: 'Both halves of composites like domain|ip as fields of their own; and a|b is looked up as the composite of a and b, and as an address, host or hash in it, too.',
  }),
  prefix: shapeOptions.prefix,
  misp_output_mode: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "json: MISP's JSON of each match as misp_json instead of fields of its own.",
  }),
  fields: listOption({
    hint: '<field>,...',
    text: 'Only these fields are added, named with or without the prefix.',
  }),
  overrides: booleanOption({
    default: false,
    text: 'Fields of a record called misp_http_body, limit, page, tags, not_tags, pipesplit or prefix go before the options.',
  }),
  cache: booleanOption({ default: true, text: 'Ask for each value once a search.' }),
};

export const mispsearch = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispsearch',
  summary: 'Looks values of search results up in MISP.',
  description:
    'Adds to each record what MISP knows of the values of one of its fields: attributes with that value, or with it as either half of a composite, whatever the letter case. Many values are asked for at once. Records without a match pass unchanged.',
  options,
  maxInputs: 5000,
  examples: [
    {
      search: 'index=proxy | stats count BY dest_ip | mispsearch misp_instance=misp_covid field=dest_ip',
      text: 'Which addresses of the proxy log MISP knows.',
    },
    {
      search:
        'index=mail | mispsearch misp_instance=misp_covid field=attachment_hash fields=event_id,event_info,tag max_matches=3',
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

function parseField(text: string): string {
  if (text.startsWith('_')) throw new OptionError('is the name of a field, and not an internal one');
  return text;
}
