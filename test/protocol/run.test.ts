import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { type AnyCommand, type Context, defineCommand } from '../../src/protocol/command.ts';
import { readFrames } from '../../src/protocol/frame.ts';
import { CommandHost } from '../../src/protocol/host.ts';
import { integerOption, textOption } from '../../src/protocol/options.ts';
import { decodeRows, type Row } from '../../src/protocol/rows.ts';
import { tableOf } from '../../src/protocol/table.ts';
import { runCommand } from '../../src/protocol/run.ts';
import { shared } from '../support/shared.ts';
import { collect, frameOf, SLICE_SIZES, slices } from '../support/slices.ts';

/** The two commands of the recorded sessions, written with our protocol. */
const generatehello = defineCommand({
  kind: 'generating',
  name: 'generatehello',
  summary: '',
  description: '',
  examples: [],
  options: { count: integerOption({ min: 0, max: 1_000_000, text: 'How many.' }) },
  async *generate({ count = 0 }) {
    const rows = Array.from({ length: count }, (_, index) => ({
      _time: '1500765588.65',
      event_no: String(index + 1),
      _raw: `Hello World ${index + 1}`,
    }));
    yield tableOf(await Promise.resolve(rows));
  },
});

const countmatches = defineCommand({
  kind: 'streaming',
  name: 'countmatches',
  summary: '',
  description: '',
  examples: [],
  takesFields: true,
  options: {
    fieldname: textOption({ hint: '<field>', text: 'Where.', required: true }),
    pattern: textOption({ hint: '<regex>', text: 'What.', required: true }),
  },
  begin({ fieldname, pattern }, { fields }) {
    const regex = new RegExp(pattern, 'g');
    const chunk = (rows: readonly Row[]) =>
      rows.map((row) => {
        const count = fields.map((field) => String(row[field] ?? '').match(regex)?.length ?? 0);
        return { ...row, [fieldname]: String(count.reduce((sum, one) => sum + one, 0)) };
      });
    return { chunk };
  },
});

async function replay(command: AnyCommand<undefined>, input: Uint8Array, size: number) {
  const output = new PassThrough();
  const frames = collect(readFrames(output));
  const code = await runCommand(command, { input: slices(input, size), output, services: undefined });
  output.end();
  return { code, frames: await frames };
}

/** A recorded answer; the recorder put a newline after each frame's metadata, which the lengths do not count. */
function recorded(bytes: Uint8Array): { configuration: unknown; rows: readonly Row[] } {
  const [, configuration = '', body = ''] =
    /^chunked[^\n]*\n(\{[^\n]*\})\r?\nchunked[^\n]*\n\{"finished":true\}([^]*)$/.exec(
      Buffer.from(bytes).toString(),
    ) ?? [];
  return { configuration: JSON.parse(configuration), rows: decodeRows(body) };
}

describe('The recorded sessions of a splunkd', () => {
  for (const size of SLICE_SIZES) {
    it(`generatehello is answered as recorded, read in pieces of ${size}`, async function () {
      const input = shared(this, 'recordings/splunkd/generatehello.input');
      const expected = recorded(shared(this, 'recordings/splunkd/generatehello.output'));
      const { code, frames } = await replay(generatehello, input, size);
      expect(code).to.equal(0);
      expect(frames[0]?.metadata).to.deep.equal(expected.configuration);
      expect(decodeRows(String(frames[1]?.body))).to.deep.equal(expected.rows);
      expect(expected.rows).to.have.length(1000);
    });
  }

  it('countmatches is answered as recorded', async function () {
    const input = shared(this, 'recordings/splunkd/countmatches.input');
    const expected = recorded(shared(this, 'recordings/splunkd/countmatches.output'));
    const { code, frames } = await replay(countmatches, input, 4096);
    expect(code).to.equal(0);
    expect(frames[1]?.metadata).to.deep.equal({ finished: true });
    expect(decodeRows(String(frames[1]?.body))).to.deep.equal(expected.rows);
    expect(expected.rows).to.have.length(500);
  });
});

interface Run {
  readonly host: CommandHost;
  readonly input: PassThrough;
  readonly output: PassThrough;
  readonly code: Promise<number>;
}

function start(command: AnyCommand<undefined>): Run {
  const input = new PassThrough();
  const output = new PassThrough({ highWaterMark: 1024 });
  const code = runCommand(command, { input, output, services: undefined });
  return { host: new CommandHost(output, input), input, output, code };
}

function generating(generate: (signal: AbortSignal) => AsyncIterable<readonly Row[]>) {
  return defineCommand({
    kind: 'generating',
    name: 'test',
    summary: '',
    description: '',
    examples: [],
    options: {},
    async *generate(_values, { signal }) {
      for await (const rows of generate(signal)) yield tableOf(rows);
    },
  });
}

describe('A generating command', () => {
  it('is asked for a batch when splunkd asks, and for one more while splunkd takes it', async () => {
    let made = 0;
    const { host, code } = start(
      generating(async function* () {
        while (made < 3) yield await Promise.resolve([{ n: String(++made) }]);
      }),
    );
    await host.getinfo({ args: [] });
    expect(made).to.equal(0);
    expect((await host.execute()).rows).to.deep.equal([{ n: '1' }]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).to.equal(2);
    await host.execute();
    await host.execute();
    expect((await host.execute()).finished).to.equal(true);
    expect(await code).to.equal(0);
  });

  it('gives at most maxresultrows rows an answer, and passes over empty batches', async () => {
    const { host } = start(
      generating(async function* () {
        yield await Promise.resolve([]);
        yield ['1', '2', '3'].map((n) => ({ n }));
      }),
    );
    await host.getinfo({ args: [], maxresultrows: 2 });
    expect((await host.execute()).rows.map((row) => row['n'])).to.deep.equal(['1', '2']);
    expect((await host.execute()).rows.map((row) => row['n'])).to.deep.equal(['3']);
    expect(await host.execute()).to.deep.include({ finished: true, rows: [] });
  });

  it('waits for a slow reader', async () => {
    let made = 0;
    const run = start(
      generating(async function* () {
        for (;;) yield await Promise.resolve([{ n: String(++made).padEnd(10_000) }]);
      }),
    );
    const requests = [frameOf({ action: 'getinfo', searchinfo: { args: [] } })];
    for (let i = 0; i < 50; i += 1) requests.push(frameOf({ action: 'execute', finished: true }));
    run.input.write(Buffer.concat(requests));
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Nobody reads: the answer that does not fit stays, and the next is not made.
    expect(made).to.be.lessThan(4);
    run.output.destroy();
  });

  it('fails with its one message, finished, exit code 1', async () => {
    const { host, code } = start(
      generating(async function* () {
        await Promise.reject(new Error('MISP is\n  down.'));
      }),
    );
    await host.getinfo({ args: [] });
    const answer = await host.execute();
    expect(answer).to.deep.include({ finished: true, rows: [], messages: [['ERROR', 'MISP is down.']] });
    expect(answer.metadata['error']).to.equal('MISP is down.');
    expect(await code).to.equal(1);
  });

  it('is never without a message when it fails: splunkd would take an empty one for success', async () => {
    const { host } = start(
      generating(async function* () {
        await Promise.reject(new Error(' \n'));
      }),
    );
    await host.getinfo({ args: [] });
    expect((await host.execute()).metadata['error']).to.equal('test failed.');
  });

  it('shows no stack of a defect', async () => {
    const { host } = start(
      generating(async function* () {
        await Promise.reject(new TypeError('x is not a function'));
      }),
    );
    await host.getinfo({ args: [] });
    const [[level, text] = []] = (await host.execute()).messages;
    expect(level).to.equal('ERROR');
    expect(text).to.match(/^Internal error in test .*: TypeError: x is not a function$/);
  });

  it('says all mistakes of a search in one message at getinfo', async () => {
    const { host, code } = start(generatehello);
    const answer = await host.getinfo({ args: ['count=-1', 'cuont=2'] });
    expect(answer.messages).to.deep.equal([
      [
        'ERROR',
        'count="-1" must be a whole number from 0 to 1000000. Unknown option "cuont": did you mean "count"?',
      ],
    ]);
    expect(answer.metadata).to.include({ generating: true, type: 'stateful', finished: true });
    expect(await code).to.equal(1);
  });

  it('stops quietly when its input ends, and what it waits for is aborted', async () => {
    let aborted = false;
    const run = start(
      generating(async function* (signal) {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        });
      }),
    );
    await run.host.getinfo({ args: [] });
    void run.host.execute([], false).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
    run.input.end();
    expect(await run.code).to.equal(0);
    expect(aborted).to.equal(true);
  });

  for (const [what, command, rows] of [
    ['a generating command', generatehello, 3],
    ['a streaming command', countmatches, 1],
  ] as const) {
    it(`gives all answers of ${what} when its input ends after the last request`, async () => {
      const searchinfo = {
        args: what === 'a generating command' ? ['count=3'] : ['fieldname=n', 'pattern=x', 'text'],
      };
      const input = Buffer.concat([
        frameOf({ action: 'getinfo', searchinfo }),
        frameOf({ action: 'execute', finished: true }, 'text\nx\n'),
      ]);
      const { code, frames } = await replay(command as AnyCommand<undefined>, input, input.length);
      expect(code).to.equal(0);
      const answers = frames.slice(1);
      expect(answers.flatMap(({ body }) => decodeRows(body.toString()))).to.have.length(rows);
      expect(answers.at(-1)?.metadata['finished']).to.equal(true);
    });
  }

  it('keeps rows that splunkd does not take for the next answer, and fails when there is none', async () => {
    const doubling = defineCommand({
      kind: 'streaming',
      name: 'doubling',
      ...{ summary: '', description: '', examples: [], options: {} },
      begin: () => ({ chunk: (rows: readonly Row[]) => [...rows, ...rows] }),
    });
    const counts = async (...chunks: readonly number[]) => {
      const run = start(doubling as AnyCommand<undefined>);
      await run.host.getinfo({ args: [], maxresultrows: 4 });
      const answers = [];
      for (const [index, count] of chunks.entries()) {
        const rows = Array.from({ length: count }, (_, n) => ({ n: String(n) }));
        answers.push(await run.host.execute(rows, index === chunks.length - 1));
      }
      return answers.map((one) => one.messages[0]?.[1] ?? one.rows.length);
    };
    expect(await counts(3, 1)).to.deep.equal([4, 4]);
    expect(await counts(3, 2)).to.deep.equal([
      4,
      'doubling has 6 rows for its last response, and splunkd reads at most 4 (maxresultrows in [searchresults] of limits.conf). Search for fewer results at once.',
    ]);
  });

  it('does not take another failure to write for that', async () => {
    const run = start(
      generating(async function* () {
        for (;;) yield await Promise.resolve([{ n: 'x' }]);
      }),
    );
    await run.host.getinfo({ args: [] });
    run.output.destroy(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    run.input.write(frameOf({ action: 'execute', finished: true }));
    expect(await run.code).to.equal(1);
  });

  // On Windows it may be the last.
  for (const code of ['EPIPE', 'ECONNRESET', 'EOF']) {
    it(`stops quietly when nobody reads any more, which is ${code}`, async () => {
      const run = start(
        generating(async function* () {
          for (;;) yield await Promise.resolve([{ n: 'x' }]);
        }),
      );
      await run.host.getinfo({ args: [] });
      run.output.destroy(Object.assign(new Error(`write ${code}`), { code }));
      run.input.write(frameOf({ action: 'execute', finished: true }));
      expect(await run.code).to.equal(0);
    });
  }
});

/** What splunkd reads is not JSON members in any order: see failureOf. */
describe('The answer that fails a search', () => {
  const RUN = {
    getinfo: (args: readonly string[]) => frameOf({ action: 'getinfo', searchinfo: { args } }),
    execute: frameOf({ action: 'execute', finished: true }, 'n\n1\n'),
  };

  async function answersTo(
    command: AnyCommand<undefined>,
    ...requests: readonly Buffer[]
  ): Promise<string[]> {
    const output = new PassThrough();
    const text = collect(output);
    const code = await runCommand(command, {
      input: slices(Buffer.concat(requests), 7),
      output,
      services: undefined,
    });
    output.end();
    expect(code).to.equal(1);
    return Buffer.concat(await text)
      .toString()
      .split(/(?=chunked 1\.0)/);
  }

  const failing = (fail: (context: Context<undefined>) => void) =>
    defineCommand({
      kind: 'streaming',
      name: 'failing',
      ...{ summary: '', description: '', examples: [], options: {}, maxInputs: 10 },
      begin: (_values, context: Context<undefined>) => ({
        chunk: () => {
          fail(context);
          return [];
        },
      }),
    }) as AnyCommand<undefined>;

  const framed = (json: string) => `chunked 1.0,${Buffer.byteLength(json)},0\n${json}`;

  it('has inspector before finished before error, byte for byte, at execute', async () => {
    const command = failing(() => {
      throw new Error('Größe: "x".');
    });
    const [, last] = await answersTo(command, RUN.getinfo([]), RUN.execute);
    expect(last).to.equal(
      framed(
        String.raw`{"inspector":{"messages":[["ERROR","Größe: \"x\"."]]},"finished":true,"error":"Größe: \"x\"."}`,
      ),
    );
  });

  it('has the ERROR before what the command said besides, and its metrics', async () => {
    const command = failing((context) => {
      context.message('WARN', 'Something.');
      context.metric('misp', [1, 2, 3, 4]);
      throw new Error('No.');
    });
    const [, last] = await answersTo(command, RUN.getinfo([]), RUN.execute);
    expect(last).to.equal(
      framed(
        '{"inspector":{"messages":[["ERROR","No."],["WARN","Something."]],"metric.misp":[1,2,3,4]},"finished":true,"error":"No."}',
      ),
    );
  });

  it('has the configuration around it at getinfo', async () => {
    const tail = (text: string, generating = '') => {
      const quoted = JSON.stringify(text);
      return `"inspector":{"messages":[["ERROR",${quoted}]]},${generating}"finished":true,"error":${quoted}}`;
    };
    expect(await answersTo(generatehello, RUN.getinfo(['count=x']))).to.deep.equal([
      framed(
        `{"type":"stateful",${tail('count="x" must be a whole number from 0 to 1000000.', '"generating":true,')}`,
      ),
    ]);
    expect(
      await answersTo(
        failing(() => undefined),
        RUN.getinfo(['x']),
      ),
    ).to.deep.equal([
      framed(
        `{"type":"stateful","maxinputs":10,${tail('"x" is not an option: write options as name=value.')}`,
      ),
    ]);
  });

  it('comes for a request that is not understood, too', async () => {
    const noExecute = frameOf({ action: 'getinfo', finished: true });
    const [first] = await answersTo(
      failing(() => undefined),
      RUN.execute,
    );
    expect(first).to.match(/"error":"The first request is not getinfo\."\}$/);
    const [, second] = await answersTo(
      failing(() => undefined),
      RUN.getinfo([]),
      noExecute,
    );
    expect(second).to.match(/^chunked 1\.0,\d+,0\n\{"inspector".*"finished":true,"error":"Not an execute/);
  });
});
