import { mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildApp } from '../support/app.ts';
import { AlertLab, WRITER } from './lab.ts';

const ACTIONS = ['misp_alert_create_event', 'misp_alert_add_attributes', 'misp_alert_sighting'];
const PARAMS = { eventid: '1', mode: 'byvalue' };
const ROWS = [{ misp_domain: ['evil.example', 'new.example'] }];

describe('Running an alert action', () => {
  let lab: AlertLab;

  before(async () => {
    await buildApp();
    lab = await AlertLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
    const event = lab.store.addEvent({ id: '1', info: 'An event' });
    lab.store.addAttribute(event, { type: 'domain', value: 'evil.example' });
  });

  for (const name of ACTIONS) {
    describe(name, () => {
      it('sends nothing at all for a user without misp_write', async () => {
        const result = await lab.run(name, { rows: ROWS, params: PARAMS, sessionKey: 'session-of-admin' });
        expect(result.exitCode).to.equal(1);
        expect(result.lines('ERROR')).to.have.length(1);
        expect(result.lines('ERROR')[0]).to.match(/You may not change anything in MISP.*misp_write/);
        expect(lab.misp.requests).to.deep.equal([]);
      });

      for (const [instance, expected] of [
        ['wrong', /MISP refused the API key/],
        ['readonly', /lacks the permission/],
        ['nowhere', /nothing answers at 127\.0\.0\.1:9/],
        ['mips', /There is no MISP instance "mips": did you mean "misp"/],
        ['*', /There are several MISP instances: choose one with misp_instance\. There are: /],
        ['', /There are several MISP instances: choose one/],
      ] as const) {
        it(`fails with the instance "${instance}", and says why in one line`, async () => {
          const params = { ...PARAMS, eventid: name === 'misp_alert_create_event' ? '' : '1' };
          const result = await lab.run(name, {
            rows: ROWS,
            params: { ...params, misp_instance: instance },
          });
          expect(result.exitCode).to.equal(1);
          expect(result.stdout).to.equal('');
          expect(result.lines('ERROR')).to.have.length(1);
          expect(result.lines('ERROR')[0]).to.match(expected);
          expect(result.stderr.trim().split('\n').at(-1)).to.match(/^ERROR /);
          expect(lab.store.events).to.have.length(1);
          expect(result.results.map((one) => one['action_status'])).to.deep.equal(
            instance === 'mips' || instance === '*' || instance === '' ? [] : ['failure'],
          );
        });
      }

      it('tells what became of results where Enterprise Security looks, without the key', async () => {
        const result = await lab.run(name, { rows: ROWS, params: PARAMS });
        const log = readFileSync(join(lab.splunk.home, 'var/log/splunk', `${name}_modalert.log`), 'utf8');
        const last = log.trimEnd().split('\n').at(-1) ?? '';
        expect(last).to.match(
          /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO pid=\d+ .* \| sendmodaction - signature="/,
        );
        expect(result.results.length).to.be.greaterThan(0);
        expect(last).to.include(`action_status="${result.results.at(-1)?.['action_status'] ?? ''}"`);
        expect(log).not.to.include(lab.misp.keys['automation']);
      });

      it('does its work when that log cannot be written, and says so', async () => {
        const path = join(lab.splunk.home, 'var/log/splunk', `${name}_modalert.log`);
        rmSync(path, { force: true });
        mkdirSync(path);
        const { lines } = await lab.run(name, { rows: ROWS, params: PARAMS });
        rmdirSync(path);
        expect(lines('WARN').join()).to.match(
          /Enterprise Security will not show the outcome, because its log cannot be written: EISDIR/,
        );
      });

      it('has nothing to do without results', async () => {
        const result = await lab.run(name, { rows: [], params: PARAMS });
        expect(result.stderr).to.match(/INFO The search has no results, so nothing was sent to MISP\./);
        expect(result).to.include({ exitCode: 0, stdout: '' });
        expect(lab.writes).to.deep.equal([]);
      });
    });
  }

  it('refuses values that a parameter does not have, all of them at once', async () => {
    const params = { distribution: '7', tlp: 'purple' };
    const result = await lab.run('misp_alert_create_event', { rows: ROWS, params });
    expect(result.lines('ERROR')).to.deep.equal([
      'The parameter distribution is "7". It must be one of 0, 1, 2, 3, 4. The parameter tlp is "purple". It must be one of TLP_WHITE, TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER+STRICT, TLP_RED, TLP_UNCLEAR, TLP_EX_CHR.',
    ]);
    expect(lab.misp.requests).to.deep.equal([]);
  });

  it('runs with --execute only', async () => {
    const result = await lab.run('misp_alert_create_event', { rows: ROWS, args: [] });
    expect(result.exitCode).to.equal(1);
    expect(result.lines('ERROR')[0]).to.match(/must be started by splunkd, with --execute/);
  });

  for (const [what, options, expected] of [
    ['no JSON', { input: `{"session_key":"${WRITER}", <alert>` }, /is not JSON\. Set payload_format/],
    ['no session key', { payload: { session_key: undefined } }, /lacks session_key/],
    ['no session', { sessionKey: 'expired-session' }, /refused this search's session/],
    [
      'results that are gone',
      { payload: { results_file: '/nowhere/results.csv.gz' } },
      /results of the search cannot be read \(ENOENT\)/,
    ],
    [
      'results that are no gzip',
      { payload: { results_file: '/dev/null' } },
      /results of the search cannot be read/,
    ],
  ] as const) {
    it(`says so when it gets ${what}`, async () => {
      const result = await lab.run('misp_alert_create_event', { rows: ROWS, ...options });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')).to.have.length(1);
      expect(result.lines('ERROR')[0]).to.match(expected);
      expect(result.stderr).not.to.include(WRITER);
      expect(lab.writes).to.deep.equal([]);
    });
  }

  for (const [what, payload] of [
    ['a file that is gone', { results_file: '/nowhere/results.csv.gz', result: {} }],
    [
      'a file that is gone, and no first result',
      { results_file: '/nowhere/results.csv.gz', result: undefined },
    ],
    ['a file with nothing in it', { results_file: '/dev/null', result: {} }],
    ['no file', { results_file: '' }],
    ['null for a file', { results_file: null }],
  ] as const) {
    it(`has nothing to do with ${what}, when splunkd tells no result either`, async () => {
      const result = await lab.run('misp_alert_create_event', { rows: ROWS, payload });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(result.lines('INFO')).to.deep.equal(['The search has no results, so nothing was sent to MISP.']);
      expect(lab.misp.requests).to.deep.equal([]);
    });
  }

  it('writes neither the API key nor the session key, whatever happens', async () => {
    const secrets = [WRITER, ...Object.values(lab.splunk.state.secrets)];
    for (const name of ACTIONS) {
      for (const misp_instance of ['misp', 'wrong', 'nowhere']) {
        const { stderr, stdout } = await lab.run(name, { rows: ROWS, params: { ...PARAMS, misp_instance } });
        expect(stdout).to.equal('');
        expect(stderr).not.to.equal('');
        for (const secret of secrets) expect(stderr, name).not.to.include(secret);
      }
    }
  });

  it('tells of each result as an adaptive response does', async () => {
    const rows = [
      { misp_domain: 'one.example', rid: '7', orig_sid: 'scheduler__1', orig_rid: '3' },
      { misp_domain: 'two.example' },
    ];
    const saved = await lab.run('misp_alert_create_event', { rows, searchName: 'My "alert"' });
    expect(saved.results).to.have.length(2);
    const { signature, sid, ...rest } = saved.results[0] ?? {};
    expect(signature).to.match(/^Created event \d+ \(.*\) in misp with 2 attributes and 0 objects$/);
    expect(sid).to.match(/^scheduler__admin/);
    expect(rest).to.deep.equal({
      action_name: 'misp_alert_create_event',
      search_name: "My 'alert'",
      orig_sid: 'scheduler__1',
      rid: '7',
      orig_rid: '3',
      app: 'search',
      user: 'admin',
      action_mode: 'saved',
      action_status: 'success',
    });
    expect(saved.results[1]).to.include({ rid: '1', action_status: 'success' });
    const adhoc = await lab.run('misp_alert_create_event', { rows, searchName: '' });
    expect(adhoc.results[0]).to.include({ search_name: '', action_mode: 'adhoc' });
  });

  it('counts results that were not reached as failed', async () => {
    const rows = ['a', 'b', 'c'].map((n) => ({ n, misp_domain: `${n}.example` }));
    lab.misp.state.databaseDown = true;
    const result = await lab.run('misp_alert_create_event', { rows, params: { unique: 'n' } });
    lab.misp.state.databaseDown = false;
    expect(lab.writes).to.have.length(1);
    expect(result.results.map((one) => one['action_status'])).to.deep.equal([
      'failure',
      'failure',
      'failure',
    ]);
    expect(result.lines('ERROR')[0]).to.match(/MISP failed/);
  });
});
