import { filterOptions } from '../indicators/filter-options.ts';
import { parseMoment } from '../indicators/window.ts';
import { booleanOption, integerOption, listOption, textOption, type Values } from '../protocol/options.ts';

const DAY_SECONDS = 86_400;
const { type, category, tags, not_tags, to_ids, published } = filterOptions;

/** The name of the modular input: `[misp://<name>]` in inputs.conf, `misp.sh` in bin. */
export const SCHEME = 'misp';

/** The KV store collection in which search heads of a cluster share what they know. */
export const COLLECTION = 'misp_inputs';

/** Its settings: README/inputs.conf.spec, the scheme that splunkd is told, the parser and the documentation come from here. */
export const inputOptions = {
  misp_instance: textOption({
    hint: '<instance>',
    text: "MISP instance of misp_instances.conf; the one of the input's own name when absent.",
  }),
  start: textOption(
    {
      hint: '<30d|12h|YYYY-MM-DD|Unix seconds>|all',
      default: '30d',
      text: 'How far back the first run looks: what was published or changed since.',
    },
    parseStart,
  ),
  type,
  category,
  tags,
  not_tags,
  to_ids,
  published,
  org: listOption({
    hint: '<organisation>,...',
    text: 'Organisations that made the events, by name or id; ! before one excludes it.',
  }),
  warning_list: booleanOption({ default: false, text: "Leave out values on MISP's warning lists." }),
  include_events: booleanOption({ default: true, text: 'Events of MISP too, as misp:event.' }),
  include_sightings: booleanOption({ default: true, text: 'Sightings too, as misp:sighting.' }),
  overlap: integerOption({
    min: 0,
    max: 7 * DAY_SECONDS,
    default: 300,
    text: 'Seconds that each run looks back beyond the one before. What is indexed already is left out.',
  }),
  reconcile_interval: integerOption({
    min: 0,
    max: 365 * DAY_SECONDS,
    default: DAY_SECONDS,
    text: 'Seconds after which all that is indexed is compared with MISP, to find what was deleted for good; 0 for never.',
  }),
};

export type InputValues = Values<typeof inputOptions>;

/** @returns as it is written: `all`, or a time in the forms of mispgetioc @throws OptionError */
function parseStart(text: string): string {
  return text.toLowerCase() === 'all' ? 'all' : parseMoment(text);
}
