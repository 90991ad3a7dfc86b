import { UsageError } from '../build/command-line.mjs';
import { commands } from '../src/commands/table.ts';
import { unknownNameMessage } from '../src/protocol/arguments.ts';
import { parseSearch } from '../test/stand-ins/splunk/programs/own-search.ts';

/** A search of one command of the app. */
export interface OwnSearch {
  readonly text: string;
  readonly command: string;
  /** Whether the command works on rows that it is given. */
  readonly needsRows: boolean;
}

/**
 * The search of the words on a command line: one in quotes, or a command and its options as words of their own.
 * @throws UsageError for a pipeline or an unknown command
 */
export function searchOf(words: readonly string[]): OwnSearch {
  const text = words.length === 1 ? (words[0] ?? '') : words.map(withQuotes).join(' ');
  refusePipes(text);
  const { command } = parseSearch(text);
  const declaration = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!declaration) throw new UsageError(unknownNameMessage(command, Object.keys(commands), 'command'));
  return { text, command, needsRows: declaration.kind === 'streaming' };
}

/** The shell has taken the quotation marks of `tags="a b"`; a search needs them. */
function withQuotes(word: string): string {
  const [, name, value = ''] = /^([A-Za-z_][\w-]*)=([^"]*[\s|][^"]*)$/.exec(word) ?? [];
  return name === undefined ? word : `${name}="${value.replaceAll('\\', '\\\\')}"`;
}

function refusePipes(text: string): void {
  const bare = text.replace(/^\s*\|/, '').replace(/"(?:\\[^]|[^"\\])*"/g, '""');
  const word = /(\w+)=[^\s"|]+\|\S+/.exec(bare);
  if (word) throw new UsageError(`Put quotation marks around a value with a pipe: ${word[1]}="…|…".`);
  if (bare.includes('|'))
    throw new UsageError(
      'This tool runs one command, without a pipeline. Use --limit 3 for fewer rows, and --input FILE.csv for rows to start from.',
    );
}
