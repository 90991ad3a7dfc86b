import { filterOptions } from '../indicators/filter-options.ts';
import { parseMoment } from '../indicators/window.ts';
import { booleanOption, integerOption, textOption, type Values } from '../protocol/options.ts';

const DAY_SECONDS = 86_400;
const { type, category, tags, not_tags, org, to_ids, published } = filterOptions;

/** The name of the modular input: `[misp://<name>]` in inputs.conf, `misp.sh` in bin. */
export const SCHEME = 'misp';

/** The KV store collection with the state of inputs in a search head cluster. */
export const COLLECTION = 'misp_inputs';

/** The settings of an input. README/inputs.conf.spec, the scheme for splunkd, the parser and the documentation come from here. */
export const inputOptions = {
  misp_instance: textOption({
    hint: '<instance>',
    text: 'MISP instance of misp_instances.conf; by default the one with the name of the input.',
  }),
  start: textOption(
    {
      hint: '<30d|12h|YYYY-MM-DD|Unix seconds>|all',
      default: '30d',
      text: 'How far back the first run reads: what was published or changed since then.',
    },
    parseStart,
  ),
  type,
  category,
  tags,
  not_tags,
  org,
  to_ids,
  published,
  warning_list: booleanOption({ default: false, text: "Exclude values on MISP's warning lists." }),
  include_events: booleanOption({ default: true, text: 'Also index MISP events, as misp:event.' }),
  include_sightings: booleanOption({ default: true, text: 'Also index sightings, as misp:sighting.' }),
  overlap: integerOption({
    min: 0,
    max: 7 * DAY_SECONDS,
    default: 300,
    text: 'Seconds by which the time range of a run overlaps with that of the previous run. What is already indexed is not written again.',
  }),
  reconcile_interval: integerOption({
    min: 0,
    max: 365 * DAY_SECONDS,
    default: DAY_SECONDS,
    text: 'Seconds between comparisons of all that is indexed with MISP, which find permanent deletions; 0 for never.',
  }),
};

export type InputValues = Values<typeof inputOptions>;

/** @returns `all`, or the text of a time in one of the formats of mispgetioc @throws OptionError */
function parseStart(text: string): string {
  return text.toLowerCase() === 'all' ? 'all' : parseMoment(text);
}
