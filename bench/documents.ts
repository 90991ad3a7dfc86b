import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { COLLECTION } from '../src/intel/documents/collection.ts';
import type { Row } from '../src/protocol/rows.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { KEY } from './mispgetioc.ts';
import { measureNode, type Usage, watch } from './processes.ts';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));
const SYNTHETIC = fileURLToPath(new URL('../test/stand-ins/misp/data/synthetic.ts', import.meta.url));

export interface Documents {
  /** How many mispintel made, and how many of them have a key by which searches find them. */
  readonly documents: number;
  readonly withKey: number;
  readonly mispgetioc: Usage;
  readonly mispintel: Usage;
  /** CPU seconds of fetching and parsing the same pages. */
  readonly floor: number;
}

/** The commands of MISP_indicators_update: attributes of MISP become documents of the collection that searches look up. */
export async function makeDocuments(splunk: StandInSplunk, attributes: number): Promise<Documents> {
  const server = spawn(process.execPath, ['--import', 'tsx', SYNTHETIC, String(attributes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    splunk.state.instances['bench'] = { misp_url: url };
    splunk.state.secrets['bench.misp_key'] = KEY;
    const { output } = await measureNode([FLOOR, url, String(attributes), KEY, 'context']);
    return { ...(await relay(splunk)), floor: Number(output) };
  } finally {
    server.stdin.end();
  }
}

/** Hands rows of mispgetioc to mispintel in the largest chunks that mispintel accepts. Decoding them is this process's work and not counted. */
async function relay(splunk: StandInSplunk): Promise<Omit<Documents, 'floor'>> {
  const source = splunk.start(
    'mispgetioc misp_instance=bench last=1d expand_object=true include_context=true include_sightings=false',
  );
  // The stand-in's addresses are those of documentation.
  const target = splunk.start(`mispintel collection=${COLLECTION} allow_private=true`);
  const used = [watch(source.process), watch(target.process)] as const;
  const [, { metadata: info }] = await Promise.all([source.getinfo(), target.getinfo()]);
  const chunkRows = Number(info['maxinputs']);
  let [documents, withKey] = [0, 0];
  let waiting: Row[] = [];
  for (let isLast = false; !isLast;) {
    const { metadata, rows } = await source.host.execute([], true);
    isLast = metadata['finished'] === true;
    waiting.push(...rows);
    while (waiting.length >= chunkRows || isLast) {
      const chunk = waiting.slice(0, chunkRows);
      waiting = waiting.slice(chunkRows);
      const answer = await target.host.execute(chunk, isLast && waiting.length === 0);
      documents += answer.rows.length;
      withKey += answer.rows.filter((row) => (row['misp_match_key'] ?? '') !== '').length;
      if (waiting.length === 0) break;
    }
  }
  const [mispgetioc, mispintel] = [used[0](), used[1]()];
  for (const running of [source, target]) {
    running.process.stdin.end();
    const { exitCode, stderr } = await running.ended();
    if (exitCode !== 0) throw new Error(`a command failed: ${stderr}`);
  }
  return { documents, withKey, mispgetioc, mispintel };
}
