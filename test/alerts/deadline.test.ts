import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { alertActions } from '../../src/alerts/table.ts';
import { type AlertServices, runAlert } from '../../src/alerts/program/run.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';

describe('An alert action that takes too long', () => {
  let folder: string;
  let misp: MispServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alert-'));
    misp = await startMisp();
  });
  after(async () => {
    await misp.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('stops before splunkd kills it, and says of each result what became of it', async () => {
    const action = alertActions['misp_alert_create_event'];
    if (!action) throw new Error('There is no such action.');
    const connection = {
      ...{ name: 'misp', url: misp.url, key: misp.keys['automation'] ?? '', verifyCertificate: true },
      ...{ connectionTimeout: 60, readTimeout: 60, retryTimeout: 0, pageSize: 100 },
    };
    const services = {
      instances: () => Promise.resolve({ getOnly: () => Promise.resolve({ connection }) }),
      access: () => Promise.resolve({ assertMayWrite: () => Promise.resolve() }),
      lookup: () => Promise.resolve(undefined),
      now: Date.now,
    } as unknown as AlertServices;
    const results = join(folder, 'results.csv.gz');
    await writeFile(results, gzipSync('n,misp_domain\na,a.example\nb,b.example\n'));
    const payload = {
      sid: 'scheduler__1',
      results_file: results,
      server_uri: 'https://127.0.0.1:8089',
      session_key: 'key',
      configuration: { misp_instance: 'misp', unique: 'n' },
    };
    misp.faults.push({ kind: 'hang', times: Infinity });
    const lines: string[] = [];
    const started = performance.now();
    const code = await runAlert(action, {
      args: ['--execute'],
      input: Readable.from([JSON.stringify(payload)]),
      write: (line) => lines.push(line),
      services,
      timeoutMs: 300,
    });
    expect(performance.now() - started).to.be.below(5000);
    expect(code).to.equal(1);
    expect(lines.filter((line) => line.includes('action_status="failure"'))).to.have.length(2);
    expect(lines.at(-1)).to.match(
      /^ERROR Stopped after 0 minutes, before Splunk kills the action \(maxtime, 30 minutes\)\. .* fewer results/,
    );
  });
});
