import { create, entriesOf } from '../splunk/rest.ts';
import { indexesIn } from './index-choice.ts';
import { loadMacros } from './macros.ts';
import { INDEXES } from './names.ts';

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
    entriesOf(INDEXES, { ...OF_SYSTEM, only: ['disabled'] }).catch(() => undefined),
  ]);
  const name = onlyIndexIn(macros['misp_match_index']);
  const target = onlyIndexIn(macros['misp_match_collect']);
  return {
    name,
    writesTo: target === name ? undefined : target,
    exists: indexes?.some((index) => index.name === name),
  };
}

/** @throws RestError */
export async function createIndex(name: string): Promise<void> {
  await create(INDEXES, name, {}, OF_SYSTEM);
}

/** The only index of a definition. Undefined for none, several, or a wildcard. */
function onlyIndexIn(definition = ''): string | undefined {
  const [name, ...others] = new Set(indexesIn(definition));
  return others.length > 0 || name?.includes('*') === true ? undefined : name;
}
