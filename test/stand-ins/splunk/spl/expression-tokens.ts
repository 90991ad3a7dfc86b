export interface Token {
  /** A field is one in single quotes, unquoted; a string likewise. */
  readonly kind: 'number' | 'string' | 'field' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s+|(\d+(?:\.\d+)?)(?![\w])|("(?:\\[^]|[^"\\])*")|'([^']+)'|([A-Za-z_]\w*)|(==|!=|<=|>=|[=<>+\-*/.(),])|([^])/g;

/** The tokens of an expression, with an end. @throws Error on a sign that is not known */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  for (const [text, number, string, field, name, sign, unknown] of expression.matchAll(TOKEN)) {
    if (number !== undefined) tokens.push({ kind: 'number', text });
    else if (string !== undefined) tokens.push({ kind: 'string', text: unquoteString(string) });
    else if (field !== undefined) tokens.push({ kind: 'field', text: field });
    else if (name !== undefined) tokens.push({ kind: 'name', text });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: text === '==' ? '=' : text });
    else if (unknown !== undefined)
      throw new Error(`"${text}" is not understood in the expression: ${expression}`);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/** A backslash keeps a quote or a backslash; before other signs it stays, for the sake of regular expressions. */
function unquoteString(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\([^])/g, (whole, next: string) => {
    if (/[tnr]/.test(next)) throw new Error(`${whole} in a string is not supported: ${quoted}`);
    return next === '"' || next === '\\' ? next : whole;
  });
}
