import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Stanza = ReadonlyMap<string, string>;

/** Stanzas of a conf file by name. */
export type Conf = ReadonlyMap<string, Stanza>;

/**
 * A conf of an installed app: its `default`, with `local` laid over it key by key, as splunkd layers them.
 *
 * @param name without `.conf`; an app without such a file has no stanzas of it
 */
export function readConf(appDir: string, name: string): Conf {
  const layered = new Map<string, Map<string, string>>();
  for (const layer of ['default', 'local']) {
    const path = join(appDir, layer, `${name}.conf`);
    if (!existsSync(path)) continue;
    for (const [stanza, keys] of parseConf(readFileSync(path, 'utf8'))) {
      const known = layered.get(stanza) ?? new Map<string, string>();
      for (const [key, value] of keys) known.set(key, value);
      layered.set(stanza, known);
    }
  }
  return layered;
}

/** @throws Error on a line that is neither a stanza, a comment nor `key = value` */
export function parseConf(text: string): Conf {
  const conf = new Map<string, Map<string, string>>();
  let stanza = 'default';
  for (const line of logicalLines(text)) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const name = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (name !== undefined) {
      stanza = name;
      conf.set(stanza, conf.get(stanza) ?? new Map<string, string>());
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`Not a line of a conf file: ${line}`);
    const keys = conf.get(stanza) ?? new Map<string, string>();
    keys.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
    conf.set(stanza, keys);
  }
  return conf;
}

/** A boolean of a conf file; anything that is no word for true is false. */
export function isTrue(value: string | undefined): boolean {
  return /^(true|t|yes|y|1)$/i.test(value ?? '');
}

/** A backslash at the end of a line continues a value on the next; the value holds the newline. Comments end with their line. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let isContinued = false;
  for (const line of text.split(/\r?\n/)) {
    const isComment: boolean = !isContinued && line.trimStart().startsWith('#');
    const continues: boolean = !isComment && line.endsWith('\\');
    const part = continues ? line.slice(0, -1) : line;
    if (isContinued) lines.push(`${lines.pop() ?? ''}\n${part}`);
    else lines.push(part);
    isContinued = continues;
  }
  return lines;
}
