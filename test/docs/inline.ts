import { commands } from '../../src/commands/table.ts';
import { parseArguments } from '../../src/protocol/arguments.ts';
import { parseSearch } from '../stand-ins/splunk/programs/own-search.ts';
import { splitPipeline } from '../stand-ins/splunk/spl/pipeline.ts';
import { textOf } from './blocks.ts';

/** Searches in the text of a page that use a command of the app. In tables a pipe has a backslash. */
export function inlineSearches(page: string): readonly string[] {
  const text = textOf(page).replaceAll(/^ *```[^]*?^ *```$/gm, '');
  const spans = [...text.matchAll(/(`+)\s?([^]+?)\s?\1(?!`)/g)].map(([, , span = '']) =>
    span.replaceAll('\\|', '|'),
  );
  return spans.filter((span) => /\|\s*misp\w+/.test(span) && /^\s*(?:…\s*)?(?:\||index=|`)/.test(span));
}

/** Options in a search that its commands of the app do not have. Values with … or <…> stand for any. */
export function unknownOptions(search: string): readonly string[] {
  return splitPipeline(search.replace(/^…\s*/, '')).flatMap(({ name, args }) => {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) return name.startsWith('misp') ? [`${name}: no such command`] : [];
    const given = parseSearch(`${name} ${args}`).args.filter((one) => !/…|<.*>/.test(one));
    return parseArguments(given, command.options as Parameters<typeof parseArguments>[1])
      .mistakes.filter((mistake) => !mistake.includes(' is missing:'))
      .map((mistake) => `${name}: ${mistake}`);
  });
}
