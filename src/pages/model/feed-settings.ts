import type { Options } from '../../protocol/options.ts';
import { isChanged } from './changed.ts';
import { definitionOf, parseDefinition } from './definition.ts';
import { FEED_OPTIONS, type FeedMacro } from './feed-options.ts';

type Values = Readonly<Record<string, string>>;

/** The macros that configure all feeds. */
export const FEED_MACROS = [...(Object.keys(FEED_OPTIONS) as FeedMacro[]), 'misp_es_max_age'] as const;

/**
 * The macros of feeds as values of a form: options by their names, `more` for options without a field, `days` for the maximum
 * age. A macro in another form has its definition under its own name instead.
 */
export interface FeedSettings {
  readonly values: Values;
  /** Macros that are shown as text, with what is not understood. */
  readonly asText: ReadonlyMap<string, readonly string[]>;
}

/** Options with a field, in the order in which they are written. */
const FIELDS: Readonly<Record<FeedMacro, readonly string[]>> = {
  misp_es_source: ['misp_instance', 'changed'],
  misp_es_filters: [
    'to_ids',
    'published',
    'warning_list',
    'category',
    'tags',
    'not_tags',
    'org',
    'threat_level_id',
    'exclude_decayed',
    'decaying_model',
    'decay_score_threshold',
    'include_decay_score',
  ],
  misp_es_mapping: ['allow_private', 'include'],
};

/** By it a feed learns what was withdrawn, so it is always set. */
const WITHDRAWN = 'include_withdrawn';

const MAX_AGE = /^relative_time\(now\(\),\s*"-(\d+)d"\)$/;

/** Parses macros into settings. */
export function feedSettingsOf(macros: Values): FeedSettings {
  const asText = new Map<string, readonly string[]>();
  const values: Record<string, string> = {};
  for (const [macro, options] of Object.entries(FEED_OPTIONS)) {
    const definition = macros[macro] ?? '';
    const mistakes = feedMacroMistakes(macro, definition);
    if (mistakes.length > 0) {
      asText.set(macro, mistakes);
      values[macro] = definition;
      continue;
    }
    const { given } = parseDefinition(definition, options);
    for (const name of FIELDS[macro as FeedMacro]) values[name] = fieldText(options, name, given.get(name));
    if (macro === 'misp_es_filters') values['more'] = moreOf(given);
  }
  const [, days] = MAX_AGE.exec(macros['misp_es_max_age'] ?? '') ?? [];
  if (days === undefined) {
    asText.set('misp_es_max_age', ['Not a number of days, like relative_time(now(), "-90d").']);
    values['misp_es_max_age'] = macros['misp_es_max_age'] ?? '';
  } else values['days'] = days;
  return { values, asText };
}

/** What is wrong with the text of a macro. */
export function feedMacroMistakes(macro: string, definition: string): readonly string[] {
  const { given, mistakes } = parseDefinition(definition, FEED_OPTIONS[macro as FeedMacro]);
  if (mistakes.length > 0) return mistakes.map((text) => explained(text));
  if (macro === 'misp_es_source' && !given.has('changed'))
    return ['The look-back is missing: write changed=2d.'];
  if (macro === 'misp_es_filters' && !isTrue(given.get(WITHDRAWN)))
    return [`Add ${WITHDRAWN}=true: without it, a feed keeps what MISP has withdrawn.`];
  return [];
}

/** What is wrong with the text of the field for other options. */
export function moreMistakes(text: string): readonly string[] {
  const { given, mistakes } = parseDefinition(text, FEED_OPTIONS.misp_es_filters);
  const repeated = FIELDS.misp_es_filters.filter((name) => given.has(name));
  return [
    ...mistakes.map((mistake) => explained(mistake)),
    ...repeated.map((name) => `Remove ${name}: it has a field of its own.`),
    ...(given.has(WITHDRAWN) ? [`Remove ${WITHDRAWN}: it is always set.`] : []),
  ];
}

/** The macros with the values of a form. A macro whose values are those of before keeps its definition. */
export function feedMacrosOf({ values, asText }: FeedSettings, before: Values): Values {
  const old = feedSettingsOf(before).values;
  const changed = (names: readonly string[]) => isChanged(pick(values, names), pick(old, names));
  const macros = Object.keys(FEED_OPTIONS).map((macro): readonly [string, string] => {
    if (asText.has(macro)) return [macro, (values[macro] ?? '').trim()];
    const names = FIELDS[macro as FeedMacro];
    const isSame = !changed(macro === 'misp_es_filters' ? [...names, 'more'] : names);
    return [macro, isSame ? (before[macro] ?? '') : composed(macro as FeedMacro, values)];
  });
  const maxAge = asText.has('misp_es_max_age')
    ? (values['misp_es_max_age'] ?? '')
    : `relative_time(now(), "-${(values['days'] ?? '').trim()}d")`;
  const sameAge = !asText.has('misp_es_max_age') && !changed(['days']);
  return {
    ...Object.fromEntries(macros),
    misp_es_max_age: sameAge ? (before['misp_es_max_age'] ?? '') : maxAge.trim(),
  };
}

function composed(macro: FeedMacro, values: Values): string {
  const options = FIELDS[macro].map(
    (name) => [name, isOff(name, values[name]) ? '' : (values[name] ?? '')] as const,
  );
  if (macro !== 'misp_es_filters') return definitionOf(options);
  const more = (values['more'] ?? '').trim().replaceAll(/\s+/g, ' ');
  return [definitionOf([...options, [WITHDRAWN, 'true']]), more].join(' ').trim();
}

/** A checkbox that is not checked is not written, but for `allow_private`, without which its macro would be blank. */
function isOff(name: string, value: string | undefined): boolean {
  return (name === 'exclude_decayed' || name === 'include_decay_score') && value === 'false';
}

/** The text of a field. Switches and choices have true and false. */
function fieldText(options: Options, name: string, text: string | undefined): string {
  const option = options[name];
  if (option?.hint !== '<bool>') return text ?? '';
  if (text === undefined) return typeof option.default === 'boolean' ? String(option.default) : '';
  return String(isTrue(text));
}

/** Options without a field, as text. */
function moreOf(given: ReadonlyMap<string, string>): string {
  const known = [...FIELDS.misp_es_filters, WITHDRAWN];
  return definitionOf([...given].filter(([name]) => !known.includes(name)));
}

function isTrue(text = ''): boolean {
  return /^(1|t|true|y|yes|on)$/i.test(text.trim());
}

/** Each feed has types of its own, and the look-back has a macro of its own. */
function explained(mistake: string): string {
  const [, name = ''] = /^Unknown option "(\w+)"/.exec(mistake) ?? [];
  if (name === 'type' || name === 'object_relation')
    return `Remove ${name}: each feed has its own types, so it has no effect.`;
  return mistake;
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, (values[name] ?? '').trim()]));
}
