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
    text: 'Which data a run of MISP_match_* compares: events that were indexed 20 to 5 minutes before its scheduled time. The five minutes are for indexers and summaries. Events whose own time is older than a week or more than a day ahead are not compared. If you change the index times, change the schedules of the searches, too: each minute must be in one run.',
  },
  {
    name: 'misp_match_lookback',
    definition: 'earliest=-30d@d latest=@d',
    text: 'How far back MISP_match_lookback_* look for new indicators.',
  },
  {
    name: 'misp_match_summaries',
    definition: 'summariesonly=false allow_old_summaries=true',
    text: 'summariesonly=true reads only the summaries of accelerated data models. It costs less, and misses events that are not in a summary yet when the search runs.',
  },
  {
    name: 'misp_match_mapping',
    definition: 'allow_private=false',
    text: 'allow_private=true compares private and reserved addresses of MISP, too. MISP_indicators_update applies it when it writes an indicator.',
  },
  {
    name: 'misp_match_min_weight',
    definition: '1',
    text: 'The lowest weight of an indicator that may match: 1 to 100.',
  },
  {
    name: 'misp_match_max_age',
    definition: '365',
    text: 'Days after which an indicator no longer matches, unless MISP changed or published it again.',
  },
  {
    name: 'misp_match_tlp',
    definition: '"^(NONE|CLEAR|GREEN|AMBER|AMBER.STRICT|RED)$"',
    text: 'Which TLP an indicator may have, as a regular expression in quotes. NONE is one without such a tag.',
  },
  {
    name: 'misp_match_types',
    definition: '"."',
    text: 'Which types of MISP may match, as a regular expression in quotes.',
  },
  {
    name: 'misp_match_collect',
    definition: 'collect index=misp sourcetype=misp:match addinfo=false addtime=false',
    text: 'Writes matches into the index. misp_match_index names the same index.',
  },
  { name: 'misp_match_index', definition: 'index=misp', text: 'The index in which searches find matches.' },
  {
    name: 'misp_match_alert_weight',
    definition: '60',
    text: 'The lowest weight of a match in MISP_match_alert and MISP_match_risk.',
  },
  {
    name: 'misp_match_sighting_instance',
    definition: '*',
    text: 'The MISP instance to which MISP_match_sightings reports; * if there is only one. The sightings belong to the organisation of its API key.',
  },
  {
    name: 'misp_match_sighting',
    definition: 'source=Splunk',
    text: 'The options source and type of mispsight for sightings.',
  },
  {
    name: 'misp_match_served',
    definition: 'to_ids=true published=true warning_list=true',
    text: 'The filters with which MISP_match_reconcile asks MISP for indicators that matched.',
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
    'Which indicators for detection may match: a condition of where.',
  ],
  ['misp_match_any', anyKind(), 'Turns the columns of a search of your own into values with kinds.'],
  [
    'misp_match_new',
    'where misp_match_added >= relative_time(now(), "-1d@d") AND misp_match_added < relative_time(now(), "@d") AND misp_match_first < misp_match_added',
    'Keeps indicators that were added yesterday, with values that were seen before that.',
  ],
  ['misp_match_candidates', candidates(), 'Turns values of logs into the keys that indicators may have.'],
  ['misp_match_found', found(), 'Looks up the indicators of keys.'],
  ['misp_match_events', events(), 'Makes one row for each value and asset.'],
  ['misp_match_raw', rawEvent(), 'Makes the text of the event that is written.'],
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
