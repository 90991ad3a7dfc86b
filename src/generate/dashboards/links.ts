import type { Link } from './types.ts';

/** Looks up the value of a row. */
export const LOOK_UP: Link = {
  url: '/app/SA-misp/misp_lookup?form.value=$row.Value.value|u$',
  columns: ['Value'],
};

/** The event of a row in MISP. The search that makes `_misp` checks it. */
export const MISP_LINK: Link = { url: '$row._misp.value|n$', columns: ['Open'] };

/** The page that a guide leads to. The search names one of ours. */
export const GUIDE: Link = { url: '/app/SA-misp/$row._page.value|n$', columns: ['Open'] };

/** The event of a row on the dashboard MISP event. @param fields the columns of the instance and of the event's id */
export function eventLinks({
  instance,
  id,
  columns,
}: {
  readonly instance: string;
  readonly id: string;
  readonly columns: readonly string[];
}): Link[] {
  return [
    {
      url: `/app/SA-misp/misp_event?form.instance=$row.${instance}.value|u$&form.event=$row.${id}.value|u$`,
      columns,
    },
  ];
}
