import type { NormaliseOptions } from '../values/normalise.ts';
import type { Indicator } from '../rows/indicator.ts';
import { type MatchKind, MATCH_RULES, type MatchRule } from './kinds.ts';
import { normalForm, ownsNamesBelow } from './normal-forms.ts';

/** What a document of an attribute is found by. */
export interface MatchKey {
  readonly kind: MatchKind | 'network';
  /** `<kind>:<value>`; of a network, `network:<address>/<length>`. */
  readonly key: string;
  /** What the same event must have, too, where the data model has a field for it: a port, or the data of a registry value. */
  readonly needs: string | undefined;
  /** Whether a name below it matches. */
  readonly matchesBelow: boolean;
}

/** @param part of the value, counted from 1; composites have two. Undefined when this part is not looked for. */
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
  const needs = rule.needsOther === true && other.trim() !== '' ? otherForm(other) : undefined;
  if (needs !== undefined && rule.kind !== 'registry' && !PORT.test(needs)) return undefined;
  const kind = rule.kind === 'address' && form.includes('/') ? 'network' : rule.kind;
  return {
    kind,
    key: `${kind}:${form}`,
    needs,
    matchesBelow: rule.matchesBelow === true && ownsNamesBelow(form),
  };
}

/** The searches look for it in a list of ports by a regular expression, which nothing else may become a part of. */
const PORT = /^\d{1,5}$/;

function otherForm(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Which of an attribute's documents it is: only types that are called composites have two. A malware-sample has one. */
function documentPart(type: string, { part }: MatchRule): number {
  return part === 'right' && type.includes('|') ? 2 : 1;
}

const RULES = new Map<string, MatchRule[]>();
for (const rule of MATCH_RULES)
  for (const type of rule.types) RULES.set(type, [...(RULES.get(type) ?? []), rule]);
