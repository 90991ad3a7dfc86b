import { type Command, type Context, later, SearchFailed } from './context.ts';
import { lookupNamed } from './lookups.ts';
import { NOTHING, together } from './results.ts';
import { parseWords, type Word } from './words.ts';

/** A lookup that cannot be read is a WARN and no rows, unless the command is the first or strict. */
export const inputlookup: Command = (args, context, { isFirst, name }) => {
  const { options, words } = parseWords(name, args, { append: 'boolean', strict: 'boolean' });
  if (!isFirst && options.append !== true)
    throw new Error('inputlookup without append=true must be the first command.');
  const lookup = lookupNamed(onlyWord(name, words), context);
  return (results) => {
    const found = lookup.read();
    if (typeof found !== 'string') return together(results, found);
    if (isFirst || options.strict === true)
      throw new SearchFailed(`Error in 'inputlookup' command: ${found}`);
    context.messages.push(['WARN', found]);
    return together(results, NOTHING);
  };
};

/** Passes its rows on. With key_field, append is true unless the search says otherwise. */
export const outputlookup: Command = later((args, context: Context, { name }) => {
  const { options, words } = parseWords(name, args, {
    append: 'boolean',
    override_if_empty: 'boolean',
    key_field: 'text',
    createinapp: 'boolean',
  });
  if (options.createinapp === false) throw new Error('createinapp=false of outputlookup is not supported.');
  const lookup = lookupNamed(onlyWord(name, words), context);
  const keyField = options.key_field;
  const how = {
    append: options.append ?? keyField !== undefined,
    overrideIfEmpty: options.override_if_empty ?? true,
    keyField,
  };
  return (results) => {
    lookup.write(results, how);
    return results;
  };
});

function onlyWord(command: string, words: readonly Word[]): string {
  const [word, more] = words;
  if (!word) throw new Error(`${command} needs the name of a lookup.`);
  if (more) throw new Error(`${command} takes one lookup, and not "${more.text}" too.`);
  return word.text;
}
