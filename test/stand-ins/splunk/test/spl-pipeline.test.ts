import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type MispServer, startMisp } from '../../misp/server.ts';
import { runSavedSearch, runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';
import { install, installed, refusalOf, rowsOf } from '../../../splunkd/installed.ts';
import { connectedTo } from '../../../support/connected.ts';

const CHUNKS = fileURLToPath(new URL('../../../fixtures/chunks.mjs', import.meta.url));
const FIVE = ['1', '2', '3', '4', '5'].map((n) => ({ n }));

describe('A pipeline', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start(connectedTo(misp, { misp: {} }));
    const commands = (await installed(splunk, 'default/commands.conf')) ?? '';
    await install(
      splunk,
      'default/commands.conf',
      `${commands}\n[chunks]\nfilename = chunks.sh\nchunked = true\n`,
    );
    await install(splunk, 'bin/chunks.sh', `#!/bin/sh\nexec '${process.execPath}' '${CHUNKS}'\n`);
    await chmod(join(splunk.appDir, 'bin/chunks.sh'), 0o755);
    await install(splunk, 'default/transforms.conf', '[out]\nfilename = out.csv\n');
    await install(
      splunk,
      'default/macros.conf',
      '[instance]\ndefinition = misp\n[get]\ndefinition = mispgetioc misp_instance=`instance` last=1d\n' +
        '[self]\ndefinition = `self`\n[made]\ndefinition = "x"\niseval = 1\n',
    );
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  it('begins with or without a pipe, and cuts outside quotes only', async () => {
    expect(await rowsOf(splunk, 'makeresults | eval a="x | y" | table a')).to.deep.equal([{ a: 'x | y' }]);
    expect(await rowsOf(splunk, '\n | makeresults\n| eval a="\\"|\\""\n| table a\n')).to.deep.equal([
      { a: '"|"' },
    ]);
  });

  it('is refused as a whole for what is not known, by name, before anything runs', async () => {
    await install(splunk, 'lookups/out.csv', 'a\n1\n');
    const asked = misp.requests.length;
    const get = '| mispgetioc misp_instance=misp last=1d | outputlookup out';
    for (const [rest, reason] of [
      ['| xyseries a', "Unknown search command 'xyseries'."],
      ['| eval b=md5(a)', 'Unknown function md5().'],
      ['| dedup a keepempty=true', 'Unknown option "keepempty" of dedup.'],
      ['|', 'There is no command between the pipes'],
      ['| eval a="x', 'A quote is not closed'],
      ['| appendpipe [ stats count', 'The brackets do not match'],
      ['| table a]', 'The brackets do not match'],
    ]) {
      const refused = runSpl(splunk, get + String(rest)).then(
        () => 'no error',
        (error: unknown) => (error as Error).message,
      );
      expect(await refused).to.contain(reason);
    }
    expect(misp.requests).to.have.length(asked);
    expect(await installed(splunk, 'lookups/out.csv')).to.equal('a\n1\n');
  });

  it('needs rows to begin with, and takes generating commands nowhere else', async () => {
    const refusal = (search: string) =>
      runSpl(splunk, search).then(
        () => 'no error',
        (error: unknown) => (error as Error).message,
      );
    expect(await refusal('where a=1')).to.contain('where must not be the first command');
    expect(await refusal('chunks')).to.contain('chunks must not be the first command');
    expect(await refusal('makeresults | makeresults')).to.contain('makeresults must be the first');
    expect(await refusal('makeresults | mispgetioc last=1d')).to.contain('mispgetioc makes rows');
    expect(await refusal('makeresults | inputlookup out')).to.contain('must be the first');
  });

  it('runs the commands of the app as processes, with the same rows as alone', async () => {
    const alone = await splunk.search('| mispgetioc misp_instance=misp last=1d');
    expect(await rowsOf(splunk, '| mispgetioc misp_instance=misp last=1d')).to.deep.equal(alone.rows);
    const counted = await rowsOf(splunk, 'mispgetioc misp_instance=misp last=1d | stats count');
    expect(counted).to.deep.equal([{ count: String(alone.rows.length) }]);
  });

  it('gives a streaming command the rows in chunks, finished with the last', async () => {
    const { rows, messages } = await runSpl(splunk, 'chunks', { input: FIVE, chunkRows: 2 });
    expect(rows).to.deep.equal([
      { chunk: '1', rows: '2', finished: 'false' },
      { chunk: '2', rows: '2', finished: 'false' },
      { chunk: '3', rows: '1', finished: 'true' },
    ]);
    expect(messages.map(([, text]) => text)).to.deep.equal(['Chunk 1.', 'Chunk 2.', 'Chunk 3.']);
  });

  it('makes the chunks as small as the command says at getinfo', async () => {
    const { rows } = await runSpl(splunk, 'chunks maxinputs=4', { input: FIVE });
    expect(rows.map((row) => [row['rows'], row['finished']])).to.deep.equal([
      ['4', 'false'],
      ['1', 'true'],
    ]);
  });

  it('gives a streaming command an empty chunk where there are no rows', async () => {
    const { rows } = await runSpl(splunk, 'makeresults | head 0 | chunks');
    expect(rows).to.deep.equal([{ chunk: '1', rows: '0', finished: 'true' }]);
  });

  it('fails with a command that fails, and runs and writes nothing after it', async () => {
    await install(splunk, 'lookups/out.csv', 'a\n1\n');
    const refused = await runSpl(
      splunk,
      '| mispgetioc misp_instance=unknown last=1d | outputlookup out | chunks',
    );
    expect(refused).to.deep.include({ failed: true, rows: [] });
    expect(refused.messages.map(([level]) => level)).to.deep.equal(['ERROR']);
    for (const search of [
      'chunks fail=error | outputlookup out',
      'head 1 | append [| mispgetioc misp_instance=unknown last=1d] | outputlookup out',
    ]) {
      const { failed, messages, rows } = await runSpl(splunk, search, { input: FIVE });
      expect(failed, search).to.equal(true);
      expect(rows, search).to.deep.equal([]);
      expect(messages.at(-1)?.[0]).to.equal('ERROR');
    }
    expect(await installed(splunk, 'lookups/out.csv')).to.equal('a\n1\n');
  });

  const UNEXPECTED =
    "Error in 'chunks' command: External search command exited unexpectedly with non-zero error code";
  for (const [way, state, ...texts] of [
    ['error', 'FAILED', 'No more.'],
    ['inverse', 'FAILED'],
    ['finished', 'DONE', 'No more.'],
    ['getinfo', 'FAILED', `${UNEXPECTED} 1.`],
    ['exit', 'FAILED', 'No more.', `${UNEXPECTED} 3.`],
  ]) {
    it(`takes a failure said by ${String(way)} for a search that is ${String(state)}`, async () => {
      await install(splunk, 'lookups/out.csv', 'a\n1\n');
      const { failed, messages } = await runSpl(
        splunk,
        `chunks fail=${String(way)} | table chunk | outputlookup out`,
        {
          input: FIVE,
          chunkRows: 2,
        },
      );
      expect(failed ? 'FAILED' : 'DONE').to.equal(state);
      expect(messages.map(([, text]) => text)).to.deep.equal(texts);
      expect(await installed(splunk, 'lookups/out.csv')).to.equal(
        state === 'FAILED' ? 'a\n1\n' : 'chunk\n1\n',
      );
    });
  }

  it('fails with a process that is gone, and goes on with the rows before a cut', async () => {
    const broken = async (how: 'killed' | 'cut') => {
      const { failed, rows } = await runSpl(splunk, 'chunks', {
        input: FIVE,
        chunkRows: 2,
        breakages: { chunks: { chunk: 2, how } },
      });
      return { failed, chunks: rows.map((row) => row['chunk']) };
    };
    expect(await broken('killed')).to.deep.equal({ failed: true, chunks: [] });
    expect(await broken('cut')).to.deep.equal({ failed: false, chunks: ['1'] });
  });

  it('expands macros of macros.conf and their macros, but not in quotes', async () => {
    expect(await rowsOf(splunk, '| `get` | head 1 | table misp_instance')).to.deep.equal([
      { misp_instance: 'misp' },
    ]);
    expect(await rowsOf(splunk, 'makeresults | eval a="`get`" | table a')).to.deep.equal([{ a: '`get`' }]);
    const macros = { instance: 'unknown' };
    expect((await runSpl(splunk, '| `get`', { macros })).failed).to.equal(true);
  });

  it('refuses macros that are unknown, have arguments, are evaluated, or hold themselves', async () => {
    expect(await refusalOf(splunk, 'search `nothing`')).to.equal('Unknown macro `nothing`.');
    expect(await refusalOf(splunk, 'search `get(1)`')).to.contain('without arguments');
    expect(await refusalOf(splunk, 'search `made`')).to.contain('iseval');
    expect(await refusalOf(splunk, 'search `self`')).to.contain('too deep');
    expect(await refusalOf(splunk, 'search `get')).to.contain('not closed');
  });

  it('runs a saved search of the app, written over several lines', async () => {
    await install(
      splunk,
      'default/savedsearches.conf',
      '[One]\nsearch = | `get` \\\n| head 1 \\\n| table misp_instance\n[Two]\nsearch = head 1\n[Three]\ncron_schedule = 1 * * * *\n',
    );
    const { rows } = await runSavedSearch(splunk, 'One');
    expect(rows).to.deep.equal([{ misp_instance: 'misp' }]);
    for (const [name, reason] of [
      ['Two', 'without a leading pipe'],
      ['Three', 'has no search "Three"'],
    ] as const) {
      const refused = await runSavedSearch(splunk, name).catch((error: unknown) => (error as Error).message);
      expect(refused).to.contain(reason);
    }
  });

  it('appends what a subpipeline makes of a copy, and what a subsearch makes', async () => {
    const input = [{ a: '1' }, { a: '2' }];
    expect(await rowsOf(splunk, 'appendpipe [ stats count | eval a="all" ]', input)).to.deep.equal([
      ...input,
      { count: '2', a: 'all' },
    ]);
    expect(await rowsOf(splunk, 'append [| makeresults | eval b=1 | table b]', input)).to.deep.equal([
      ...input,
      { b: '1' },
    ]);
    expect(await refusalOf(splunk, 'append [ stats count ]')).to.contain('must not be the first');
    expect(await refusalOf(splunk, 'append maxout=1 [| makeresults]')).to.contain('no options');
    expect(await refusalOf(splunk, 'append [| makeresults | outputlookup out]')).to.contain('runs it first');
    expect(await refusalOf(splunk, 'append [| makeresults count=50001]')).to.contain('Splunk takes 50000');
    expect(await refusalOf(splunk, 'appendpipe stats count')).to.contain('[ subsearch ]');
  });

  it('puts the one value of a subsearch into arguments, which knows the time range of the search', async () => {
    const input = [{ a: '50' }, { a: '150' }];
    const range = (more = '') =>
      `[| makeresults | addinfo | eval search=info_min_time | table search${more} ]`;
    const above = `where a >= ${range()}`;
    expect(await rowsOf(splunk, above, input, { earliest: 100 })).to.deep.equal([{ a: '150' }]);
    expect(await rowsOf(splunk, above, input)).to.deep.equal(input);
    expect(await rowsOf(splunk, 'where a="[| nothing ]"', input)).to.deep.equal([]);
    expect(await refusalOf(splunk, `where a >= ${range(' a')}`)).to.contain('one row with the field search');
    expect(await refusalOf(splunk, `where a >= ${range()} AND a < ${range()}`)).to.contain('More than one');
    expect(await refusalOf(splunk, 'where a >= [ stats count ]')).to.contain('starts with no pipe');
    expect(await refusalOf(splunk, `where a >= ${range()} AND`)).not.to.equal('no error');
    expect(await refusalOf(splunk, 'addinfo a')).to.contain('does not take');
  });

  it('gives the events of a dataset with its own fields, and those of a child by the name of the child', async () => {
    const event = { tag: ['certificate'], src: 'a', ssl_hash: 'AB' };
    const add = (time: number) => {
      splunk.index.add({
        index: 'i',
        sourcetype: 's',
        host: 'h',
        source: 's',
        time,
        raw: JSON.stringify(event),
      });
    };
    [100, 200].forEach(add);
    const found = async (dataset: string, options = {}) =>
      (await rowsOf(splunk, `| datamodel Certificates ${dataset} flat`, undefined, options)).map((row) => [
        row['_time'],
        row['src'],
        row['ssl_hash'],
      ]);
    expect(await found('All_Certificates')).to.deep.equal([
      ['200', 'a', undefined],
      ['100', 'a', undefined],
    ]);
    expect(await found('SSL', { earliest: 50, latest: 200 })).to.deep.equal([['100', 'a', 'AB']]);
    expect(await refusalOf(splunk, 'datamodel Web Web flat')).to.contain('must be the first');
    for (const args of ['Web Web', 'Web Web search', 'Web.Web flat'])
      await runSpl(splunk, `| datamodel ${args}`).then(
        () => expect.fail(args),
        (error: unknown) => {
          expect((error as Error).message).to.contain('<model> <dataset> flat');
        },
      );
    await runSpl(splunk, '| datamodel Web None flat').catch((error: unknown) => {
      expect((error as Error).message).to.contain('no dataset Web.None');
    });
    splunk.index.clean();
  });

  it('refuses appendpipe that a preview would write by', async () => {
    const input = [{ a: '1' }];
    expect(await refusalOf(splunk, 'table a | appendpipe [ table a | outputlookup out ]')).to.contain(
      'run_in_preview=false',
    );
    const search = 'table a | appendpipe run_in_preview=false [ table a | outputlookup out ]';
    expect(await rowsOf(splunk, search, input)).to.deep.equal([...input, ...input]);
    expect(await installed(splunk, 'lookups/out.csv')).to.equal('a\n1\n');
  });

  it('refuses to append a lookup behind chunks, until a command waits for all of them', async () => {
    await install(splunk, 'lookups/out.csv', 'a\n1\n');
    const merged = (between: string) => `chunks | eval a=2 ${between}| inputlookup append=true out`;
    expect(await refusalOf(splunk, merged(''))).to.contain('inputlookup append=true after chunks');
    const { rows } = await runSpl(splunk, merged('| table a '), { input: FIVE });
    expect(rows).to.deep.equal([{ a: '2' }, { a: '1' }]);
  });
});
