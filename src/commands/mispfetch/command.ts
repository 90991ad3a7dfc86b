import { defineCommand, type Transformer } from '../../protocol/command.ts';
import type { Services } from '../shared/services.ts';
import { options } from './options.ts';

export const mispfetch = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispfetch',
  summary: 'Appends events or attributes of MISP to search results.',
  description:
    'Passes search results through and appends events or attributes of MISP. Fields of the last result override the options of the same name (misp_instance, misp_http_body, misp_restsearch, limit, page, tags, …), so that a search can compose its own request. A field org does not. Fields of an event with a _raw do not, since their values come from whoever wrote the event; overrides=true allows them.',
  options,
  examples: [
    {
      search:
        '| makeresults | eval misp_http_body="{\\"last\\": \\"1d\\", \\"published\\": true}" | mispfetch misp_instance=misp getioc=true',
      text: 'A request that the search composes.',
    },
  ],
  async begin(values, context): Promise<Transformer> {
    // Loaded when the search runs, so that getinfo is answered at once.
    const { FetchRun } = await import('./run.ts');
    return new FetchRun(values, context);
  },
});
