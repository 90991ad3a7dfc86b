import { textOf } from '../splunk/flags.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import type { Values } from './connections.ts';
import { MACROS } from './names.ts';
import { runSteps } from './steps.ts';

/** The macros that configure all feeds. */
export const FEED_MACROS = [
  'misp_es_source',
  'misp_es_filters',
  'misp_es_mapping',
  'misp_es_max_age',
] as const;

/** The macros as separate settings: instance, window, filters, mapping, and maximum age in days. */
export interface FeedSettings {
  readonly instance: string;
  readonly window: string;
  readonly misp_es_filters: string;
  readonly misp_es_mapping: string;
  readonly days: string;
}

const SOURCE = /^(?:misp_instance=("[^"]*"|\S+)\s+)?changed=("[^"]*"|\S+)$/;
const MAX_AGE = /^relative_time\(now\(\),\s*"-(\d+)d"\)$/;

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

/** Parses macros into settings. Undefined for definitions in another form, which are not changed. */
export function settingsIn(macros: Values): FeedSettings | undefined {
  const source = SOURCE.exec(macros['misp_es_source'] ?? '');
  const age = MAX_AGE.exec(macros['misp_es_max_age'] ?? '');
  if (!source || !age) return undefined;
  return {
    instance: unquoted(source[1]),
    window: unquoted(source[2]),
    misp_es_filters: macros['misp_es_filters'] ?? '',
    misp_es_mapping: macros['misp_es_mapping'] ?? '',
    days: age[1] ?? '',
  };
}

export function macrosOf({ instance, window, days, ...same }: FeedSettings): Values {
  return {
    ...same,
    misp_es_source: sourceOf(instance.replaceAll(/\s/g, ''), window.trim()),
    misp_es_max_age: `relative_time(now(), "-${days.trim()}d")`,
  };
}

/** Saves all macros or none. @throws Error that names remaining changes */
export async function saveMacros(macros: Values, before: Values): Promise<void> {
  const write = (name: string, definition = '') => update(MACROS, name, { definition });
  await runSteps(
    Object.keys(macros)
      .filter((name) => macros[name] !== before[name])
      .map((name) => ({
        text: `change the macro ${name}`,
        run: () => write(name, macros[name]),
        undo: () => write(name, before[name]),
      })),
  );
}

/** Without an instance, the searches use the only one. */
function sourceOf(instance: string, window: string): string {
  return instance === '' ? `changed=${window}` : `misp_instance=${instance} changed=${window}`;
}

function unquoted(text = ''): string {
  return text.replaceAll('"', '');
}
