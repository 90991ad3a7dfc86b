import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { columnsOf, type Definition, definitionIn, initialTokens } from '../test/support/dashboards.ts';
import { timeOf } from '../test/stand-ins/splunk/spl/relative-time.ts';
import { runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { resolved, type Tokens } from '../test/stand-ins/splunk/web/tokens.ts';
import type { DashboardStudio } from '../test/stand-ins/splunk/web/web.ts';

const PACKAGES = fileURLToPath(new URL('../test/dashboards/', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/sa-misp/studio.js', import.meta.url));

/** Options of a data source as Dashboard Studio resolves them. */
interface Options {
  readonly query: string;
  readonly queryParameters?: { readonly earliest?: string; readonly latest?: string };
}

interface DataSourceRequest {
  readonly id: string;
  /** Absent for a data source that is only the base of another one. */
  readonly options?: Options;
}

/** Renders dashboards with Splunk's packages and runs their searches on the stand-in. Installs the packages once, which takes a minute. */
export function dashboardStudio(splunk: StandInSplunk, say: (text: string) => void): DashboardStudio {
  if (!existsSync(`${PACKAGES}node_modules/@splunk/dashboard-core`)) {
    say("Installing Splunk's packages that draw dashboards (560 MB, once) …");
    execFileSync('npm', ['ci', '--prefix', PACKAGES, '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: 'inherit',
    });
  }
  execFileSync(process.execPath, [`${PACKAGES}bundle.mjs`, BUNDLE], { stdio: 'inherit' });
  return {
    script: readFileSync(BUNDLE),
    async answer(view, body) {
      const definition = definitionIn(splunk.appDir, view);
      const tokens = initialTokens(definition);
      const chain = (JSON.parse(body) as readonly DataSourceRequest[]).map(
        ({ id, options }) => options ?? resolvedOptions(definition, id, tokens),
      );
      const now = Math.floor(Date.now() / 1000);
      const { earliest = '0', latest = 'now' } = chain[0]?.queryParameters ?? {};
      const times = { earliest: timeOf(earliest, now), latest: timeOf(latest, now) };
      const { rows, fields, messages, failed } = await runSpl(
        splunk,
        chain.map(({ query }) => query).join(' '),
        { ...times, now },
      );
      if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
      return JSON.stringify(columnsOf({ rows, fields }));
    },
  };
}

/** The options with the initial tokens of the dashboard. */
function resolvedOptions(definition: Definition, id: string, tokens: Tokens): Options {
  const { earliest, latest } = definition.defaults.dataSources['ds.search'].options.queryParameters;
  return {
    query: resolved(definition.dataSources[id]?.options.query ?? '', tokens),
    queryParameters: { earliest: resolved(earliest, tokens), latest: resolved(latest, tokens) },
  };
}
