/**
 * Parses the distinguished name of an issuer or subject. Returns the first value of each type, by type in upper case.
 * Accepts `CN=a, O="b, c"` (RFC 4514 and older) and OpenSSL's `/O=b/CN=a`.
 */
export function parseDistinguishedName(text: string): ReadonlyMap<string, string> {
  const isOneLine = text.trim().startsWith('/');
  const values = new Map<string, string>();
  for (const part of split(text.trim(), isOneLine ? '/' : ',;+')) {
    const [, type = '', value = ''] = /^\s*([A-Za-z\d][\w.-]*)\s*=\s*([^]*)$/.exec(part) ?? [];
    const name = TYPE_ALIASES[type.toUpperCase()] ?? type.toUpperCase();
    const parsedValue = unescaped(value.trim());
    if (name !== '' && parsedValue !== '' && !values.has(name)) values.set(name, parsedValue);
  }
  return values;
}

/** Aliases of the types that are used, including OIDs. */
const TYPE_ALIASES: Readonly<Record<string, string>> = {
  ORGANIZATIONNAME: 'O',
  ORGANIZATIONALUNITNAME: 'OU',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** Splits at separators that are neither quoted nor escaped. */
function split(text: string, separators: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    // An unmatched quote is an ordinary character. Otherwise it would quote the rest of the name.
    if (char === '"') isQuoted = !isQuoted && text.includes('"', index + 1);
    // Values are often not escaped. Without a following type, as in `O=Evil, Inc.` or `/O=a/b`, it is part of the value.
    const isSeparator =
      !isQuoted && separators.includes(char) && NEXT_TYPE.test(text.slice(index, index + MAX_TYPE));
    if (isSeparator) parts.push('');
    else if (char === '\\') parts.push(`${parts.pop() ?? ''}${char}${text[(index += 1)] ?? ''}`);
    else parts.push(`${parts.pop() ?? ''}${char}`);
  }
  return parts;
}

const NEXT_TYPE = /^.\s*[A-Za-z\d][\w.-]*\s*=/;
/** Characters of a type with surrounding blanks; longer than any. */
const MAX_TYPE = 100;

function unescaped(value: string): string {
  const inner = /^"([^]*)"$/.exec(value)?.[1] ?? value;
  // `\2C`, or OpenSSL's `\x2C`, is a byte of UTF-8. `\,` is the character itself.
  return inner
    .replace(/((?:\\x?[\da-f]{2})+)|\\([^]?)/gi, (_whole, bytes: string | undefined, char: string) =>
      bytes === undefined ? char : Buffer.from(bytes.replace(/\\x?/gi, ''), 'hex').toString(),
    )
    .trim();
}
