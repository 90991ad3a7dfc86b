import { groupByEach } from '../../common/group-by.ts';
import type { NormaliseOptions } from '../values/normalise.ts';
import type { Indicator } from '../rows/indicator.ts';
import { type MatchKind, MATCH_RULES, type MatchRule } from './kinds.ts';
import { caseless, normalForm, ownsNamesBelow } from './normal-forms.ts';

/** The key by which searches find the document of an attribute. */
export interface MatchKey {
  readonly kind: MatchKind | 'network';
  /** `<kind>:<value>`; of a network, `network:<address>/<length>`. */
  readonly key: string;
  /** The other half, which the same event must have where the data model has a field for it: a port, or the data of a registry value. */
  readonly needs: string | undefined;
  /** Whether names below it match. */
  readonly matchesBelow: boolean;
}

/** @param part which half of a composite, 1 or 2; 1 for all others. @returns undefined when this part is not compared */
export function matchKeyOf(
  { type, value, relation }: Indicator,
  part: number,
  options: NormaliseOptions,
): MatchKey | undefined {
  const rule = (RULES.get(type) ?? []).find(
    (one) => documentPart(type, one) === part && (one.relation ?? relation) === relation,
  );
  if (!rule) return undefined;
  const cut = value.indexOf('|');
  const [left, right] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
  const [text, other] =
    rule.part === 'right' ? [right, left] : rule.part === 'left' ? [left, right] : [value, ''];
  const form = normalForm(rule.kind, text, options);
  if (form === undefined) return undefined;
  const needs = rule.needsOther === true ? caseless(other) : undefined;
  if (needs !== undefined && rule.kind !== 'registry' && !PORT.test(needs)) return undefined;
  const kind = rule.kind === 'address' && form.includes('/') ? 'network' : rule.kind;
  return {
    kind,
    key: `${kind}:${form}`,
    needs,
    matchesBelow: rule.matchesBelow === true && ownsNamesBelow(form),
  };
}

/** Searches compare a port by a regular expression, so it must be digits. */
const PORT = /^\d{1,5}$/;

/** Only types with `|` have two documents. A malware-sample has one. */
function documentPart(type: string, { part }: MatchRule): number {
  return part === 'right' && type.includes('|') ? 2 : 1;
}

const RULES = groupByEach(MATCH_RULES, ({ types }) => types);
