import { create, entriesOf } from '../splunk/rest.ts';
import { loadMacros } from './macros.ts';

const OF_SYSTEM = { inApp: false } as const;

/** The index of matches. */
export interface MatchIndexState {
  /** From the macro misp_match_index. Undefined when the macro names none, or several. */
  readonly name: string | undefined;
  /** The macro misp_match_collect writes into another index, so that searches do not find matches. */
  readonly writesTo: string | undefined;
  /** Undefined when the user may not list indexes. */
  readonly exists: boolean | undefined;
}

/** @throws RestError */
export async function loadMatchIndex(): Promise<MatchIndexState> {
  const [macros, indexes] = await Promise.all([
    loadMacros(['misp_match_index', 'misp_match_collect']),
    entriesOf('data/indexes', { ...OF_SYSTEM, only: ['disabled'] }).catch(() => undefined),
  ]);
  const name = indexIn(macros['misp_match_index'] ?? '');
  const target = indexIn(macros['misp_match_collect'] ?? '');
  return {
    name,
    writesTo: target === name ? undefined : target,
    exists: indexes?.some((index) => index.name === name),
  };
}

/** @throws RestError */
export async function createIndex(name: string): Promise<void> {
  await create('data/indexes', name, {}, OF_SYSTEM);
}

function indexIn(definition: string): string | undefined {
  const found = [...definition.matchAll(/(?:^|[\s(])index\s*=\s*"?([\w-]+)"?(?=[\s)]|$)/g)];
  return found.length === 1 ? found[0]?.[1] : undefined;
}
