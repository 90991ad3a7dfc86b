import type { Parameter } from '../action.ts';
import { AlertError } from '../errors.ts';

/** Reads the value of each parameter from the alert, or its default. @throws AlertError with all mistakes */
export function parseParameters(
  parameters: readonly Parameter[],
  configuration: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const mistakes: string[] = [];
  const values: Record<string, string> = {};
  for (const { name, kind, values: choices = [], ...parameter } of parameters) {
    const text = (configuration[name] ?? '').trim() || (parameter.default ?? '');
    values[name] = text;
    if (text === '') {
      if (parameter.required === true) mistakes.push(`The parameter ${name} is blank: ${parameter.text}`);
      continue;
    }
    if (kind !== 'choice' && kind !== 'radio') continue;
    const choice = choices.find(({ value }) => value.toLowerCase() === text.toLowerCase());
    if (choice) values[name] = choice.value;
    else {
      const known = choices.map(({ value }) => value).filter((value) => value !== '');
      mistakes.push(`The parameter ${name} is "${text}". It must be one of ${known.join(', ')}.`);
    }
  }
  if (mistakes.length > 0) throw new AlertError(mistakes.join(' '));
  return values;
}
