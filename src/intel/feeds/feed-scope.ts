import { ATTRIBUTE_RULES, OBJECT_RULES, type Part } from '../mapping.ts';

/** What decides where an attribute goes. */
interface Kind {
  readonly type: string;
  /** Blank outside of objects. */
  readonly relation: string;
}

/**
 * Whether a feed can have a row of such an attribute in which the field is about this part of it: a column, or
 * `<object>/<number>`. An attribute whose type was corrected leaves the feed where it was.
 */
export function takes(feed: string, field: string, kind: Kind): boolean {
  const [object, index] = field.split('/');
  if (index !== undefined)
    return OBJECT_RULES.some(
      (rule) =>
        rule.feed === feed &&
        rule.object === object &&
        [...rule.knownBy, ...rule.columns.flatMap(({ from }) => from)].some((part) => isOf(kind, part)),
    );
  return ATTRIBUTE_RULES.some(
    ({ feed: name, types, whole, left, right }) =>
      name === feed &&
      types.includes(kind.type) &&
      [whole, left, right].some((target) => target?.[0] === field),
  );
}

function isOf({ type, relation }: Kind, part: Part): boolean {
  return (part.type ?? type) === type && (part.relation ?? relation) === relation;
}
