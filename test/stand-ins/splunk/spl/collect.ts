import { type Command, type Context, later } from './context.ts';
import { textOf } from './results.ts';
import { parseWords } from './words.ts';

/** Who writes what is collected: neither host nor source of the rows is kept. */
const HOST = 'search-head';
const SOURCE = '/opt/splunk/var/spool/splunk/collect.stash_new';

/**
 * Writes the `_raw` of each row into an index, with the time that props.conf finds in it, and passes the rows on. What
 * Splunk puts before `_raw` unless it is told not to would make it no JSON; rows without are not supported.
 */
export const collect: Command = later((args, context, { name }) => {
  const { options, words } = parseWords(name, args, {
    index: 'text',
    sourcetype: 'text',
    addinfo: 'boolean',
    addtime: 'boolean',
  });
  const { index, sourcetype, addinfo, addtime } = options;
  if (words[0]) throw new Error(`collect does not take "${words[0].text}".`);
  if (index === undefined) throw new Error('collect needs an index.');
  if (sourcetype === undefined) throw new Error('collect without sourcetype=, as stash, is not supported.');
  if (addinfo !== false || addtime !== false)
    throw new Error('collect without addinfo=false and addtime=false is not supported.');
  const time = timeFinder(sourcetype, context);
  return (results) => {
    const events = results.rows.map((row) => {
      const raw = textOf(row['_raw']);
      if (raw === undefined) throw new Error('collect of rows without _raw is not supported.');
      return { index, time: time(raw), host: HOST, source: SOURCE, sourcetype, raw };
    });
    // Splunk writes a search's results newest first or as they come: within one second this order counts for nothing.
    for (const event of events) context.splunk.index.add(event, context.now);
    return results;
  };
});

/** The index-time rules of a sourcetype. @throws Error on what is not supported, and on an event that they would spoil */
function timeFinder(sourcetype: string, context: Context): (raw: string) => number {
  const stanza = context.conf('props').get(sourcetype);
  const [prefix, format] = [stanza?.get('TIME_PREFIX'), stanza?.get('TIME_FORMAT')];
  if (prefix === undefined || format !== '%s')
    throw new Error(`[${sourcetype}] of props.conf needs TIME_PREFIX and TIME_FORMAT = %s.`);
  const lookahead = Number(stanza?.get('MAX_TIMESTAMP_LOOKAHEAD') ?? 128);
  const maxDays = Number(stanza?.get('MAX_DAYS_AGO') ?? 2000);
  const maxBytes = Number(stanza?.get('TRUNCATE') ?? 10_000);
  const pattern = new RegExp(prefix, 'u');
  return (raw) => {
    if (Buffer.byteLength(raw) > maxBytes) throw new Error(`TRUNCATE of [${sourcetype}] would cut an event.`);
    if (/[\r\n]/.test(raw)) throw new Error('An event of several lines is not supported.');
    const before = pattern.exec(raw);
    const text = before && raw.slice(before.index + before[0].length).slice(0, lookahead);
    const digits = /^\d+/.exec(text ?? '')?.[0];
    if (digits === undefined) throw new Error(`There is no time in: ${raw.slice(0, 200)}`);
    if (context.now - Number(digits) > maxDays * 86_400)
      throw new Error(`MAX_DAYS_AGO of [${sourcetype}] would give ${digits} another time.`);
    return Number(digits);
  };
}
