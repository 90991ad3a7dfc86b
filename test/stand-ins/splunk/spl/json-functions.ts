import { expectValues, type Node } from './operators.ts';
import { isList, textOfValue, type Value } from './values.ts';

/** json_object(): members by name; what is JSON itself is a part of it, and a null stays one. */
export function jsonObject(args: readonly Node[]): Node {
  if (args.length % 2 > 0) throw new Error('json_object() takes pairs of a name and a value.');
  expectValues('json_object()', args);
  const pairs = args.flatMap((name, at) => {
    const value = args[at + 1];
    return at % 2 === 0 && value ? [{ name, value }] : [];
  });
  return {
    kind: 'value',
    isJson: true,
    value: (row) =>
      JSON.stringify(
        Object.fromEntries(
          pairs.map(({ name, value }) => [textOfValue(name.value(row)), memberOf(value, value.value(row))]),
        ),
      ),
  };
}

/** mv_to_json_array(): a list of texts, also of one; null of a null. */
export function jsonArray([list]: readonly Node[]): Node {
  if (!list) throw new Error('mv_to_json_array() takes a field.');
  expectValues('mv_to_json_array()', [list]);
  return {
    kind: 'value',
    isJson: true,
    value: (row) => {
      const value = list.value(row);
      if (value === null) return null;
      return JSON.stringify(isList(value) ? value : [textOfValue(value)]);
    },
  };
}

function memberOf({ isJson }: Node, value: Value): unknown {
  if (typeof value === 'number') return value;
  if (isList(value))
    throw new Error('json_object() of several values is not supported: use mv_to_json_array().');
  const text = textOfValue(value);
  return isJson === true && text !== null ? (JSON.parse(text) as unknown) : text;
}
