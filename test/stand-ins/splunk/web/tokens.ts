/** Of several values a list. */
export type Tokens = Readonly<Record<string, string | readonly string[]>>;

const TOKEN = /\$([\w.]+)((?:\|\w+)*)\$/g;

/** The names of the tokens in a text. */
export function tokensIn(text: string): string[] {
  return Array.from(text.matchAll(TOKEN), ([, name = '']) => name);
}

/** A text with values for its tokens: `|s` quotes them for a search, as JSON does. @throws Error on an unknown token or filter */
export function resolved(text: string, tokens: Tokens): string {
  return text.replace(TOKEN, (whole, name: string, filter: string) => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`Nothing sets the token ${whole}.`);
    if (filter !== '' && filter !== '|s') throw new Error(`The filter of ${whole} is not supported.`);
    const values = typeof value === 'string' ? [value] : value;
    return values.map((one) => (filter === '|s' ? JSON.stringify(one) : one)).join(',');
  });
}
