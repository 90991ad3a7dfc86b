import type { Context } from './context.ts';
import { csvLookup } from './csv-lookup.ts';
import { kvLookup } from './kv-lookup.ts';
import type { Lookup } from './lookup-table.ts';

/** Settings that change nothing here. */
const HARMLESS = ['allow_caching', 'batch_index_query', 'replicate'];
const DEFAULT_MAX_MATCHES = 100;

/** @throws Error when transforms.conf has no such lookup, or with settings that are not supported */
export function lookupNamed(name: string, context: Context): Lookup {
  if (name.endsWith('.csv'))
    return { maxMatches: DEFAULT_MAX_MATCHES, ...csvLookup(name, context.splunk.appDir) };
  const stanza = context.conf('transforms').get(name);
  if (!stanza) throw new Error(`Unknown lookup "${name}": transforms.conf has no such stanza.`);
  const settings = new Map([...stanza].filter(([key]) => !HARMLESS.includes(key)));
  const take = (key: string): string | undefined => {
    const value = settings.get(key);
    settings.delete(key);
    return value;
  };
  const maxMatches = Number(take('max_matches') ?? DEFAULT_MAX_MATCHES);
  if (!(maxMatches >= 1 && maxMatches <= 1000))
    throw new Error(`max_matches of ${name} is a number from 1 to 1000.`);
  if (settings.get('case_sensitive_match') === 'true') take('case_sensitive_match');
  const filename = take('filename');
  const matchType = take('match_type');
  const networkField = /^CIDR\((\w+)\)$/.exec(matchType ?? '')?.[1];
  if (matchType !== undefined && (networkField === undefined || filename === undefined))
    throw new Error(`match_type of ${name} is CIDR(<field>), for a CSV lookup.`);
  const table =
    filename === undefined ? kvLookup(name, take, context) : csvLookup(filename, context.splunk.appDir);
  const [unknown] = settings.keys();
  if (unknown !== undefined) throw new Error(`${unknown} of the lookup ${name} is not supported.`);
  return { maxMatches, ...(networkField !== undefined && { networkField }), ...table };
}
