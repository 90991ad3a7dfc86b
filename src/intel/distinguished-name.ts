/**
 * The attributes of a distinguished name, as certificates' issuers and subjects have it: type in upper case to the first
 * value. Both ways of writing are read: `CN=a, O="b, c"` (RFC 4514 and older) and OpenSSL's `/O=b/CN=a`.
 */
export function parseDistinguishedName(text: string): ReadonlyMap<string, string> {
  const isOneLine = text.trim().startsWith('/');
  const found = new Map<string, string>();
  for (const part of split(text.trim(), isOneLine ? '/' : ',;+')) {
    const [, type = '', value = ''] = /^\s*([A-Za-z][\w.-]*)\s*=\s*([^]*)$/.exec(part) ?? [];
    const name = NAMES[type.toUpperCase()] ?? type.toUpperCase();
    if (name !== '' && !found.has(name)) found.set(name, unescaped(value.trim()));
  }
  return found;
}

const NAMES: Readonly<Record<string, string>> = { ORGANIZATIONNAME: 'O', ORGANIZATIONALUNITNAME: 'OU' };

/** Cut at separators that are neither quoted nor escaped. */
function split(text: string, separators: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char === '"') isQuoted = !isQuoted;
    // What comes before OpenSSL's next name is a slash; a slash within a value is not followed by one.
    const cuts =
      !isQuoted &&
      separators.includes(char) &&
      (separators !== '/' || /^\/[A-Za-z][\w.]*=/.test(text.slice(index)));
    if (cuts) parts.push('');
    else if (char === '\\') parts.push(`${parts.pop() ?? ''}${char}${text[(index += 1)] ?? ''}`);
    else parts.push(`${parts.pop() ?? ''}${char}`);
  }
  return parts;
}

function unescaped(value: string): string {
  const inner = /^"([^]*)"$/.exec(value)?.[1] ?? value;
  // `\2C` is a byte of UTF-8, `\,` the character itself.
  return inner.replace(
    /(?:\\[\da-f]{2})+|\\([^])/gi,
    (whole, char: string | undefined) => char ?? Buffer.from(whole.replaceAll('\\', ''), 'hex').toString(),
  );
}
