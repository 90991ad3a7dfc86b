import { XMLParser } from 'fast-xml-parser';
import { expect } from 'chai';
import fc from 'fast-check';
import { EventEncoder } from '../../src/inputs/output/event-encoder.ts';
import { parseValidation, parseRun, schemeXml, validationError } from '../../src/splunkd/modular-input.ts';
import { SplunkdError } from '../../src/splunkd/errors.ts';
import { inUtf8, texts } from '../support/properties.ts';
import { eventsIn } from '../stand-ins/splunk/programs/input.ts';

/** What XML 1.0 can hold. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const xmlTexts = texts().map((text) => inUtf8(text).replace(new RegExp(NOT_XML, 'gu'), ''));

function splunkdsEscape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

interface Given {
  readonly name: string;
  readonly folder: string;
  readonly settings: readonly (readonly [string, string])[];
}

function paramsOf({ settings }: Given): string {
  return settings
    .map(([name, value]) => `<param name="${splunkdsEscape(name)}">${splunkdsEscape(value)}</param>`)
    .join('\n      ');
}

const head = ({ folder }: Given) =>
  `<server_host>x</server_host>\n  <server_uri>https://127.0.0.1:8089</server_uri>\n  <session_key>key</session_key>\n  <checkpoint_dir>${splunkdsEscape(folder)}</checkpoint_dir>`;

const FORMS: Readonly<Record<string, readonly [(given: Given) => string, typeof parseRun]>> = {
  'a run': [
    (given) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<input>\n  ${head(given)}\n  <configuration>\n    <stanza name="misp://${splunkdsEscape(given.name)}" app="SA-misp">\n      ${paramsOf(given)}\n    </stanza>\n  </configuration>\n</input>\n`,
    parseRun,
  ],
  'a validation': [
    (given) =>
      `<items>${head(given)}<item name="${splunkdsEscape(given.name)}">${paramsOf(given)}</item></items>`,
    parseValidation,
  ],
};

/** XML makes one line feed of every end of a line, and a parser may make spaces of those in an attribute. */
const given: fc.Arbitrary<Given> = fc.record({
  name: xmlTexts
    .map((text) => text.replace(/[\t\r\n]/g, ''))
    .filter((name) => name !== '' && !name.includes('://')),
  folder: xmlTexts.filter((text) => !text.includes('\r')),
  settings: fc.uniqueArray(
    fc.tuple(
      xmlTexts.map((text) => text.replace(/[\t\r\n]/g, '')).filter((name) => name !== ''),
      xmlTexts.filter((text) => !text.includes('\r')),
    ),
    { maxLength: 6, selector: ([name]) => name },
  ),
});

describe('What splunkd writes to an input', () => {
  for (const [form, [write, parse]] of Object.entries(FORMS)) {
    it(`is read as it was: ${form}`, () => {
      fc.assert(
        fc.property(given, (one) => {
          const { name, checkpointDir, settings } = parse(write(one));
          expect({ name, folder: checkpointDir, settings: [...settings] }).to.deep.equal({
            ...one,
            settings: [...one.settings],
          });
        }),
      );
    });

    it(`is read, however many characters are escaped: ${form}`, () => {
      const value = `<&>"'`.repeat(2000);
      const { settings } = parse(write({ name: 'a', folder: '', settings: [['tags', value]] }));
      expect(settings.get('tags')).to.equal(value);
    });

    it(`is read or refused by one error without the session key, whatever becomes of it: ${form}`, () => {
      const cuts = fc.tuple(given, fc.nat(), fc.nat({ max: 20 }), texts(5));
      fc.assert(
        fc.property(cuts, ([one, place, length, text]) => {
          const xml = write(one);
          const at = place % xml.length;
          try {
            parse(xml.slice(0, at) + text + xml.slice(at + length));
          } catch (error) {
            expect(error).to.be.instanceOf(SplunkdError);
            expect((error as Error).message.length).to.be.below(1000);
            expect((error as Error).message).not.to.include('key</');
          }
        }),
      );
    });
  }
});

/** @throws Error for what is not well-formed */
function mustBeXml(xml: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- The package in its place is one more, for tests alone.
  new XMLParser().parse(xml, true);
}

describe('What the input writes', () => {
  const metadata = { host: 'h', source: 'misp://a&b', sourcetype: 'misp:attribute' };

  it('holds any text that MISP has, as it was', () => {
    const encoder = new EventEncoder(metadata);
    fc.assert(
      fc.property(fc.array(texts(), { minLength: 1, maxLength: 4 }), texts(5), (values, name) => {
        const columns = ['time', `a${name}`, ...values.map((_, index) => `c${index}`)];
        encoder.addRows({
          columns,
          rows: [['1', 'first', ...values]],
          raw: { field: '_raw', from: 1, constants: { [`x${name}`]: name } },
        });
        encoder.add('2', JSON.stringify({ [name]: values }));
        const xml = encoder.take().toString();
        expect(NOT_XML.test(xml), 'characters that XML cannot hold').to.equal(false);
        mustBeXml(`<stream>${xml}</stream>`);
        const [row, event] = eventsIn(xml).map(({ data }) => JSON.parse(data) as Record<string, unknown>);
        const present = values
          .map((value, index) => [`c${index}`, value] as const)
          .filter(([, value]) => value !== '');
        expect(row).to.deep.equal({
          [`x${name}`]: name,
          [`a${name}`]: 'first',
          ...Object.fromEntries(present),
        });
        expect(JSON.stringify(event)).to.equal(JSON.stringify({ [name]: values }));
      }),
    );
  });

  it('is XML in all that it says: a message, a scheme, where events come from', () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false });
    fc.assert(
      fc.property(texts(), (text) => {
        const encoder = new EventEncoder({ host: text, source: text, sourcetype: text });
        encoder.add('1', '{}');
        for (const xml of [
          validationError(text),
          schemeXml({
            title: text,
            description: text,
            args: [{ name: 'a', title: text, description: text }],
          }),
          encoder.take().toString(),
        ]) {
          expect(NOT_XML.test(inUtf8(xml)), JSON.stringify(xml)).to.equal(false);
          mustBeXml(xml);
        }
        const shown = inUtf8(text).replace(/\r\n?/g, '\n');
        const { error } = parser.parse(inUtf8(validationError(text))) as { error: { message: string } };
        if (!NOT_XML.test(shown) && !shown.includes('\\')) expect(error.message).to.equal(shown);
      }),
    );
  });
});
