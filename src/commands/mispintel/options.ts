import { COLLECTION } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, FEEDS, OBJECT_RULES } from '../../intel/mapping.ts';
import { unknownNameMessage } from '../../protocol/arguments.ts';
import { booleanOption, choiceOption, listOption, OptionError } from '../../protocol/options.ts';

/** Types and objects that are excluded by default. */
export const OPT_IN = [...new Set([...ATTRIBUTE_RULES, ...OBJECT_RULES].flatMap(({ optIn }) => optIn ?? []))];

const COLLECTIONS: readonly string[] = [...Object.keys(FEEDS).map((name) => `${name}_intel`), COLLECTION];

export const options = {
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
