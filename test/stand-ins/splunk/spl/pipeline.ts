export interface Segment {
  readonly name: string;
  /** As typed. */
  readonly args: string;
}

/** The commands of a search. @throws Error on a pipe that nothing follows, and on brackets or quotes left open */
export function splitPipeline(search: string): Segment[] {
  const parts = cut(search.replace(/^\s*\|/, ''), '|');
  return parts.map((part) => {
    const [, name, args = ''] = /^\s*([^\s[\]"]+)([^]*)$/.exec(part) ?? [];
    if (name === undefined) throw new Error(`There is no command between the pipes of: ${search.trim()}`);
    return { name, args: args.trim() };
  });
}

const PIECE = /"(?:\\[^]|[^"\\])*"|[^]/g;

/** Cuts at each separator that is outside double quotes and brackets. */
export function cut(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === '"') throw new Error(`A quote is not closed in: ${text.trim()}`);
    if (piece === '[') depth += 1;
    if (piece === ']') depth -= 1;
    if (depth < 0) break;
    if (piece !== separator || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  if (depth !== 0) throw new Error(`The brackets do not match in: ${text.trim()}`);
  return [...parts, text.slice(start)];
}

/** The inside of `[ … ]`, which is all that the arguments may be. */
export function subpipelineOf(command: string, args: string): string {
  const inside = /^\[([^]*)\]$/.exec(args)?.[1];
  if (inside === undefined)
    throw new Error(`${command} takes one [ subsearch ] and no options, not: ${args}`);
  return inside;
}
