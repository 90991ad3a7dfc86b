import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { columnsOf } from '../test/support/dashboards.ts';
import { timeOf } from '../test/stand-ins/splunk/spl/relative-time.ts';
import type { SplResult } from '../test/stand-ins/splunk/spl/result.ts';
import { runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import type { DashboardStudio } from '../test/stand-ins/splunk/web/web.ts';

const PACKAGES = fileURLToPath(new URL('../test/dashboards/', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/sa-misp/studio.js', import.meta.url));

/** A data source with its tokens resolved. */
interface DataSource {
  readonly id: string;
  readonly options: {
    readonly query: string;
    readonly queryParameters?: { readonly earliest?: string; readonly latest?: string };
  };
}

/** How long results of a base search serve its chains, in milliseconds. */
const KEPT = 20_000;

/** Renders dashboards with Splunk's packages and runs their searches on the stand-in. Installs the packages once, which takes a minute. */
export function dashboardStudio(splunk: StandInSplunk, say: (text: string) => void): DashboardStudio {
  if (!existsSync(`${PACKAGES}node_modules/@splunk/dashboard-core`)) {
    say("Installing Splunk's packages that draw dashboards (560 MB, once) …");
    execFileSync('npm', ['ci', '--prefix', PACKAGES, '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: 'inherit',
    });
  }
  execFileSync(process.execPath, [`${PACKAGES}bundle.mjs`, BUNDLE], { stdio: 'inherit' });
  return { script: readFileSync(BUNDLE), answer: chainRunner(splunk) };
}

/** Runs a search and the chains that go on with its results, the search once for all of its chains. */
export function chainRunner(splunk: StandInSplunk): DashboardStudio['answer'] {
  const kept = new Map<string, Promise<SplResult>>();
  const run = (chain: readonly DataSource[]): Promise<SplResult> => {
    const key = JSON.stringify(chain.map(({ options }) => options));
    const known = kept.get(key);
    if (known) return known;
    const result = runChain(splunk, chain, run);
    kept.set(key, result);
    setTimeout(() => kept.delete(key), KEPT).unref();
    return result;
  };
  return async (body) => JSON.stringify(columnsOf(await run(JSON.parse(body) as readonly DataSource[])));
}

async function runChain(
  splunk: StandInSplunk,
  chain: readonly DataSource[],
  run: (chain: readonly DataSource[]) => Promise<SplResult>,
): Promise<SplResult> {
  const query = chain.at(-1)?.options.query ?? '';
  const now = Math.floor(Date.now() / 1000);
  const { earliest = '0', latest = 'now' } = chain[0]?.options.queryParameters ?? {};
  const result = await runSpl(splunk, query, {
    earliest: timeOf(earliest, now),
    latest: timeOf(latest, now),
    now,
    ...(chain.length > 1 && { input: (await run(chain.slice(0, -1))).rows }),
  });
  if (result.failed) throw new Error(result.messages.map(([, text]) => text).join(' '));
  return result;
}
