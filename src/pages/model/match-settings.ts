import type { Values } from './connections.ts';
import type { FieldErrors } from './validate-form.ts';

/** Macro to the form of its definition, and what is said of another. */
const RULES: Readonly<Record<string, readonly [pattern: RegExp, text: string]>> = {
  misp_match_min_weight: [/^([1-9]\d?|100)$/, 'is a number from 1 to 100'],
  misp_match_max_age: [/^[1-9]\d{0,3}$/, 'is a number of days, 1 to 9999'],
  misp_match_tlp: [/^"[^"]+"$/, 'is a regular expression in quotes'],
  misp_match_types: [/^"[^"]+"$/, 'is a regular expression in quotes'],
  misp_match_lookback: [
    /^([1-9]\d{0,3}|earliest=\S+ latest=\S+)$/,
    'is a number of days, or a range like earliest=-30d@d latest=@d',
  ],
  misp_match_alert_weight: [/^([1-9]\d?|100)$/, 'is a number from 1 to 100'],
  misp_match_sighting_instance: [/^(\w+|\*)$/, 'must be the name of one instance, or * if there is only one'],
};

export const MATCH_MACROS = Object.keys(RULES);

const LOOKBACK = /^earliest=-(\d+)d@d latest=@d$/;

/** A range of days is shown as their number. */
export function matchSettingsOf(macros: Values): Values {
  const range = macros['misp_match_lookback'] ?? '';
  return { ...macros, misp_match_lookback: LOOKBACK.exec(range)?.[1] ?? range };
}

export function matchMacrosOf(settings: Values): Values {
  const trimmed = Object.fromEntries(MATCH_MACROS.map((name) => [name, (settings[name] ?? '').trim()]));
  const range = trimmed['misp_match_lookback'] ?? '';
  return {
    ...trimmed,
    misp_match_lookback: /^\d+$/.test(range) ? `earliest=-${range}d@d latest=@d` : range,
  };
}

export function validateMatching(settings: Values): FieldErrors {
  return Object.fromEntries(
    Object.entries(RULES)
      .filter(([name, [pattern]]) => !pattern.test((settings[name] ?? '').trim()))
      .map(([name, [, text]]) => [name, text]),
  );
}
