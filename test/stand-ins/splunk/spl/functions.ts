import { each, filtered, listFunctions } from './list-functions.ts';
import { jsonArray, jsonObject } from './json-functions.ts';
import { durationOf, numberFunctions } from './number-functions.ts';
import { expectBooleans, expectValues, type Node } from './operators.ts';
import { textFunctions, type ValueFunction } from './text-functions.ts';
import { relativeTime } from './relative-time.ts';
import { compare, numberOf, textOfValue, type Value } from './values.ts';

/** Makes a node of the arguments. @param now Unix seconds @throws Error on the wrong number or kind of arguments */
export type EvalFunction = (args: readonly Node[], now: number) => Node;

/** @throws Error on a function that is not known */
export function functionNamed(name: string): EvalFunction {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new Error(`Unknown function ${name}().`);
  return (args, now) => {
    const { least, most, make } = found;
    if (args.length < least || args.length > most)
      throw new Error(`${name}() does not take ${args.length} arguments.`);
    return make(args, now, name);
  };
}

interface Definition {
  readonly least: number;
  readonly most: number;
  readonly make: (args: readonly Node[], now: number, name: string) => Node;
}

function of(least: number, most: number, make: Definition['make']): Definition {
  return { least, most, make };
}

/** A function of values. */
function values(
  least: number,
  most: number,
  kind: Node['kind'],
  calculate: (args: readonly Value[], now: number) => Value,
): Definition {
  return of(least, most, (args, now, name) => {
    expectValues(`${name}()`, args);
    const fields = [...new Set(args.flatMap(({ field }) => field ?? []))];
    return {
      kind,
      ...(fields[0] !== undefined && fields.length === 1 && { field: fields[0] }),
      value: (row) =>
        calculate(
          args.map((arg) => arg.value(row)),
          now,
        ),
    };
  });
}

/** The kind that all of the branches are of; null goes with either. */
function commonKind(name: string, nodes: readonly Node[]): Node['kind'] {
  const kinds = new Set(nodes.map(({ kind }) => kind).filter((kind) => kind !== 'null'));
  if (kinds.size > 1) throw new Error(`${name}() has a condition beside a value.`);
  return [...kinds][0] ?? 'null';
}

function definitionOf({ least, most, kind, calculate }: ValueFunction): Definition {
  return values(least, most, kind ?? 'value', calculate);
}

/** @throws Error on another base than 16 */
function inBase(text: string | null, base: number | null): number | null {
  if (base !== 16) throw new Error('tonumber() supports the base 16 only.');
  return text !== null && /^[\da-f]+$/i.test(text) ? Number.parseInt(text, 16) : null;
}

const FUNCTIONS: Readonly<Record<string, Definition>> = {
  now: of(0, 0, (_args, now) => ({ kind: 'value', value: () => now })),
  true: of(0, 0, () => ({ kind: 'boolean', value: () => true })),
  false: of(0, 0, () => ({ kind: 'boolean', value: () => false })),
  null: of(0, 0, () => ({ kind: 'null', value: () => null })),
  isnull: values(1, 1, 'boolean', ([value]) => value === null),
  isnotnull: values(1, 1, 'boolean', ([value]) => value !== null),
  coalesce: values(1, Infinity, 'value', (all) => all.find((value) => value !== null) ?? null),
  nullif: values(2, 2, 'value', ([one = null, other = null]) =>
    compare('=', one, other) === true ? null : one,
  ),
  tonumber: values(1, 2, 'value', ([value = null, base]) =>
    base === undefined ? numberOf(value) : inBase(textOfValue(value), numberOf(base)),
  ),
  mvmap: of(2, 2, ([list, expression]) => each(list, expression)),
  mvfilter: of(1, 1, ([condition]) => filtered(condition)),
  json_object: of(2, Infinity, jsonObject),
  mv_to_json_array: of(1, 1, jsonArray),
  tostring: of(1, 2, ([node, format]) => ({
    kind: 'value',
    value: (row) => {
      const value = node?.value(row) ?? null;
      if (!format) return textOfValue(value);
      if (format.value(row) !== 'duration')
        throw new Error('tostring() supports the format "duration" only.');
      return durationOf(value);
    },
  })),
  relative_time: values(2, 2, 'value', ([time = null, modifier = null]) =>
    relativeTime(numberOf(time), textOfValue(modifier)),
  ),
  // What is not true, as null is not, is the last.
  if: of(3, 3, (args, _now, name) => {
    const [condition, then, otherwise] = args as [Node, Node, Node];
    expectBooleans(`${name}()`, [condition]);
    return {
      kind: commonKind(name, [then, otherwise]),
      value: (row) => (condition.value(row) === true ? then : otherwise).value(row),
    };
  }),
  case: of(2, Infinity, (args, _now, name) => {
    if (args.length % 2 > 0) throw new Error('case() takes pairs of a condition and a value.');
    const conditions = args.filter((_arg, index) => index % 2 === 0);
    const results = args.filter((_arg, index) => index % 2 > 0);
    expectBooleans(`${name}()`, conditions);
    return {
      kind: commonKind(name, results),
      value: (row) => results[conditions.findIndex((one) => one.value(row) === true)]?.value(row) ?? null,
    };
  }),
  ...Object.fromEntries(
    [...textFunctions, ...listFunctions, ...numberFunctions].map((one) => [one.name, definitionOf(one)]),
  ),
};
