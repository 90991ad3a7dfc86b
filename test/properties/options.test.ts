import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Services } from '../../src/commands/shared/services.ts';
import { commands } from '../../src/commands/table.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { Report } from '../../src/inputs/report.ts';
import { parseSettings } from '../../src/inputs/run.ts';
import { inputOptions } from '../../src/inputs/scheme.ts';
import type { AnyCommand } from '../../src/protocol/command.ts';
import { type Frame, readFrames } from '../../src/protocol/frame.ts';
import { splitList } from '../../src/protocol/lists.ts';
import { runCommand } from '../../src/protocol/run.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { PROTOTYPE_NAMES, texts, textsOf } from '../support/properties.ts';
import { collect, frameOf, slices } from '../support/slices.ts';

const VALUES = [
  ...[
    'true',
    'f',
    'yes',
    'constructor',
    '0',
    '5',
    '-1',
    '1e3',
    '5000',
    '9007199254740993',
    '*',
    'misp_covid',
  ],
  ...['1d', '7d,1d', '2026-11-20', '2026-13-45', '99999999999999d', '1w', '1.5h', '1795000000', 'all', '!'],
  ...[
    '{}',
    '[]',
    '{"last":"1d"}',
    '{"__proto__":1}',
    '{"constructor":"x"}',
    '{"value":[]}',
    '{"limit":-1}',
    '{"to_ids":{}}',
  ],
  ...[
    '"a,b",c',
    '!"a, b"',
    '"',
    '""',
    'tlp:*',
    'misp-galaxy:tool="A, B"',
    '/events/view/1',
    '/../x',
    'json',
    'fields',
  ],
];

const values = fc.oneof(
  fc.constantFrom(...VALUES),
  texts(),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.tuple(texts(4), fc.nat({ max: 20_000 })).map(([text, times]) => text.repeat(times)),
);

/** Arguments of a command as splunkd may hand them over: mostly options that there are. */
function argumentsOf(names: readonly string[]) {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom(...PROTOTYPE_NAMES, 'lsat', 'x'.repeat(10_000)) },
    { weight: 1, arbitrary: texts() },
  );
  const argument = fc
    .tuple(name, fc.constantFrom('=', ' = ', '==', ''), values)
    .map((parts) => parts.join(''));
  return fc.array(argument, { maxLength: 8 });
}

/** Enough for several mistakes, and what is told beside them. */
const MAX_MESSAGE = 5100;

/** None of it is asked before a search runs. */
const services = {
  now: () => 1_795_000_000_000,
  lookups: { find: () => Promise.resolve(undefined), make: () => undefined },
} as unknown as Services;

/** What a command answers to getinfo. */
async function answerTo(command: AnyCommand<Services>, args: readonly string[]): Promise<readonly Frame[]> {
  const output = new PassThrough();
  const answers = collect(readFrames(output));
  const input = slices(frameOf({ action: 'getinfo', searchinfo: { args } }), 1_000_000);
  const onDefect = (error: unknown) => expect.fail(String((error as Error).stack));
  await runCommand(command, { input, output, services, onDefect });
  output.end();
  return answers;
}

describe('Options, whatever is written', () => {
  for (const command of Object.values(commands))
    it(`of ${command.name} are taken, or refused by one message of a bounded length`, () =>
      fc.assert(
        fc.asyncProperty(argumentsOf(Object.keys(command.options as object)), async (args) => {
          const [answer, ...more] = await answerTo(command, args);
          expect(more).to.have.length(0);
          const { error, inspector } = (answer?.metadata ?? {}) as {
            error?: string;
            inspector?: { messages: unknown[] };
          };
          if (error === undefined) return;
          expect(inspector?.messages).to.deep.equal([['ERROR', error]]);
          expect(error).not.to.match(/Internal error|\[object|\bNaN\b/);
          expect(error.length).to.be.within(10, MAX_MESSAGE);
        }),
        { numRuns: 200 },
      ));

  it('of the input are taken, or refused by one message of a bounded length', () => {
    const names = Object.keys(inputOptions);
    const settings = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), texts()), values), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(settings, (given) => {
        const definition = {
          serverUri: '',
          sessionKey: '',
          checkpointDir: '',
          name: 'a',
          settings: new Map(given),
        };
        const lines: string[] = [];
        const report = new Report('a', (line) => lines.push(line), services.now);
        try {
          parseSettings(definition, report);
        } catch (error) {
          expect(error).to.be.instanceOf(InputError);
          report.log('ERROR', (error as Error).message);
        }
        for (const line of lines) expect(line.length).to.be.below(MAX_MESSAGE);
      }),
    );
  });
});

describe('A list separated by commas', () => {
  it('has no blank values, whatever the text, and is the same list when it is written with quotation marks', () => {
    fc.assert(
      fc.property(textsOf(['"', ',', '!', 'a', ' ', '\n', '""']), (text) => {
        const list = splitList(text);
        for (const value of list) expect(value.trim()).to.equal(value).and.not.be.oneOf(['', '!']);
        const again = list.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
        if (!list.some((value) => value.startsWith('!'))) expect(splitList(again)).to.deep.equal(list);
      }),
    );
  });

  for (const [name, text] of Object.entries({
    'quotation marks': '"'.repeat(200_001),
    'quotation marks that open': '"a'.repeat(100_001),
    'pairs and a letter': '""a'.repeat(70_001),
    'plain text': 'a'.repeat(1_000_000),
    commas: ','.repeat(200_000),
    blanks: ' '.repeat(200_000),
    'lines after one mark': `"${'\n'.repeat(200_000)}`,
  }))
    it(`is read in linear time: ${name}`, () => {
      expect(cpuTimeOf(() => splitList(text))).to.be.below(1500);
    });
});
