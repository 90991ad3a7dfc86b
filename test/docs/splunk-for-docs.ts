import { Writable } from 'node:stream';
import type { Row } from '../../src/protocol/rows.ts';
import { printRows } from '../../tools/result-rows.ts';
import { startMisp } from '../stand-ins/misp/server.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';
import { addRun } from '../support/misp-index.ts';

const SESSION = 'session-of-writer';

export interface SplunkForDocs {
  /** Runs a search, once, as a user who may search and write. @returns its rows @throws Error when it fails */
  search(search: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** A Splunk as the examples presume it: the instance misp, an index that its input has filled, and a log. */
export async function splunkForDocs(): Promise<SplunkForDocs> {
  const now = Math.floor(Date.now() / 1000);
  const misp = await startMisp();
  const splunk = await StandInSplunk.start(connectedTo(misp, { misp: {} }));
  splunk.state.sessions[SESSION] = {
    username: 'admin',
    capabilities: ['search', 'list_storage_passwords', 'misp_search', 'misp_write'],
  };
  const { exitCode, stderr } = await runInput(splunk, 'misp', { settings: { start: 'all' } });
  if (exitCode !== 0) throw new Error(stderr);
  addRun(splunk, 'misp', {
    ...{ time: now - 10, status: 'failed', error: 'MISP refused the API key' },
    ...{ duration: 1, attributes: 0, requests: 1, lag: 1 },
  });
  const url = misp.store.attributes.find(({ type }) => type === 'url')?.value ?? '';
  for (const dest of ['VACCINE.example', 'login-vaccine.example', url, 'nope.example']) {
    const raw = JSON.stringify({ dest });
    splunk.index.add({ index: 'proxy', sourcetype: 'proxy', host: 'h', source: 's', time: now - 5, raw });
  }
  const results = new Map<string, Promise<readonly Row[]>>();
  const run = async (search: string) => {
    const { rows, messages, failed } = await runSpl(splunk, search, { sessionKey: SESSION });
    if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
    return rows;
  };
  return {
    search(search) {
      const result = results.get(search) ?? run(search);
      results.set(search, result);
      return result;
    },
    async close() {
      await splunk.close();
      await misp.close();
    },
  };
}

const WIDTH = 120;

/** Rows as `npm run search` prints them into a pipe. */
export function printed(rows: readonly Row[]): string {
  let text = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  printRows(rows, output, { asRecords: false, width: WIDTH });
  return text;
}
