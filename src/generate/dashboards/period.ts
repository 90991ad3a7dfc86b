const BOUNDS =
  '| makeresults | addinfo | eval start=info_min_time, end=coalesce(tonumber(info_max_time), now())';

/**
 * Terms: the time range of the dashboard, and as much time before it. All time has nothing before it. Both ends are there, since a search
 * with an `earliest` alone would end now.
 */
export const WITH_PERIOD_BEFORE = `[${BOUNDS} | eval before=2 * start - end, search="earliest=".round(if(start > 0 AND before > 1, before, 1))." latest=".round(end) | table search ]`;

/** An expression: whether an event is in the time range (`now`), or in the period before it (`before`). */
export const PERIOD = `if(_time >= [${BOUNDS} | eval search=start | table search ], "now", "before")`;

/**
 * Goes on with rows that have a `period`: one row with `field` in the time range, and `change`, by how much that is more than in the period before.
 *
 * @param count of a row
 */
export function againstPeriodBefore(field: string, count: string): string[] {
  return [
    `| eval current=if(period="now", ${count}, 0), earlier=if(period="before", ${count}, 0)`,
    `| stats count sum(current) AS ${field} sum(earlier) AS earlier | fillnull value=0 ${field} earlier`,
    `| eval change=${field} - earlier | table ${field} change`,
  ];
}
