import { MATCH_RULES } from '../../intel/match/kinds.ts';
import { instanceMistake, type KnownInstance } from './known-instances.ts';

type Values = Readonly<Record<string, string>>;

/** The macros of matching that the form has: a field each. */
export const MATCH_MACROS = [
  'misp_match_min_weight',
  'misp_match_max_age',
  'misp_match_tlp',
  'misp_match_types',
  'misp_match_lookback',
  'misp_match_alert_weight',
  'misp_match_sighting_instance',
] as const;

/** A list of values as a regular expression in quotes. */
interface ListMacro {
  readonly known: readonly string[];
  /** The definition for all values, and what the list is then. */
  readonly all?: string;
}

/** Macros with a list of values. Their definition is `"^(one|other)$"`. */
const LISTS: Readonly<Record<string, ListMacro>> = {
  misp_match_tlp: { known: ['NONE', 'CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] },
  misp_match_types: { known: [...new Set(MATCH_RULES.flatMap(({ types }) => types))].sort(), all: '"."' },
};

/** The values from which a list is chosen. */
export function matchChoices(macro: string): readonly string[] {
  return LISTS[macro]?.known ?? [];
}

const LOOKBACK = /^earliest=-(\d+)d@d latest=@d$/;

/** Macros whose definition is in another form than the field has: they are shown as text. */
export function matchMacrosAsText(macros: Values): ReadonlySet<string> {
  return new Set(Object.keys(LISTS).filter((name) => listIn(name, macros[name] ?? '') === undefined));
}

/** Lists are shown with commas, a range of days as their number. */
export function matchSettingsOf(macros: Values): Values {
  const range = macros['misp_match_lookback'] ?? '';
  const lists = Object.keys(LISTS).map((name): readonly [string, string] => {
    const definition = macros[name] ?? '';
    return [name, listIn(name, definition)?.join(',') ?? definition];
  });
  return {
    ...macros,
    ...Object.fromEntries(lists),
    misp_match_lookback: LOOKBACK.exec(range)?.[1] ?? range,
    misp_match_sighting_instance: unquoted(macros['misp_match_sighting_instance']),
  };
}

/** @param asText macros that are shown as text */
export function matchMacrosOf(settings: Values, asText: ReadonlySet<string>): Values {
  const definitions = MATCH_MACROS.map((name): readonly [string, string] => {
    const text = (settings[name] ?? '').trim();
    if (LISTS[name] !== undefined && !asText.has(name)) return [name, definitionOf(LISTS[name], text)];
    if (name === 'misp_match_lookback' && /^\d+$/.test(text)) return [name, `earliest=-${text}d@d latest=@d`];
    return [name, name === 'misp_match_sighting_instance' && text === '' ? '*' : text];
  });
  return Object.fromEntries(definitions);
}

/** The form of each definition, and the message for another one. */
const RULES: Readonly<Record<string, readonly [pattern: RegExp, text: string]>> = {
  misp_match_min_weight: [/^([1-9]\d?|100)$/, 'must be a number from 1 to 100'],
  misp_match_max_age: [/^[1-9]\d{0,3}$/, 'must be a number of days from 1 to 9999'],
  misp_match_lookback: [
    /^([1-9]\d{0,3}|earliest=[^\s|`"]+ latest=[^\s|`"]+)$/,
    'must be a number of days, or a range like earliest=-30d@d latest=@d',
  ],
  misp_match_alert_weight: [/^([1-9]\d?|100)$/, 'must be a number from 1 to 100'],
};

const QUOTED = /^"(?:\\[^]|[^"\\`])+"$/;

/** Messages by field, as the end of "<label> …". */
export function validateMatching(
  settings: Values,
  asText: ReadonlySet<string>,
  instances: readonly KnownInstance[],
): Values {
  const found: Record<string, string> = {};
  for (const name of MATCH_MACROS) {
    const text = (settings[name] ?? '').trim();
    const mistake = mistakeIn(name, text, asText.has(name), instances);
    if (mistake !== undefined) found[name] = mistake;
  }
  return found;
}

function mistakeIn(
  name: string,
  text: string,
  isText: boolean,
  instances: readonly KnownInstance[],
): string | undefined {
  if (isText) return regexMistake(text);
  const list = LISTS[name];
  if (list) return text === '' && list.all === undefined ? 'Choose at least one.' : undefined;
  if (name === 'misp_match_sighting_instance') return instanceMistake(text === '*' ? '' : text, instances);
  const [pattern, message] = RULES[name] ?? [/^/, ''];
  return pattern.test(text) ? undefined : message;
}

function regexMistake(text: string): string | undefined {
  if (!QUOTED.test(text))
    return 'must be a regular expression in quotation marks, for example "^(GREEN|CLEAR)$"';
  try {
    new RegExp(text.slice(1, -1));
    return undefined;
  } catch {
    return 'is not a valid regular expression: check its parentheses and brackets';
  }
}

/** The values of a definition. Undefined for a definition in another form. */
function listIn(macro: string, definition: string): readonly string[] | undefined {
  const { known = [], all } = LISTS[macro] ?? {};
  if (definition === all) return [];
  // Only what `definitionOf` writes for these values is understood.
  const [, inner = ''] = /^"\^\((.*)\)\$"$/.exec(definition) ?? [];
  const values = inner.split(/(?<!\[)\|/).map((part) => known.find((value) => escaped(value) === part));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function definitionOf({ all }: ListMacro, text: string): string {
  const values = text.split(',').flatMap((value) => value.trim() || []);
  return values.length === 0 ? (all ?? '') : `"^(${values.map(escaped).join('|')})$"`;
}

/** A value as part of a regular expression: a bracket keeps its bar apart from those between values, a dot stands for a plus. */
function escaped(value: string): string {
  return value.replaceAll('|', '[|]').replaceAll('+', '.');
}

function unquoted(text = ''): string {
  const name = text.replaceAll('"', '');
  return name === '*' ? '' : name;
}
