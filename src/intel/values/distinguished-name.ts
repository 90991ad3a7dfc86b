/**
 * The attributes of a distinguished name, as certificates' issuers and subjects have it: type in upper case to the first
 * value. Both ways of writing are read: `CN=a, O="b, c"` (RFC 4514 and older) and OpenSSL's `/O=b/CN=a`.
 */
export function parseDistinguishedName(text: string): ReadonlyMap<string, string> {
  const isOneLine = text.trim().startsWith('/');
  const found = new Map<string, string>();
  for (const part of split(text.trim(), isOneLine ? '/' : ',;+')) {
    const [, type = '', value = ''] = /^\s*([A-Za-z\d][\w.-]*)\s*=\s*([^]*)$/.exec(part) ?? [];
    const name = NAMES[type.toUpperCase()] ?? type.toUpperCase();
    const its = unescaped(value.trim());
    if (name !== '' && its !== '' && !found.has(name)) found.set(name, its);
  }
  return found;
}

/** Other names, also by number, of the types that somebody asks for. */
const NAMES: Readonly<Record<string, string>> = {
  ORGANIZATIONNAME: 'O',
  ORGANIZATIONALUNITNAME: 'OU',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** Cut at separators that are neither quoted nor escaped. */
function split(text: string, separators: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    // One quote alone is a character like others, or it would take the rest of the name with it.
    if (char === '"') isQuoted = !isQuoted && text.includes('"', index + 1);
    // Not everybody escapes: what no next type follows, as in `O=Evil, Inc.` or `/O=a/b`, is of the value.
    const cuts =
      !isQuoted && separators.includes(char) && NEXT_TYPE.test(text.slice(index, index + MAX_TYPE));
    if (cuts) parts.push('');
    else if (char === '\\') parts.push(`${parts.pop() ?? ''}${char}${text[(index += 1)] ?? ''}`);
    else parts.push(`${parts.pop() ?? ''}${char}`);
  }
  return parts;
}

const NEXT_TYPE = /^.\s*[A-Za-z\d][\w.-]*\s*=/;
/** Characters of a type and the spaces around it; longer than any. */
const MAX_TYPE = 100;

function unescaped(value: string): string {
  const inner = /^"([^]*)"$/.exec(value)?.[1] ?? value;
  // `\2C`, or OpenSSL's `\x2C`, is a byte of UTF-8, `\,` the character itself.
  return inner
    .replace(/((?:\\x?[\da-f]{2})+)|\\([^]?)/gi, (_whole, bytes: string | undefined, char: string) =>
      bytes === undefined ? char : Buffer.from(bytes.replace(/\\x?/gi, ''), 'hex').toString(),
    )
    .trim();
}
