import type { MatchKind } from '../../intel/match/kinds.ts';
import type { MatchedField } from '../../matching/dataset.ts';

/** A field of a dataset under one of its kinds: the row that is made of each row of tstats. */
export interface Part extends MatchedField {
  readonly kind: MatchKind;
}

/**
 * eval's expression for the count of a part: zero where another part of the same row has the same value for the same asset, so that
 * an event counts once however many of its fields have the value. The part still adds its field to the match.
 *
 * The part that counts matches whatever the others match: it has the same other half beside it, or none.
 *
 * @param seenOf the value of a part, as eval takes it
 * @returns undefined for a dataset without such fields
 */
export function countedOnce(parts: readonly Part[], seenOf: (part: Part) => string): string | undefined {
  const cases = parts.flatMap((part, index) => {
    const twins = parts.filter((other, at) => countsFor(other, part, at < index));
    if (twins.length === 0) return [];
    const equal = twins.map((twin) => `${plain(twin, seenOf)}=${plain(part, seenOf)}`);
    return [`misp_match_part=${index} AND (${equal.join(' OR ')}), 0`];
  });
  return cases.length === 0 ? undefined : `case(${cases.join(', ')}, misp_match_part>=0, misp_match_count)`;
}

function countsFor(other: Part, part: Part, isEarlier: boolean): boolean {
  if (other.kind !== part.kind || other.asset !== part.asset) return false;
  return other.other === part.other ? isEarlier : other.other === undefined;
}

/** Equal values here are equal in their normal form, too. The reverse would cost that form before rows are added up. */
function plain(part: Part, seenOf: (part: Part) => string): string {
  const seen = seenOf(part);
  if (part.kind === 'url') return `replace(replace(${seen}, "^[A-Za-z][A-Za-z0-9+.-]*://", ""), "/$", "")`;
  return part.kind === 'domain' ? `replace(lower(${seen}), "[.]$", "")` : `lower(${seen})`;
}
