import { lab } from './lab.ts';
import type { Comparison } from './tally.ts';

/** The ids of the attributes that a search of mispgetioc gives, in its order; a row for each. */
export async function idsOf(options: string): Promise<readonly string[]> {
  const plain = 'expand_object=true include_sightings=false geteventtag=false';
  const rows = await lab().search(`mispgetioc ${plain} ${options}`);
  return rows.map((row) => String(row['misp_attribute_id']));
}

/** Compares sets of ids; counts an id that comes twice, too. */
export function sameIds(
  where: string,
  actual: readonly string[],
  expected: Iterable<string>,
  comparison: Comparison,
): void {
  const wanted = new Set(expected);
  const seen = new Set(actual);
  const missing = [...wanted].filter((id) => !seen.has(id));
  const extra = [...seen].filter((id) => !wanted.has(id));
  comparison.rows += wanted.size;
  comparison.values += 1;
  if (missing.length > 0)
    comparison.mismatch(`${where}: ${missing.length} missing, like ${missing.slice(0, 3).join()}`);
  if (extra.length > 0)
    comparison.mismatch(`${where}: ${extra.length} too many, like ${extra.slice(0, 3).join()}`);
  if (actual.length > seen.size) comparison.mismatch(`${where}: ${actual.length - seen.size} twice`);
}
