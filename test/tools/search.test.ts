import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { runTool } from './run-tool.ts';

const SEARCH = 'tools/search.ts';

describe('npm run search', () => {
  it('finds something with unquoted words, and stops after the rows that are asked for', async () => {
    const { exitCode, stdout, stderr } = await runTool(
      [SEARCH, '--limit', '2', 'mispgetioc', 'last=7d', 'type=domain'],
      { env: { COLUMNS: '80' } },
    );
    expect(exitCode).to.equal(0);
    const lines = stdout.trimEnd().split('\n');
    // Two borders, the head, a line below it, and two rows.
    expect(lines).to.have.length(6);
    expect(Math.max(...lines.map((line) => line.length))).to.be.within(60, 80);
    expect(lines[1]).to.match(/misp_type.*misp_value/);
    expect(stderr).to.match(
      /^2 rows, [\d.]+ s\n--csv and --json print all rows and fields, --record all fields\.\n$/,
    );
  });

  it('reads rows from standard input, and prints a row as lines', async () => {
    const { exitCode, stdout, stderr } = await runTool(
      [SEARCH, 'mispsearch field=indicator', '--input', '-', '--record'],
      { input: 'indicator\nvaccine.example\n' },
    );
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^── row 1 ─+\nindicator +vaccine\.example\n/);
    expect(stdout).to.match(/^misp_type +domain$/m);
    expect(stderr).to.match(/^1 row, [\d.]+ s\n$/);
  });

  it('gives no hint under an empty result', async () => {
    const { exitCode, stdout, stderr } = await runTool([SEARCH, 'mispgetioc', 'eventid=999999']);
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: 'No rows.\n' });
    expect(stderr).to.match(/^0 rows, [\d.]+ s\n$/);
  });

  it('names a space beside the = once, and fails', async () => {
    const { exitCode, stdout, stderr } = await runTool([SEARCH, 'mispgetioc last = 7d']);
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: '' });
    expect(stderr).to.match(
      /^ERROR Write options without spaces around the =: last=7d\.\n0 rows, [\d.]+ s, failed\n$/,
    );
  });

  it('reports what it waits for', async () => {
    const { url, close } = await silentServer();
    const env = { MISP_URL: url, MISP_KEY: 'x'.repeat(40) };
    try {
      const { exitCode, stderr } = await runTool([SEARCH, 'mispgetioc last=7d'], { env });
      expect(exitCode).to.equal(1);
      expect(stderr).to.include(`waiting for ${url}, 5 s\n`);
    } finally {
      close();
    }
  });
});

/** A server that answers no request, and is gone some seconds after the first one. */
async function silentServer() {
  const server = http.createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  server.once('request', () => setTimeout(close, 7_000));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
