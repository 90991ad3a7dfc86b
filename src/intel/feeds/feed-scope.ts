import { ATTRIBUTE_RULES, OBJECT_RULES, type Part } from '../mapping.ts';

/** The properties that determine the feed of an attribute. */
interface AttributeKind {
  readonly type: string;
  /** Blank outside of objects. */
  readonly relation: string;
}

/**
 * Whether a feed can have a row for this field of an attribute of this kind. The field is a column or
 * `<object>/<number>`. When the type of an attribute is corrected, its row leaves the former feed.
 */
export function feedAccepts(feed: string, field: string, kind: AttributeKind): boolean {
  const [object, index] = field.split('/');
  if (index !== undefined)
    return OBJECT_RULES.some(
      (rule) =>
        rule.feed === feed &&
        rule.object === object &&
        [...rule.requiredAny, ...rule.columns.flatMap(({ from }) => from)].some((part) =>
          matchesPart(kind, part),
        ),
    );
  return ATTRIBUTE_RULES.some(
    ({ feed: name, types, whole, left, right }) =>
      name === feed &&
      types.includes(kind.type) &&
      [whole, left, right].some((target) => target?.[0] === field),
  );
}

function matchesPart({ type, relation }: AttributeKind, part: Part): boolean {
  return (part.type ?? type) === type && (part.relation ?? relation) === relation;
}
