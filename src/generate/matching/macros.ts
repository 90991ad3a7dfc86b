import { stanza } from '../conf.ts';
import { anyKind, candidates } from './candidates.ts';
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
    name: 'misp_match_lookback',
    definition: 'earliest=-30d@d latest=@d',
    text: 'How far back MISP_match_lookback_* look for indicators that are new.',
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
    text: 'Where matches are written. misp_match_index names the same index.',
  },
  { name: 'misp_match_index', definition: 'index=misp', text: 'Where matches are searched.' },
  {
    name: 'misp_match_alert_weight',
    definition: '60',
    text: 'MISP_match_alert and MISP_match_risk pass over what weighs less.',
  },
  {
    name: 'misp_match_sighting_instance',
    definition: 'misp_covid',
    text: 'Which MISP MISP_match_sightings reports to: one instance. Sightings are of the organisation of its key.',
  },
  {
    name: 'misp_match_sighting',
    definition: 'source=Splunk',
    text: 'What else goes along with sightings: the options source and type of mispsight.',
  },
  {
    name: 'misp_match_served',
    definition: 'to_ids=true published=true warning_list=true',
    text: 'With which filters MISP_match_reconcile asks whether MISP still serves what matched.',
  },
  {
    name: 'misp_match_custom',
    definition: 'makeresults count=0',
    text: 'The search whose column misp_match_value MISP_match_custom compares, without its leading pipe. Optional columns: src, dest and user; misp_match_kind (one kind of value; without it, all are tried), misp_match_count, misp_match_first and misp_match_last (Unix seconds).',
  },
];

const STEPS: readonly (readonly [name: string, definition: string, text: string])[] = [
  [
    'misp_match_filter',
    'misp_weight >= `misp_match_min_weight` AND misp_seen >= now() - 86400 * `misp_match_max_age` AND match(misp_tlp, `misp_match_tlp`) AND match(misp_type, `misp_match_types`)',
    'Which indicators are looked for, of those that are for detection: a condition of where.',
  ],
  ['misp_match_any', anyKind(), 'From the columns of a search of your own to values with their kinds.'],
  [
    'misp_match_new',
    'where misp_match_added >= relative_time(now(), "-1d@d") AND misp_match_added < relative_time(now(), "@d") AND misp_match_first < misp_match_added',
    'Of the indicators those that came yesterday, of the values those that were seen before.',
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
