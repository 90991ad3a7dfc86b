import { OptionError } from '../../protocol/options.ts';
import type { Values } from './connections.ts';
import { valueMistake } from './definition.ts';
import { ALL_FEED_OPTIONS } from './feed-options.ts';
import { feedMacroMistakes, type FeedSettings, moreMistakes } from './feed-settings.ts';
import { instanceMistake, type KnownInstance } from './known-instances.ts';
import type { FieldErrors } from './validate-form.ts';

/** Validates the settings of feeds with the declarations of the commands that use them. Returns messages by field. */
export function validateFeeds(
  { values, asText }: FeedSettings,
  before: Values,
  instances: readonly KnownInstance[],
): FieldErrors {
  const found: Record<string, string> = {};
  for (const [name, text] of Object.entries(values)) {
    const mistake = asText.has(name)
      ? textMistake(name, text, before)
      : fieldMistake(name, text.trim(), instances);
    if (mistake !== undefined) found[name] = mistake;
  }
  return found;
}

/** A definition that nobody changes here stays as it is. */
function textMistake(macro: string, text: string, before: Values): string | undefined {
  if (text.trim() === before[macro]) return undefined;
  if (macro === 'misp_es_max_age')
    return text.trim() === '' || /[`|]/.test(text) ? 'must be an expression of eval without "|"' : undefined;
  return sentences(feedMacroMistakes(macro, text));
}

function fieldMistake(name: string, text: string, instances: readonly KnownInstance[]): string | undefined {
  if (name === 'misp_instance') return instanceMistake(text, instances);
  if (name === 'days')
    return /^[1-9]\d{0,3}$/.test(text) ? undefined : 'must be a number of days from 1 to 9999';
  if (name === 'more') return sentences(moreMistakes(text));
  if (name === 'changed' && text === '') return 'is required';
  if (text === '') return undefined;
  const mistake = valueMistake(text);
  if (mistake !== undefined) return mistake;
  try {
    ALL_FEED_OPTIONS[name]?.parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof OptionError) return error.message;
    throw error;
  }
}

/** Several sentences as the end of "<label> …". */
function sentences(mistakes: readonly string[]): string | undefined {
  return mistakes.length === 0 ? undefined : `is not valid. ${mistakes.join(' ').replace(/\.$/, '')}`;
}
