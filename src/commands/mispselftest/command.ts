import { defineCommand } from '../../protocol/command.ts';
import { integerOption } from '../../protocol/options.ts';
import { tableOf } from '../../protocol/table.ts';
import type { Services } from '../shared/services.ts';
import { sampleRows } from './sample.ts';

const options = {
  rows: integerOption({
    min: 1,
    max: 1_000_000,
    hint: '<integer>',
    text: 'Return sample rows instead of running checks, for searches that test how Splunk handles rows.',
  }),
};

export const mispselftest = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispselftest',
  summary: 'Checks the assumptions of the app about this Splunk.',
  description:
    'One result for each check: a failed command fails its search and changes no lookup, rows arrive complete and in order, keys, KV store and lookups can be read, every MISP instance responds, and every input ran. It runs some twenty short searches as you, and writes and deletes one lookup file, misp_selftest.csv. A check that fails is a result and does not fail the search.',
  options,
  isRisky: true,
  examples: [
    { search: '| mispselftest', text: 'All checks, after the installation or an upgrade of Splunk.' },
    { search: '| mispselftest | where result="failed"', text: 'Checks that need attention.' },
  ],
  async *generate({ rows }, context) {
    if (rows !== undefined) {
      yield* sampleRows(rows);
      return;
    }
    // Loaded when the search runs, so that getinfo is answered at once.
    const { runChecks: outcomes } = await import('./run.ts');
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for await (const row of outcomes(context)) {
      counts[row.result] += 1;
      yield tableOf([{ ...row }]);
    }
    context.message(
      counts.failed > 0 ? 'WARN' : 'INFO',
      `${counts.passed} checks passed, ${counts.failed} failed, ${counts.skipped} were skipped.`,
    );
  },
});
