import type { Conf } from '../conf.ts';

/** Macros in macros: more than this is one that holds itself. */
const DEPTH = 20;

const PIECE = /"(?:\\[^]|[^"\\])*"|`([^`]*)`|`/g;

/**
 * Replaces the macros between backticks outside double quotes by their definitions, and those in the definitions.
 *
 * @throws Error on an unknown macro, on arguments and on iseval, which are not supported
 */
export function expandMacros(
  search: string,
  conf: Conf,
  overrides: Readonly<Record<string, string>> = {},
  depth = 0,
): string {
  return search.replace(PIECE, (piece, name: string | undefined) => {
    if (piece.startsWith('"')) return piece;
    if (name === undefined) throw new Error(`A backtick is not closed in: ${search.trim()}`);
    if (depth === DEPTH) throw new Error(`The macro ${name} is too deep: it seems to hold itself.`);
    return expandMacros(definitionOf(name.trim(), conf, overrides), conf, overrides, depth + 1);
  });
}

function definitionOf(name: string, conf: Conf, overrides: Readonly<Record<string, string>>): string {
  if (!/^[\w.-]+$/.test(name))
    throw new Error(`Only macros without arguments are supported, not \`${name}\`.`);
  const stanza = conf.get(name);
  if (stanza?.has('iseval')) throw new Error(`iseval of the macro ${name} is not supported.`);
  const definition = Object.hasOwn(overrides, name) ? overrides[name] : stanza?.get('definition');
  if (definition === undefined) throw new Error(`Unknown macro \`${name}\`.`);
  return definition;
}
