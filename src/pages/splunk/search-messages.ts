import * as v from 'valibot';

/** The messages of a search, as splunkd returns them with results and with a job. */
export const SearchMessages = v.optional(v.array(v.object({ type: v.string(), text: v.string() })), []);

/** Why a search failed, from its messages. Blank when none is an error. */
export function failureIn(messages: v.InferOutput<typeof SearchMessages>): string {
  const texts = messages
    .filter(({ type }) => ['FATAL', 'ERROR'].includes(type.toUpperCase()))
    .map(({ text }) => text.replace(/^Error in '\w+' command: /, ''));
  // splunkd may return the message of a command twice, once with the prefix that was removed above.
  return [...new Set(texts)].join(' ');
}
