import { addToGroup } from '../../common/group-by.ts';
import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import { type Target, targetResolver } from './event-target.ts';

/** The results for one event. */
export interface EventGroup {
  /** Id or uuid; absent for a new event. */
  readonly id?: string;
  readonly rows: readonly Row[];
}

/**
 * Groups results by event, in order of appearance: a group for each event that the parameter eventid names, and for new
 * events one for each value of `groupColumn`. Results with a mistake are reported as failed.
 */
export function groupByEvent(context: AlertContext, groupColumn: string): readonly EventGroup[] {
  const { rows, columns, values } = context;
  const targetOf = targetResolver(values['eventid'] ?? '', columns);
  const groups = new Map<string, { id?: string; rows: Row[] }>();
  const mistakes = new Map<string, Row[]>();
  for (const row of rows) {
    const target = targetOf(row);
    if (target.kind === 'mistake') {
      addToGroup(mistakes, target.text, row);
      continue;
    }
    const key = keyOf(target, row, groupColumn);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { ...(target.kind === 'event' && { id: target.id }), rows: [row] });
  }
  for (const [text, failedRows] of mistakes)
    context.reportFailure(failedRows, `${failedRows.length} of the results were not sent to MISP: ${text}`);
  return [...groups.values()];
}

function keyOf(target: Target, row: Row, newBy: string): string {
  if (target.kind === 'event') return JSON.stringify(['event', target.id]);
  return JSON.stringify(['new', [row[newBy] ?? ''].flat()]);
}
