import type { Values } from './connections.ts';
import { instanceIn } from './macros.ts';

/** The macro whose definition is the name of an instance. */
const NAME_ONLY = 'misp_match_sighting_instance';

/** The macros by which feeds, the KV store, the event menu and matching name an instance. */
export const INSTANCE_MACROS: readonly string[] = [
  'misp_es_source',
  'misp_indicators_source',
  'misp_workflow_instance',
  NAME_ONLY,
];

/**
 * The macros that change when an instance is created: those that name an instance that does not exist, and those that name
 * none, which stands for the only instance. Where there is one instance already, the latter keep their meaning.
 *
 * @param existing the names of the instances before
 * @returns the new definitions by name
 */
export function macrosForNewInstance(name: string, existing: readonly string[], macros: Values): Values {
  const [only = name] = existing.length === 1 ? existing : [];
  const changes = INSTANCE_MACROS.flatMap((macro) => {
    const definition = macros[macro] ?? '';
    if (definition === '') return [];
    const named = namedIn(macro, definition);
    if (named !== '' && existing.includes(named)) return [];
    return [[macro, withInstance(macro, definition, named === '' ? only : name)]];
  });
  return Object.fromEntries(changes) as Values;
}

function namedIn(macro: string, definition: string): string {
  if (macro !== NAME_ONLY) return instanceIn(definition);
  const name = definition.replaceAll('"', '');
  return name === '*' ? '' : name;
}

function withInstance(macro: string, definition: string, name: string): string {
  if (macro === NAME_ONLY) return name;
  const others = definition.replace(/(^|\s)misp_instance\s*=\s*("[^"]*"|\S+)/, '').trim();
  return `misp_instance=${name} ${others}`.trim();
}
