import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { EventEncoder } from '../../src/inputs/output/event-encoder.ts';
import { parseValidation, parseRun, schemeXml, validationError } from '../../src/splunkd/modular-input.ts';
import { definition } from '../oracle/requests.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const given = JSON.parse(read('../oracle/modular-input.json')) as {
  readonly title: string;
  readonly description: string;
  readonly args: readonly { readonly name: string; readonly title: string; readonly description: string }[];
  readonly events: readonly {
    readonly time: string;
    readonly host: string;
    readonly source: string;
    readonly sourcetype: string;
    readonly data: object;
  }[];
};
const [scheme, ...events] = read('../fixtures/python-sdk/modular-input.output').trimEnd().split('\n');

/** The SDK writes what is not ASCII as numbers. */
const unescaped = (xml: string) =>
  xml.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));

describe('modular input XML', () => {
  it("is, of a scheme, what Splunk's Python SDK writes", () => {
    expect(schemeXml(given)).to.equal(scheme);
  });

  it("is, of events, what Splunk's Python SDK writes", () => {
    given.events.forEach(({ time, data, ...metadata }, index) => {
      const encoder = new EventEncoder(metadata);
      encoder.add(time, JSON.stringify(data));
      expect(encoder.take().toString()).to.equal(`${unescaped(events[index] ?? '')}\n`);
    });
  });

  it('is, of rows, the same as of their JSON', () => {
    const [first] = given.events;
    if (!first) throw new Error('no events');
    const cells = [
      'plain',
      '"é" <\\ & \n',
      '\ud83d\ude00 \ud83d',
      '',
      null,
      undefined,
      7,
      true,
      ['a', 'b&c'],
    ];
    const columns = ['_time', ...cells.map((_cell, index) => `f<${index}>`)];
    const expected = Object.fromEntries(
      cells.flatMap((cell, index) =>
        cell === '' || cell === null || cell === undefined ? [] : [[`f<${index}>`, cell]],
      ),
    );
    const [rows, json] = [new EventEncoder(first), new EventEncoder(first)];
    rows.addRows({
      columns,
      rows: [['1795000000', ...cells]],
      raw: { field: '_raw', from: 1, constants: { host: 'x' } },
    });
    json.add('1795000000', JSON.stringify({ host: 'x', ...expected }));
    expect(rows.take().toString()).to.equal(json.take().toString());
  });

  it('is, of rows, whole within what Splunk extracts: long texts come last', () => {
    const encoder = new EventEncoder({ host: 'a', source: 'b', sourcetype: 'c' });
    const raw = { field: '_raw', from: 1, constants: { misp_instance: 'x' } };
    encoder.addRows({ columns: ['_time', 'long', 'short'], rows: [['1', 'v'.repeat(9000), 's']], raw });
    expect(encoder.take().toString()).to.match(
      /<data>\{"misp_instance":"x","short":"s","long":"v{9000}"\}<\/data>/,
    );
  });

  it("is read as Splunk's Python SDK reads it", () => {
    const sdk = JSON.parse(read('../fixtures/python-sdk/definition.output')) as {
      readonly server_uri: string;
      readonly session_key: string;
      readonly checkpoint_dir: string;
      readonly inputs: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
    };
    const { settings, ...rest } = parseRun(definition);
    expect(rest).to.deep.equal({
      name: 'misp_covid',
      serverUri: sdk.server_uri,
      sessionKey: sdk.session_key,
      checkpointDir: sdk.checkpoint_dir,
    });
    // The app of the stanza, which splunkd did not say, and a blank are nothing to the SDK.
    expect({ __app: null, ...Object.fromEntries(settings), blank: null }).to.deep.equal(
      sdk.inputs['misp://misp_covid'],
    );
  });

  it('is, of a validation, another one', () => {
    const items = definition
      .replace(/<(\/?)input>/g, '<$1items>')
      .replace(
        /<configuration>\s*<stanza name="misp:\/\/(.*)">([^]*)<\/stanza>\s*<\/configuration>/,
        '<item name="$1">$2</item>',
      );
    expect(parseValidation(items).name).to.equal('misp_covid');
    expect(parseValidation(items).settings.get('index')).to.equal('misp');
  });

  for (const [what, xml] of [
    ['none', ''],
    ['no XML', 'session_key=secret'],
    ['something else', '<html><body>secret</body></html>'],
    ['without a stanza', definition.replace(/<stanza[^]*<\/stanza>/, '')],
    ['without a session', definition.replace('invented', '')],
  ] as const)
    it(`is refused, without a word of it, when it is ${what}`, () => {
      expect(() => parseRun(xml)).to.throw(/^splunkd's description of a run of the input is not valid: /);
      expect(() => parseRun(xml)).to.throw(/^(?!.*secret)/);
    });

  it('is XML when a message has characters that XML does not know', () => {
    expect(validationError('a\u0000b\u001b[1m\t\ufffe')).to.equal(
      String.raw`<error><message>a\u0000b\u001b[1m${'\t'}\ufffe</message></error>`,
    );
  });

  it('holds a message whatever is in it', () => {
    expect(validationError('a < b & "c"')).to.equal('<error><message>a &lt; b &amp; "c"</message></error>');
  });
});
