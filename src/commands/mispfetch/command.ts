import { tagOptions } from '../../indicators/filter-options.ts';
import { defineCommand, type Transformer } from '../../protocol/command.ts';
import { booleanOption, choiceOption, integerOption, textOption } from '../../protocol/options.ts';
import { parseJsonObject } from '../shared/attribute-options.ts';
import { eventShapeOptions } from '../shared/event-options.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: textOption({
    hint: '<instance>',
    text: 'MISP instance; a field of that name goes before it (overrides).',
  }),
  misp_restsearch: choiceOption({
    values: ['events', 'attributes'],
    default: 'events',
    text: 'What is asked for.',
  }),
  misp_http_body: textOption(
    {
      hint: '<JSON object>',
      text: "MISP's own filters, as for restSearch; without, what was published within an hour.",
    },
    parseJsonObject,
  ),
  misp_output_mode: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "json: MISP's JSON in _raw, its leaves as fields.",
  }),
  overrides: booleanOption({
    text: 'Fields of the last result that are called like an option go before the options. Without this option: unless that result is an event, with a _raw.',
  }),
  ...tagOptions,
  limit: integerOption({
    min: 0,
    max: 10_000,
    default: 1000,
    text: 'Rows asked of MISP at once, or, with page, the size of that page; 0: as many as is good.',
  }),
  page: integerOption({ min: 0, max: 1_000_000, default: 0, text: 'Only this page; 0 for all.' }),
  ...eventShapeOptions,
  pipesplit: booleanOption({
    default: false,
    text: 'Both halves of composites like domain|ip as fields of their own.',
  }),
  keep_galaxy: booleanOption({ default: false, text: 'Galaxies, too.' }),
};

export const mispfetch = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispfetch',
  summary: 'Appends what MISP has to search results, asked for by the last of them.',
  description:
    'Passes search results on, and appends events or attributes of MISP. Fields of the last result that are called like an option (misp_instance, misp_http_body, misp_restsearch, limit, page, tags, …) go before the options, so that a search can make its own request; not those of an event with a _raw, which whoever wrote the event has chosen, unless overrides=true.',
  options,
  examples: [
    {
      search:
        '| makeresults | eval misp_http_body="{\\"last\\": \\"1d\\", \\"published\\": true}" | mispfetch misp_instance=misp_covid getioc=true',
      text: 'A request that the search itself has made.',
    },
  ],
  async begin(values, context): Promise<Transformer> {
    // Loaded when the search runs, so that getinfo is answered at once.
    const { FetchRun } = await import('./run.ts');
    return new FetchRun(values, options, context);
  },
});
