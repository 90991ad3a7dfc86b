/** A word of a search: text without blanks, in which quoted parts may have blanks. */
const WORD = /(?:[^\s"]|"(?:\\[^]|[^"\\])*")+/g;

/** Splits options of a search command as splunkd does, quotation marks included. */
export function splitWords(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** Removes the quotation marks of a word. Within them a backslash escapes a quotation mark or a backslash. */
export function unquoteWord(word: string): string {
  return word.replace(/"((?:\\[^]|[^"\\])*)"/g, (_whole, inside: string) =>
    inside.replace(/\\(["\\])/g, '$1'),
  );
}
