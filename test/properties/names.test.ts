import { expect } from 'chai';
import fc from 'fast-check';
import { parseDistinguishedName } from '../../src/intel/values/distinguished-name.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { inUtf8, texts, textsOf } from '../support/properties.ts';

const TYPES = ['CN', 'O', 'OU', 'C', 'L', 'ST', 'DC', 'emailAddress', '2.5.4.97'];

/** A value without blanks at its ends, which mean nothing there. */
const values = texts(10)
  .map((text) => inUtf8(text).trim())
  .filter((text) => text !== '');
const parts = fc.uniqueArray(fc.tuple(fc.constantFrom(...TYPES), values), {
  minLength: 1,
  maxLength: 5,
  selector: ([type]) => type,
});

/** RFC 4514, 2.4: what is escaped by a backslash, and NUL as its byte. */
function escapedValue(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, String.raw`\$&`)
    .replace(/^[#]/, String.raw`\$&`)
    .replaceAll('\0', String.raw`\00`);
}

/** All but letters and digits as bytes of UTF-8. */
function hexValue(value: string): string {
  return Array.from(value, (one) =>
    /^[a-z\d]$/i.test(one)
      ? one
      : Array.from(Buffer.from(one), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  ).join('');
}

const WRITERS: Readonly<Record<string, (all: readonly (readonly [string, string])[]) => string>> = {
  'RFC 4514': (all) => all.map(([type, value]) => `${type}=${escapedValue(value)}`).join(','),
  'RFC 4514, with bytes': (all) => all.map(([type, value]) => `${type}=${hexValue(value)}`).join(','),
  'RFC 4514, several in one': (all) => all.map(([type, value]) => `${type}=${escapedValue(value)}`).join('+'),
  'the older form with spaces': (all) =>
    all.map(([type, value]) => `${type} = ${escapedValue(value)}`).join(' ; '),
  'quotation marks': (all) =>
    all.map(([type, value]) => `${type}="${value.replace(/["\\]/g, String.raw`\$&`)}"`).join(', '),
  OpenSSL: (all) => all.map(([type, value]) => `/${type}=${hexValue(value).replace(/\\/g, '\\x')}`).join(''),
};

describe('A distinguished name', () => {
  for (const [form, write] of Object.entries(WRITERS))
    it(`is read as it was written: ${form}`, () => {
      fc.assert(
        fc.property(parts, (all) => {
          const known: Record<string, string> = { EMAILADDRESS: 'EMAILADDRESS' };
          const wanted = all.map(([type, value]) => [known[type.toUpperCase()] ?? type.toUpperCase(), value]);
          expect([...parseDistinguishedName(write(all))]).to.deep.equal(wanted);
        }),
      );
    });

  it('is no exception, whatever the text, and has no blank names or values', () => {
    fc.assert(
      fc.property(
        textsOf(['CN', '=', ',', '/', '"', '\\', '\\2C', '\\xC3', '+', ';', ' ', 'a', '\n'], 30),
        (text) => {
          for (const [type, value] of parseDistinguishedName(text))
            expect([type, value.trim()]).not.to.include('');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is read in linear time', () => {
    for (const part of [
      '"',
      '\\',
      ',',
      ',CN=',
      'CN=a,',
      '/O=',
      '/',
      ' ',
      ', ',
      '="',
      'a.',
      ',a.',
      ',a ',
      '\\2',
      '\\xC',
      '=',
      '+\t',
    ])
      for (const text of [part.repeat(60_000), `/${part.repeat(60_000)}`, `CN="${part.repeat(60_000)}`])
        expect(
          cpuTimeOf(() => parseDistinguishedName(text)),
          part,
        ).to.be.below(1500);
  });
});
