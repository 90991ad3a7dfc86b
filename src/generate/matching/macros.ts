import { stanza } from '../conf.ts';
import { candidates } from './candidates.ts';
import { events, rawEvent } from './events.ts';
import { found } from './found.ts';

const PLACE = /(# <matching>\n)[^]*?(# <\/matching>)/;

/** Puts the macros of matching between `# <matching>` and `# </matching>` of macros.conf. */
export function matchMacros(conf: string): string {
  const settings = SETTINGS.map(
    ({ name, definition, text }) => `${comment(text)}${stanza(name, { definition })}`,
  );
  const steps = STEPS.map(([name, definition, text]) => `${comment(text)}${stanza(name, { definition })}`);
  return conf.replace(
    PLACE,
    (_whole, start: string, end: string) => `${start}\n${[...settings, ...steps].join('\n')}\n${end}`,
  );
}

/** A macro that its owner may change. */
export interface MatchSetting {
  readonly name: string;
  readonly definition: string;
  readonly text: string;
}

export const SETTINGS: readonly MatchSetting[] = [
  {
    name: 'misp_match_window',
    definition: 'earliest=-7d latest=+1d _index_earliest=-20m@m _index_latest=-5m@m',
    text: "Which data a run of MISP_match_* compares: what was indexed in a quarter of an hour, as often as it runs, five minutes later, so that indexers and summaries have it. What is older than a week or in the future by its own time is passed over. Change both index times together with the searches' schedules.",
  },
  {
    name: 'misp_match_summaries',
    definition: 'summariesonly=false allow_old_summaries=true',
    text: 'Whether only the summaries of accelerated data models are read (summariesonly=true): that is cheaper, and passes over what no summary has yet when its run comes.',
  },
  {
    name: 'misp_match_mapping',
    definition: 'allow_private=false',
    text: 'allow_private=true looks for private and reserved addresses, too. It is heeded when MISP_indicators_update writes an indicator.',
  },
  {
    name: 'misp_match_min_weight',
    definition: '1',
    text: 'Indicators that weigh less are not looked for: 1 to 100.',
  },
  {
    name: 'misp_match_max_age',
    definition: '365',
    text: 'Days after which an indicator that MISP neither changed nor published again is not looked for.',
  },
  {
    name: 'misp_match_tlp',
    definition: '"^(NONE|CLEAR|GREEN|AMBER|AMBER.STRICT|RED)$"',
    text: 'Which TLP an indicator may have, as a regular expression in quotes. NONE is one without such a tag.',
  },
  {
    name: 'misp_match_types',
    definition: '"."',
    text: 'Which types of MISP are looked for, as a regular expression in quotes.',
  },
  {
    name: 'misp_match_collect',
    definition: 'collect index=misp sourcetype=misp:match addinfo=false addtime=false',
    text: 'Where matches are written.',
  },
];

const STEPS: readonly (readonly [name: string, definition: string, text: string])[] = [
  [
    'misp_match_filter',
    'misp_weight >= `misp_match_min_weight` AND misp_seen >= now() - 86400 * `misp_match_max_age` AND match(misp_tlp, `misp_match_tlp`) AND match(misp_type, `misp_match_types`)',
    'Which indicators are looked for, of those that are for detection: a condition of where.',
  ],
  ['misp_match_candidates', candidates(), 'From values of logs to the keys that indicators may have.'],
  ['misp_match_found', found(), 'From keys to the indicators that have them.'],
  ['misp_match_events', events(), 'From those to one row a value and asset.'],
  ['misp_match_raw', rawEvent(), 'The text of the event that is written.'],
];

const WIDTH = 118;

function comment(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `# ${line}\n`).join('');
}
