import { unquote } from '../programs/own-search.ts';

type Kind = 'boolean' | 'integer' | 'text';

interface TypeOf {
  boolean: boolean;
  integer: number;
  text: string;
}

export interface Words<S extends Readonly<Record<string, Kind>>> {
  readonly options: { readonly [K in keyof S]?: TypeOf[S[K]] };
  /** What is no option, unquoted; commas are only between them. */
  readonly words: readonly Word[];
}

export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Arguments that are options (`name=value`, anywhere) and words. @throws Error on an unknown or malformed option */
export function parseWords<const S extends Readonly<Record<string, Kind>>>(
  command: string,
  args: string,
  kinds: S,
): Words<S> {
  const options: Record<string, unknown> = {};
  const words: Word[] = [];
  for (const [raw] of args.matchAll(/(?:[^\s",]|"(?:\\[^]|[^"\\])*")+/g)) {
    const [, name, value] = /^([^\s="(]+)=([^]*)$/.exec(raw) ?? [];
    if (name === undefined || value === undefined) {
      words.push({ text: unquote(raw), isQuoted: raw.startsWith('"') });
      continue;
    }
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw new Error(`Unknown option "${name}" of ${command}.`);
    if (name in options) throw new Error(`The option ${name} of ${command} is there twice.`);
    options[name] = valueOf(command, name, unquote(value), kind);
  }
  return { options: options as Words<S>['options'], words };
}

/** Names of fields. @throws Error on none, and on what is no name, as wildcards are not */
export function fieldNames(command: string, words: readonly Word[]): string[] {
  if (words.length === 0) throw new Error(`${command} needs the name of a field.`);
  return words.map((word) => fieldName(command, word));
}

export function fieldName(command: string, { text, isQuoted }: Word): string {
  if (
    isQuoted
      ? text === '' || text.includes('*')
      : !/^[^\s"'`()[\]|,=*<>!+-][^\s"'`()[\]|,=*<>!+]*$/.test(text)
  ) {
    throw new Error(`${command} takes names of fields (wildcards are not supported), not "${text}".`);
  }
  return text;
}

function valueOf(command: string, name: string, value: string, kind: Kind): unknown {
  if (kind === 'text') return value;
  if (kind === 'integer' && /^\d+$/.test(value)) return Number(value);
  if (kind === 'boolean' && /^(true|t|1)$/i.test(value)) return true;
  if (kind === 'boolean' && /^(false|f|0)$/i.test(value)) return false;
  throw new Error(`${name} of ${command} is a ${kind}, not "${value}".`);
}
