import { COLLECTION } from '../../intel/documents/collection.ts';
import type { FeedName } from '../../intel/mapping.ts';
import { defineCommand } from '../../protocol/command.ts';
import { createMissingStateLookups } from '../../intel/feeds/state-lookups.ts';
import type { Services } from '../shared/services.ts';
import { options } from './options.ts';

export const mispintel = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispintel',
  summary: 'Turns rows of mispgetioc into rows of threat intelligence.',
  description:
    'Turns rows of mispgetioc into rows of one of the threat-intelligence collections of Enterprise Security: one value per row, with weight and description. Withdrawn indicators have deleted=True. Values that do not fit are dropped and counted.',
  options,
  // Rows of MISP are large: two thousand are a few megabytes.
  maxInputs: 2000,
  rowsPerInput: 4,
  examples: [
    {
      search: '| mispgetioc misp_instance=misp last=1d to_ids=true | mispintel collection=ip_intel',
      text: 'Addresses of a day in the form that Enterprise Security reads.',
    },
    {
      search:
        '| mispgetioc misp_instance=misp last=7d type="imphash,ssdeep,sha256" | mispintel collection=file_intel include=imphash,ssdeep',
      text: 'Hashes, including types that few logs have.',
    },
  ],
  check({ fold }, _info, services) {
    // Create the state lookups at getinfo: the next command of the search reads one, and Splunk opens it after this.
    if (!fold) createMissingStateLookups(services.lookups);
    return [];
  },
  async begin(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const { DEFAULT_WEIGHT_LOOKUP, DocumentTransformer, FeedTransformer, Mapper, Weights, WEIGHT_LOOKUP } =
      await import('../../intel/index.ts');
    const weights = new Weights(
      await context.services.lookups.read(`${WEIGHT_LOOKUP}.csv`, `${DEFAULT_WEIGHT_LOOKUP}.csv`),
    );
    if (values.collection === COLLECTION)
      return new DocumentTransformer(
        weights,
        { allowPrivate: values.allow_private },
        context.message,
        context.info.maxResultRows,
      );
    const feed = values.collection.slice(0, -'_intel'.length) as FeedName;
    const mapper = new Mapper({
      feed,
      include: values.include ?? [],
      allowPrivate: values.allow_private,
      weights,
    });
    return new FeedTransformer(mapper, feed, values.fold, context.message, context.info.maxResultRows);
  },
});
