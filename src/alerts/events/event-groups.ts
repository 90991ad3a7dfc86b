import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import { type Target, targetsFor } from './event-target.ts';

/** Results that are put into one event. */
export interface EventGroup {
  /** Absent for an event to be made. */
  readonly id?: string;
  readonly rows: readonly Row[];
}

/**
 * The results by their events, in the order in which these come: a group for each event that the parameter eventid names, and
 * one for each value of a column for those that are new. Results with a mistake are reported as failed.
 */
export function eventGroups(context: AlertContext, newBy: string): readonly EventGroup[] {
  const { rows, columns, values } = context;
  const targetOf = targetsFor(values['eventid'] ?? '', columns);
  const groups = new Map<string, { id?: string; rows: Row[] }>();
  const mistakes = new Map<string, Row[]>();
  for (const row of rows) {
    const target = targetOf(row);
    if (target.kind === 'mistake') {
      mistakes.set(target.text, [...(mistakes.get(target.text) ?? []), row]);
      continue;
    }
    const key = keyOf(target, row, newBy);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { ...(target.kind === 'event' && { id: target.id }), rows: [row] });
  }
  for (const [text, its] of mistakes)
    context.failed(its, `Nothing was made of ${its.length} of the results: ${text}`);
  return [...groups.values()];
}

function keyOf(target: Target, row: Row, newBy: string): string {
  if (target.kind === 'event') return JSON.stringify(['event', target.id]);
  return JSON.stringify(['new', [row[newBy] ?? ''].flat()]);
}
