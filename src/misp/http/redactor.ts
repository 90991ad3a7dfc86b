import type { Connection } from '../connection.ts';

/** What stands in place of a secret. It is plain text in JSON, HTML and CSV. */
export const REDACTED = '[redacted]';

/** Shorter passwords are words that indicators may hold: their replacement would falsify data. */
const MIN_LENGTH = 6;

/** Letters and digits of base64 that say something: fewer occur in data by chance. */
const MIN_ENCODED_LENGTH = 8;

/** A character of ASCII that nobody needs to escape, escaped: `A` as `\u0041`. Pairs of backslashes are passed over. */
const ESCAPES = /\\(?:u00([2-7][\da-f])|[^])/gi;
/** Pieces of a text that end between escapes. */
const PIECES = /(?:[^\\]|\\u[\da-f]{4}|\\[^]|\\$){1,50000}/gi;
/** No program escapes these, so they are looked for before anything is unescaped. */
const LETTER = /\\u00(?:3\d|[46][1-9a-f]|[57][\da])/i;
const NEEDS_ESCAPE = new Set(['22', '5c', '7f']);

/**
 * Takes an instance's secrets out of what MISP, or whatever is before it, sends back: proxies, debuggers and error pages echo
 * requests. It knows secrets as they are, escaped for JSON, HTML and URLs, in base64 (alone or within a longer text, as in
 * `Authorization: Basic`), and in hexadecimal. It does not know one that is spelt in any other way, reversed for instance.
 */
export class Redactor {
  readonly #forms: readonly string[];
  readonly #pattern: RegExp;

  constructor(connection: Pick<Connection, 'key' | 'proxy' | 'clientCertificate'>) {
    this.#forms = formsOf(secretsOf(connection));
    this.#pattern = new RegExp(this.#forms.map(escaped).join('|'), 'g');
  }

  /** An answer's body, the same bytes when there is nothing in it. One native scan a form: some 4 ms for 10 MB. */
  bytes(bytes: Buffer): Buffer {
    const mayBeEscaped = bytes.includes('\\u00');
    if (!mayBeEscaped && !this.#forms.some((form) => bytes.includes(form))) return bytes;
    const text = bytes.toString();
    const plain = mayBeEscaped && LETTER.test(text) ? unescaped(text) : text;
    const clean = this.#cleaned(plain);
    return clean === plain ? bytes : Buffer.from(clean);
  }

  /** A message, or a header. */
  text(text: string): string {
    const plain = LETTER.test(text) ? unescaped(text) : text;
    const clean = this.#cleaned(plain);
    return clean === plain ? text : clean;
  }

  #cleaned(text: string): string {
    return this.#forms.length === 0 ? text : text.replace(this.#pattern, REDACTED);
  }

  headers(headers: Pick<Headers, 'get'>): Pick<Headers, 'get'> {
    return {
      get: (name) => {
        const value = headers.get(name);
        return value === null ? null : this.text(value);
      },
    };
  }
}

function secretsOf({
  key,
  proxy,
  clientCertificate,
}: Pick<Connection, 'key' | 'proxy' | 'clientCertificate'>): readonly string[] {
  const { username = '', password } = proxy ?? {};
  return [
    key,
    ...(password === undefined ? [] : [`${username}:${password}`, password]),
    ...(clientCertificate?.password === undefined ? [] : [clientCertificate.password]),
  ].filter(({ length }) => length >= MIN_LENGTH);
}

/** Each way in which a secret may be spelt, once; longer ones first, since one may be part of another. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    ...escapedForms(secret),
    ...base64Forms(secret),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('hex').toUpperCase(),
  ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function escapedForms(secret: string): readonly string[] {
  const json = inJson(secret);
  // PHP escapes slashes, too.
  const php = json.replaceAll('/', '\\/');
  const url = encodeURIComponent(secret);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = ['&#39;', '&#039;', '&#x27;', '&apos;'].map((quote) =>
    html.replaceAll('"', '&quot;').replaceAll("'", quote),
  );
  // JSON within JSON: an error page in a message.
  return [secret, json, php, inJson(json), inJson(php), url, url.replaceAll('%20', '+'), html, ...quotes];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Three bytes are four letters: the letters of a secret depend on how many bytes are before it, and those at its ends on what is beside it. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const)
      .map((encoding) => bytes.toString(encoding).slice(start, end))
      .filter(({ length }) => length >= MIN_ENCODED_LENGTH);
  });
}

/** The same JSON with printable ASCII as it is. In pieces: for each thing that it replaces, replace() takes 200 bytes until it ends. */
function unescaped(json: string): string {
  return (json.match(PIECES) ?? []).map(unescapedPiece).join('');
}

function unescapedPiece(json: string): string {
  return json.replace(ESCAPES, (whole, hex: string | undefined) =>
    hex === undefined || NEEDS_ESCAPE.has(hex.toLowerCase())
      ? whole
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
