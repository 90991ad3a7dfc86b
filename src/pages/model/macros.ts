import { textOf } from '../splunk/flags.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import type { Values } from './connections.ts';
import { MACROS } from './names.ts';
import { runSteps, type Step } from './steps.ts';

/** Loads the definitions by name. @throws RestError */
export async function loadMacros(names: readonly string[]): Promise<Values> {
  const entries = await entriesOf(MACROS);
  return Object.fromEntries(
    names.map((name) => [
      name,
      textOf(entries.find((entry) => entry.name === name)?.content['definition']).trim(),
    ]),
  );
}

/** The value of misp_instance in a definition. Blank without one, or for the only instance. */
export function instanceIn(definition: string): string {
  const name = unquoted(/(?:^|\s)misp_instance\s*=\s*("[^"]*"|\S+)/.exec(definition)?.[1]);
  return name === '*' ? '' : name;
}

/** Saves all macros or none. @throws Error that names remaining changes */
export async function saveMacros(macros: Values, before: Values): Promise<void> {
  await runSteps(macroSteps(macros, before));
}

/** A step for each macro that changes. @param before the definitions to return to */
export function macroSteps(macros: Values, before: Values): Step[] {
  const write = (name: string, definition = '') => update(MACROS, name, { definition });
  return Object.keys(macros)
    .filter((name) => macros[name] !== before[name])
    .map((name) => ({
      text: `change the macro ${name}`,
      run: () => write(name, macros[name]),
      undo: () => write(name, before[name]),
    }));
}

function unquoted(text = ''): string {
  return text.replaceAll('"', '');
}
