import type { Stage } from '../stand-ins/splunk/spl/context.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { answersOf, definitionIn, initialTokens } from './dashboards.ts';

/** What a search of a dashboard goes through. */
export interface SearchSize {
  readonly name: string;
  /** The search whose rows it takes. */
  readonly extend?: string;
  /** Rows that the search head gets: events, or of a chain the rows of the search before. */
  readonly read: number;
  /** Fields of each that `fields` keeps; 0 without it. */
  readonly fields: number;
  /** Rows that the first command hands on which has all rows before it gives one; those of events are one for each attribute. */
  readonly reduced: number;
  /** The most rows that a sort takes. */
  readonly sorted: number;
  /** Rows that it ends with. */
  readonly shown: number;
}

/** Those that have all rows before they give the first. */
const REDUCING = ['stats', 'timechart', 'sort', 'dedup', 'eventstats'];

/** What each search of a dashboard reads, keeps and shows as it is opened. @param now Unix seconds */
export async function sizesOf(splunk: StandInSplunk, view: string, now: number): Promise<SearchSize[]> {
  const definition = definitionIn(splunk.appDir, view);
  const stages = new Map<string, Stage[]>();
  const answers = await answersOf(splunk, definition, initialTokens(definition), now, (name, stage) => {
    stages.set(name, [...(stages.get(name) ?? []), stage]);
  });
  return Object.entries(definition.dataSources).map(([name, { options }]) => {
    const own = stages.get(name) ?? [];
    // Stages of subsearches in the first terms come before them.
    const first = options.query.startsWith('|') ? own[0] : own.find(({ command }) => command === 'search');
    const before = options.extend === undefined ? first?.rowsOut : first?.rowsIn;
    const narrowed = own.find(({ command }) => command === 'fields');
    return {
      name,
      ...(options.extend !== undefined && { extend: options.extend }),
      read: before ?? 0,
      fields: narrowed?.args.split(/\s+/).length ?? 0,
      reduced: own.find(({ command }) => REDUCING.includes(command))?.rowsOut ?? 0,
      sorted: Math.max(0, ...own.filter(({ command }) => command === 'sort').map(({ rowsIn }) => rowsIn)),
      shown: answers.get(name)?.rows.length ?? 0,
    };
  });
}
