import { expect } from 'chai';
import { isTrue, readConf } from '../stand-ins/splunk/conf.ts';
import { runSavedSearch } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { commandsIn } from '../stand-ins/splunk/writing-commands.ts';
import { addRun } from '../support/misp-index.ts';

const NAMES = ['MISP_health_inputs', 'MISP_health_searches'] as const;
const NOW = 1_795_700_000;
const HOUR = 3600;
const RUN = { duration: 4, attributes: 40, requests: 5, lag: 90 };

describe('The alerts on inputs and searches', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  beforeEach(() => {
    splunk.index.clean();
  });
  after(() => splunk.close());

  async function problems(name: string, macros = {}) {
    const { rows, failed } = await runSavedSearch(splunk, name, { now: NOW, macros });
    expect(failed).to.equal(false);
    return Object.fromEntries(
      rows.map((row) => [String(row['misp_input'] ?? row['savedsearch_name']), String(row['problem'])]),
    );
  }
  const run = (input: string, hoursAgo: number, more: Partial<Parameters<typeof addRun>[2]> = {}) => {
    addRun(splunk, input, { ...RUN, status: 'success', time: NOW - hoursAgo * HOUR, ...more });
  };
  const failed = { status: 'failed', error: 'MISP refused the API key' } as const;
  const scheduled = (savedsearch_name: string, hoursAgo: number, status: string) => {
    const log = { index: '_internal', sourcetype: 'scheduler', savedsearch_name, status };
    splunk.index.addFields({ ...log, _time: String(NOW - hoursAgo * HOUR) });
  };

  for (const name of NAMES) {
    it(`are shipped disabled, scheduled, tracked and without an action: ${name}`, () => {
      const settings = readConf(splunk.appDir, 'savedsearches').get(name);
      expect(isTrue(settings?.get('disabled') ?? '')).to.equal(true);
      expect(settings?.get('enableSched')).to.equal('1');
      expect(settings?.get('alert.track')).to.equal('1');
      expect([...(settings?.keys() ?? [])].filter((key) => key.startsWith('action'))).to.deep.equal([]);
      expect(settings?.get('description')).to.include('Enable it under Settings >');
      expect(commandsIn(settings?.get('search') ?? '')).to.deep.equal([
        ...['search', 'eval', 'stats', 'eval', 'eval', 'where', 'table'],
      ]);
    });
  }

  it('are silent while all is well, and where there is nothing', async () => {
    for (const name of NAMES) expect(await problems(name)).to.deep.equal({});
    run('good', 1);
    run('good', 0.5, failed);
    scheduled('MISP_ES_ip_intel', 20, 'success');
    scheduled('Other', 1, 'failed');
    scheduled('MISP_health_inputs', 1, 'failed');
    for (const name of NAMES) expect(await problems(name)).to.deep.equal({});
  });

  it('tell inputs that fail, stand still, or are behind', async () => {
    run('refused', 3);
    run('refused', 2, failed);
    run('refused', 0.1, failed);
    run('never', 1, failed);
    run('silent', 40);
    run('behind', 0.2, { lag: 50 * HOUR });
    run('stopped', 50);
    run('stopped', 1, { status: 'stopped' });
    run('good', 0.1);
    expect(await problems('MISP_health_inputs')).to.deep.equal({
      refused: 'The last run failed: MISP refused the API key',
      never: 'The last run failed: MISP refused the API key',
      silent: 'No run since 2026-11-24 21:33. Is the input disabled?',
      stopped: 'No successful run since 2026-11-24 11:33.',
      behind: 'The data is 50 hours behind MISP.',
    });
    const patient = await problems('MISP_health_inputs', { misp_health_max_lag: String(100 * HOUR) });
    expect(Object.keys(patient).sort()).to.deep.equal(['never', 'refused']);
  });

  it('tell searches that fail, are skipped, or no longer run', async () => {
    scheduled('MISP_ES_ip_intel', 30, 'success');
    scheduled('MISP_ES_ip_intel', 6, 'delegated_remote_error');
    scheduled('MISP_ES_url_intel', 40, 'success');
    scheduled('MISP_match_dns', 30, 'success');
    scheduled('MISP_match_dns', 1, 'skipped');
    scheduled('MISP_match_web', 1, 'skipped');
    scheduled('MISP_ES_file_intel', 20, 'success');
    expect(await problems('MISP_health_searches')).to.deep.equal({
      MISP_ES_ip_intel: 'The last run failed (delegated_remote_error).',
      MISP_ES_url_intel: 'No run since 2026-11-24 21:33. Is the search disabled?',
      MISP_match_dns: 'No successful run since 2026-11-25 07:33: the last was skipped.',
      MISP_match_web: 'No successful run for a week: the last was skipped.',
    });
  });
});
