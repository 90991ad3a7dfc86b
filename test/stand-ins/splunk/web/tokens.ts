export type Tokens = Readonly<Record<string, string>>;

const TOKEN = /\$([\w.]+)((?:\|\w+)*)\$/g;

/** The names of the tokens in a text. */
export function tokensIn(text: string): string[] {
  return Array.from(text.matchAll(TOKEN), ([, name = '']) => name);
}

/** A text with values for its tokens: `|s` quotes them for a search. @throws Error on an unknown token or filter */
export function resolved(text: string, tokens: Tokens): string {
  return text.replace(TOKEN, (whole, name: string, filter: string) => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`Nothing sets the token ${whole}.`);
    if (filter === '') return value;
    if (filter !== '|s') throw new Error(`The filter of ${whole} is not supported.`);
    return `"${value.replace(/["\\]/g, String.raw`\$&`)}"`;
  });
}
