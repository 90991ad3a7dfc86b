import { COLLECTION } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, FEEDS, type FeedName, OBJECT_RULES } from '../../intel/mapping.ts';
import { defineCommand } from '../../protocol/command.ts';
import { unknownNameMessage } from '../../protocol/arguments.ts';
import { booleanOption, choiceOption, listOption, OptionError } from '../../protocol/options.ts';
import { createMissingStateLookups } from '../../intel/feeds/state-lookups.ts';
import type { Services } from '../shared/services.ts';

const OPT_IN = [...new Set([...ATTRIBUTE_RULES, ...OBJECT_RULES].flatMap(({ optIn }) => optIn ?? []))];

const COLLECTIONS: readonly string[] = [...Object.keys(FEEDS).map((name) => `${name}_intel`), COLLECTION];

const options = {
  collection: choiceOption({
    required: true,
    values: COLLECTIONS,
    text: "The kind of rows: a collection of Enterprise Security's threat intelligence, or the app's own KV store collection.",
  }),
  include: listOption(
    {
      hint: OPT_IN.join('|'),
      text: 'Types and objects that are excluded by default; those of other collections have no effect.',
    },
    (name) => {
      if (OPT_IN.includes(name)) return name;
      throw new OptionError(
        `must be a list of opt-in types. ${unknownNameMessage(name, OPT_IN, 'type').replace(/\.$/, '')}`,
      );
    },
  ),
  allow_private: booleanOption({
    default: false,
    text: 'Include private and reserved IP addresses.',
  }),
  fold: booleanOption({
    default: true,
    text: 'One row for each value, with the highest weight. false: one row for each attribute and value, withdrawn ones included, for searches that keep a state.',
  }),
};

export const mispintel = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispintel',
  summary: 'Turns rows of mispgetioc into rows of threat intelligence.',
  description:
    'Turns rows of mispgetioc into rows of one of the threat-intelligence collections of Enterprise Security: one value a row, with weight and description. Withdrawn indicators have deleted=True. Values that do not fit are dropped and counted.',
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
