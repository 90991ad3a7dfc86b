import { invalidValueMessage } from '../../protocol/arguments.ts';
import { OptionError } from '../../protocol/options.ts';
import type { Row } from '../../protocol/rows.ts';
import { fieldValues } from '../shared/record-fields.ts';
import { FetchError } from './errors.ts';
import { type FetchValues, options } from './options.ts';

/** A field `org` overrides nothing: many results have one, which names something else. */
const OVERRIDABLE = Object.entries(options).filter(([name]) => name !== 'overrides' && name !== 'org');

/** The fields of a result that have the name of an option, parsed as that option. Empty fields override nothing. @throws FetchError */
export function overridesIn(row: Row): Partial<FetchValues> {
  const overrides: Record<string, unknown> = {};
  for (const [name, option] of OVERRIDABLE) {
    const text = [row[name] ?? []].flat().join(',').trim();
    if (text === '') continue;
    try {
      overrides[name] = option.parse(text);
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      throw new FetchError(`The last result has the field ${invalidValueMessage(name, text, error)}`);
    }
  }
  return overrides;
}

/** The names of options for which a result has a field with a value. */
export function overridingFields(row: Row): readonly string[] {
  return OVERRIDABLE.map(([name]) => name).filter((name) => fieldValues(row, name).length > 0);
}
