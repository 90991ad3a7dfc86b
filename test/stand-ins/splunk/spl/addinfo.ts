import { type Command, later } from './context.ts';

/**
 * Adds what the search is: the ends of the time range that it is run with, as seconds with three decimals, all time as 0.000.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/Addinfo
 */
export const addinfo: Command = later((args, { now, options }) => {
  if (args !== '') throw new Error(`addinfo does not take "${args}".`);
  const { earliest = 0, latest = 0 } = options;
  const info = {
    info_min_time: earliest.toFixed(3),
    info_max_time: latest === 0 ? '+Infinity' : latest.toFixed(3),
    info_search_time: now.toFixed(3),
  };
  return ({ rows, fields }) => ({
    fields: [...new Set([...fields, ...Object.keys(info)])],
    rows: rows.map((row) => ({ ...row, ...info })),
  });
});
