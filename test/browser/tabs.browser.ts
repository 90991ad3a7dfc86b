import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { violations } from './axe.ts';
import { closeLab, labelled, useLab } from './lab.ts';

const TAB_NAMES: Readonly<Record<string, string>> = {
  access: 'Access',
  matching: 'Matching',
  security: 'Enterprise Security',
  proxy: 'Proxy',
};

/** Tabs by their names, and a text of each that is there when it has loaded. */
const TABS_LOADED = [
  ['Access', 'can_delete'],
  ['Matching', 'MISP_match_dns'],
  ['Enterprise Security', 'MISP_ES_ip_intel'],
  ['Proxy', 'Test all instances'],
  ['Logging', 'Requests for API keys'],
] as const;

describe('The other tabs', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const setting = (conf: string, stanza: string, key: string) =>
    readConf(lab().splunk.appDir, conf).get(stanza)?.get(key);

  it('Access asks what a role gives away, and grants and revokes it', async () => {
    const page = await lab().open({ tab: 'access' });
    const power = page.getByRole('row', { name: 'power' });
    await power.getByText('hanna').waitFor();
    const dialog = page.getByRole('dialog');
    for (const [role, warning] of [
      ['misp_searcher', 'They cannot see its API key.'],
      ['misp_user', 'passwords and keys of all other apps'],
      ['misp_writer', 'within the permissions of the API key of each instance'],
    ] as const) {
      await page.getByRole('button', { name: `Grant ${role}: power` }).click();
      await dialog.getByText(warning).waitFor();
      await dialog
        .getByText('one user of the role power, and the users of the roles that import it: admin')
        .waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user']);

    await page.getByRole('button', { name: 'Grant misp_searcher: power' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    const revoke = page.getByRole('button', { name: 'Revoke misp_searcher: power' });
    await revoke.waitFor();
    await power.getByText('Granted').waitFor();
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user', 'misp_searcher']);
    const focused = 'document.activeElement.getAttribute("aria-label")';
    expect(await page.evaluate(focused)).to.equal('Revoke misp_searcher: power');
    await page.keyboard.press('Enter');
    await dialog.getByText('fail from then on').waitFor();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await power.getByText('Revoked').waitFor();
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user']);
    await page.getByRole('row', { name: 'admin' }).getByText('Yes (own capability)').first().waitFor();

    // The last role of a role, and a refusal, which is shown where it was asked for.
    await page.getByRole('button', { name: 'Grant misp_writer: user' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    await page.getByRole('button', { name: 'Revoke misp_writer: user' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'Grant misp_writer: user' }) })
      .getByText('Revoked')
      .waitFor();
    expect(state().roles['user']?.imported_roles).to.deep.equal([]);
    Reflect.deleteProperty(state().roles, 'misp_writer');
    await page.getByRole('button', { name: 'Grant misp_writer: power' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    await power.getByText("Role 'misp_writer' does not exist").waitFor();
    state().roles['misp_writer'] = { imported_roles: [], capabilities: ['misp_write'] };
  });

  it('Access filters and pages many roles, and fits narrow and wide windows', async () => {
    const names = Array.from(
      { length: 30 },
      (_none, index) => `role_with_a_long_name_of_department_${index}`,
    );
    for (const name of names) state().roles[name] = { imported_roles: ['user'], capabilities: [] };
    state().users['somebody.with.a.long.name@department.example.org'] = { roles: [names[29] ?? ''] };
    const page = await lab().open({ tab: 'access' });
    await page.getByText('34 roles').waitFor();
    await page.getByText('Page 1 of 4').waitFor();
    await labelled(page, 'Filter').fill('somebody.with');
    await page.getByText('1 role of 34').waitFor();
    for (const width of [600, 900, 1360, 2000]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflowing(page), String(width)).to.deep.equal([]);
    }
    await labelled(page, 'Filter').fill('nobody');
    await page.getByText('No role matches "nobody".').waitFor();
    for (const name of names) Reflect.deleteProperty(state().roles, name);
    Reflect.deleteProperty(state().users, 'somebody.with.a.long.name@department.example.org');
  });

  it('Enterprise Security switches feeds, and sets their schedule', async () => {
    const time = Math.floor(Date.now() / 1000) - 60;
    lab().splunk.index.addFields({
      index: '_internal',
      sourcetype: 'scheduler',
      savedsearch_name: 'MISP_ES_ip_intel',
      status: 'success',
      run_time: '12.345',
      result_count: '1234',
      sid: 'scheduler__admin_1',
      _time: String(time),
    });
    lab().splunk.index.addFields({
      index: '_internal',
      sourcetype: 'scheduler',
      savedsearch_name: 'MISP_ES_file_intel',
      status: 'skipped',
      reason: 'The maximum number of concurrent searches was reached.',
      _time: String(time),
    });
    const page = await lab().open({ tab: 'security' });
    await page.getByText('Enterprise Security is not installed here.').waitFor();
    await page.getByText('0 of 13 on').waitFor();
    const ip = page.getByRole('row', { name: 'MISP_ES_ip_intel' });
    await ip.getByText('12 s, 1,234 results').waitFor();
    const file = page.getByRole('row', { name: 'MISP_ES_file_intel' });
    await file.getByText('skipped').waitFor();
    await file.getByText('The maximum number of concurrent searches was reached.').waitFor();
    const toggle = page.getByRole('switch', { name: 'On: MISP_ES_ip_intel' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.getByText('MISP_ES_ip_intel is on.').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).to.equal(
      'On: MISP_ES_ip_intel',
    );
    await ip.getByText('3:00 AM').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).to.equal('0');
    const schedule = page.getByRole('textbox', { name: 'Schedule of MISP_ES_ip_intel' });
    for (const [typed, mistake] of [
      ['every day', 'The schedule must have five fields'],
      ['99 99 * * *', 'The schedule has 99 as minute: use 0 to 59.'],
      ['0 25 * * *', 'The schedule has 25 as hour: use 0 to 23.'],
    ] as const) {
      await schedule.fill(typed);
      await ip.getByText(mistake).waitFor();
      await schedule.press('Enter');
    }
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'cron_schedule')).to.equal('0 3 * * *');
    await schedule.fill('15 4 * * *');
    await schedule.press('Enter');
    await ip.getByText('4:15 AM').waitFor();
    await page.getByText('Schedule of MISP_ES_ip_intel set to 15 4 * * *.', { exact: true }).waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'cron_schedule')).to.equal('15 4 * * *');
    await page.getByRole('button', { name: 'Enable all' }).click();
    await page.getByText('12 searches are on.').waitFor();
    await page.getByText('13 of 13 on').waitFor();
    await page.getByRole('button', { name: 'Disable all' }).click();
    await page.getByText('0 of 13 on').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).to.equal('1');
    await schedule.fill('30 4 * * *');
    await schedule.press('Enter');
    await page.getByText('Schedule of MISP_ES_ip_intel set to 30 4 * * *. The search is off.').waitFor();
  });

  it('Enterprise Security fills feeds over a longer time, and leaves the schedule and the macro alone', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().secrets['misp.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'security' });
    const ip = page.getByRole('row', { name: 'MISP_ES_ip_intel' });
    const before = setting('macros', 'misp_es_source', 'definition');
    await page.getByRole('button', { name: 'Fill now: MISP_ES_ip_intel' }).click();
    const dialog = page.getByRole('dialog');
    await labelled(dialog, 'Look-back').fill('ninety');
    await dialog.getByRole('button', { name: 'Fill now' }).click();
    await dialog.getByText('Look-back must be a number with d, h or m, for example 90d.').waitFor();
    await labelled(dialog, 'Look-back').fill('3650d');
    lab().misp.requests.length = 0;
    await dialog.getByRole('button', { name: 'Fill now' }).click();
    await ip.getByRole('link', { name: 'Job' }).waitFor();
    const rows = ip.getByRole('link', { name: /^\d+ rows of misp_es_ip_intel$/ });
    await rows.waitFor();
    const count = Number(await rows.textContent());
    expect(count).to.be.above(0);
    const { rows: found } = await state().run('| inputlookup misp_es_ip_intel', {
      sessionKey: 'session-of-admin',
      earliest: '',
    });
    expect(found).to.have.length(count);
    const [, since = ''] = /publish_timestamp":"(\d+)"/.exec(JSON.stringify(lab().misp.requests)) ?? [];
    expect(Date.now() / 1000 - Number(since)).to.be.closeTo(3650 * 86_400, 600);
    expect(setting('macros', 'misp_es_source', 'definition')).to.equal(before);
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).to.equal('1');

    // An outage fails the run, says why, and leaves the lookup alone.
    lab().misp.state.databaseDown = true;
    await page.getByRole('button', { name: 'Run now: MISP_ES_ip_intel' }).click();
    await ip.getByText(/MISP.*(500|error)/i).waitFor({ timeout: 20_000 });
    lab().misp.state.databaseDown = false;
    expect(Number(await rows.textContent())).to.equal(count);

    await page.getByRole('button', { name: 'Fill all now…' }).click();
    await dialog.getByRole('button', { name: 'Fill now' }).click();
    await page.getByText(/more to run…/).waitFor();
    // Runs go on while another tab is open.
    await page.getByRole('tab', { name: 'Logging' }).click();
    await page.getByRole('tab', { name: 'Enterprise Security' }).click();
    await page.getByText(/more to run…/).waitFor();
    await page.getByRole('button', { name: 'Cancel runs' }).click();
    await page.getByText('cancelled').waitFor();
  });

  it('Enterprise Security has the filters as fields, and checks them as the commands do', async () => {
    state().apps.push('SplunkEnterpriseSecuritySuite');
    Object.assign(state().instances, {
      misp: { misp_url: lab().misp.url },
      misp_lab: { misp_url: lab().misp.url, disabled: '1' },
      misp_two: { misp_url: lab().misp.url },
    });
    const page = await lab().open({ tab: 'security' });
    await page.getByText('is installed on this search head.').waitFor();
    state().apps.length = 0;
    // With several instances, the blank setting fails every run: it is said at once.
    await page.getByText('MISP instances is missing: choose one of misp, misp_lab, misp_two.').waitFor();
    const save = page.getByRole('button', { name: 'Save' });
    const choose = async (field: string, option: string) => {
      await page.locator(`[data-field="${field}"] :is(input, button[aria-haspopup])`).first().click();
      await page.getByRole('option', { name: option, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await choose('misp_instance', 'misp_lab (disabled)');
    await labelled(page, 'Look-back').fill('2w');
    await labelled(page, 'Tags').fill('tlp:green`');
    await labelled(page, 'Maximum age').fill('ninety');
    await page.getByRole('button', { name: 'More filters' }).click();
    await labelled(page, 'Decaying model').fill('nids');
    await labelled(page, 'Other options').fill('nonsense=1 prefix=x_ type=url last=1d');
    await save.click();
    for (const message of [
      'MISP instances has "misp_lab", which is disabled: enable it in the Inputs tab.',
      'write 14d',
      'Tags must not have a backtick',
      'Maximum age must be a number of days from 1 to 9999.',
      'Decaying model must be a whole number from 1 to 1000000.',
      'Unknown option "nonsense"',
      'Remove type: each feed has its own types',
    ])
      await page.getByText(message).first().waitFor();
    expect(setting('macros', 'misp_es_source', 'definition')).to.equal('changed=2d');
    await labelled(page, 'Other options').fill('include_deleted=maybe | delete');
    await save.click();
    await page.getByText('Remove the "|": the macro has options only.').waitFor();

    await page.getByText('Remove misp_lab (disabled)').click({ force: true });
    await choose('misp_instance', 'misp');
    await choose('misp_instance', 'misp_two');
    await labelled(page, 'Look-back').fill('3d');
    await labelled(page, 'Tags').fill('tlp:green,misp-galaxy:threat-actor="APT 28"');
    await labelled(page, 'Maximum age').fill('30');
    await labelled(page, 'Decaying model').fill('');
    await labelled(page, 'Other options').fill('include_sightings=true');
    await choose('published', 'Both');
    await choose('include', 'imphash');
    await save.click();
    await page.getByText("Saved. Applies from each feed's next run.").waitFor();
    expect(setting('macros', 'misp_es_source', 'definition')).to.equal(
      'misp_instance=misp,misp_two changed=3d',
    );
    expect(setting('macros', 'misp_es_filters', 'definition')).to.equal(
      'to_ids=true warning_list=true category="!Antivirus detection" ' +
        'tags="tlp:green,misp-galaxy:threat-actor=\\"APT 28\\"" include_withdrawn=true include_sightings=true',
    );
    expect(setting('macros', 'misp_es_mapping', 'definition')).to.equal(
      'allow_private=false include=imphash',
    );
    expect(setting('macros', 'misp_es_max_age', 'definition')).to.equal('relative_time(now(), "-30d")');
    expect(await save.isDisabled()).to.equal(true);
  });

  it('Enterprise Security shows a macro in another form as text, and leaves it alone', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    const definition = 'to_ids=true `my_filters` include_withdrawn=true';
    await lab().splunk.answer(
      {
        method: 'POST',
        path: '/servicesNS/nobody/SA-misp/configs/conf-macros/misp_es_filters',
        query: new URLSearchParams(),
        body: new URLSearchParams({ definition }).toString(),
      },
      'session-of-admin',
    );
    const page = await lab().open({ tab: 'security' });
    const text = labelled(page, 'misp_es_filters');
    await page.getByText('Remove the backtick').waitFor();
    expect(await text.inputValue()).to.equal(definition);
    await labelled(page, 'Maximum age').fill('60');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(setting('macros', 'misp_es_filters', 'definition')).to.equal(definition);
    expect(setting('macros', 'misp_es_max_age', 'definition')).to.equal('relative_time(now(), "-60d")');
    await text.fill('to_ids=true');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Add include_withdrawn=true').waitFor();
    await text.fill('to_ids=true include_withdrawn=true');
    await page.getByRole('button', { name: 'Save' }).click();
    await labelled(page, 'Tags').waitFor();
  });

  it('Matching says which data models are there and accelerated', async () => {
    Object.assign(state().dataModels, { Web: true, Network_Resolution: false });
    const page = await lab().open({ tab: 'matching' });
    const models = page.getByRole('list', { name: 'Data models' });
    await models.getByText('Web: accelerated').waitFor();
    await models.getByText('Network_Resolution: not accelerated').waitFor();
    await models.getByText('Malware: missing').waitFor();
    for (const name of Object.keys(state().dataModels)) Reflect.deleteProperty(state().dataModels, name);
  });

  it('Matching switches a search on, sets its schedule, and runs it now', async () => {
    state().instances['misp_covid'] = { misp_url: lab().misp.url };
    state().secrets['misp_covid.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'matching' });
    await page.getByText('0 of 32 on').waitFor();
    await page.getByRole('switch', { name: 'On: MISP_match_sightings' }).click();
    await page.getByText('MISP_match_sightings is on.').waitFor();
    expect(setting('savedsearches', 'MISP_match_sightings', 'disabled')).to.equal('0');
    const schedule = page.getByRole('textbox', { name: 'Schedule of MISP_match_dns', exact: true });
    await schedule.fill('2-59/15 * * * *');
    await schedule.press('Enter');
    await page.getByText('Schedule of MISP_match_dns set to 2-59/15 * * * *. The search is off.').waitFor();
    expect(setting('savedsearches', 'MISP_match_dns', 'cron_schedule')).to.equal('2-59/15 * * * *');
    await page.getByRole('button', { name: 'Run now: MISP_indicators_update' }).click();
    const update = page.getByRole('row', { name: 'MISP_indicators_update' });
    await update.getByText(/\d results/).waitFor();
    expect(state().collections['misp_indicators']?.size).to.be.above(0);
    state().collections['misp_indicators']?.clear();
    lab().misp.state.databaseDown = true;
    await page.getByRole('button', { name: 'Run now: MISP_indicators_update' }).click();
    await page
      .getByText(/MISP.*(500|error)/i)
      .first()
      .waitFor({ timeout: 20_000 });
    lab().misp.state.databaseDown = false;
  });

  it('Matching enables what the data models need, and creates the index of matches', async () => {
    Object.assign(state().dataModels, { Web: true });
    const page = await lab().open({ tab: 'matching' });
    await page.getByText('Web: accelerated').waitFor();
    await page.getByText('This Splunk has no index misp.').waitFor();
    await page.getByRole('button', { name: 'Create index misp' }).click();
    await page.getByText('The index misp is created.').waitFor();
    expect(state().indexes).to.contain('misp');
    state().indexes.splice(state().indexes.indexOf('misp'), 1);
    await page.getByRole('button', { name: 'Enable recommended' }).click();
    await page.getByText('6 searches are on.').waitFor();
    for (const name of ['MISP_indicators_update', 'MISP_match_web', 'MISP_match_lookback_web'])
      expect(setting('savedsearches', name, 'disabled'), name).to.equal('0');
    expect(setting('savedsearches', 'MISP_match_dns', 'disabled')).to.equal('1');
    expect(setting('savedsearches', 'MISP_match_sightings', 'disabled')).to.equal('1');
    Reflect.deleteProperty(state().dataModels, 'Web');
  });

  it('Matching has lists as choices, and writes macros as searches use them', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url, disabled: '1' };
    const page = await lab().open({ tab: 'matching' });
    expect(await labelled(page, 'Look-back days').inputValue()).to.equal('30');
    await labelled(page, 'Look-back days').fill('90');
    await labelled(page, 'Minimum weight').fill('101');
    for (const level of ['NONE', 'AMBER', 'AMBER+STRICT', 'RED', 'GREEN', 'CLEAR'])
      await page.getByText(`Remove ${level}`, { exact: true }).click({ force: true });
    const save = page.getByRole('button', { name: 'Save' }).first();
    await save.click();
    await page.getByText('Minimum weight must be a number from 1 to 100.').waitFor();
    await page.getByText('TLP is missing: choose at least one.').waitFor();
    await page.getByText('Send sightings to has "misp", which is disabled').waitFor();
    state().instances['misp'] = { misp_url: lab().misp.url };
    await page.reload();
    await labelled(page, 'Look-back days').fill('90');
    await labelled(page, 'Minimum weight').fill('40');
    for (const level of ['NONE', 'AMBER', 'RED'])
      await page.getByText(`Remove ${level}`, { exact: true }).click({ force: true });
    await page.locator('[data-field="misp_match_types"] input').click();
    await page.getByRole('option', { name: 'ip-dst|port', exact: true }).click();
    await page.keyboard.press('Escape');
    await save.click();
    await page.getByText("Saved. Applies from each search's next run.").waitFor();
    expect(setting('macros', 'misp_match_min_weight', 'definition')).to.equal('40');
    expect(setting('macros', 'misp_match_tlp', 'definition')).to.equal('"^(CLEAR|GREEN|AMBER.STRICT)$"');
    expect(setting('macros', 'misp_match_types', 'definition')).to.equal('"^(ip-dst[|]port)$"');
    expect(setting('macros', 'misp_match_lookback', 'definition')).to.equal('earliest=-90d@d latest=@d');
    expect(setting('macros', 'misp_match_sighting_instance', 'definition')).to.equal('*');
  });

  it('Matching ignores what a link fills in only after Save, and removes that entry alone', async () => {
    const list = () => [...(state().collections['misp_match_ignore']?.values() ?? [])];
    const other = { value: 'other.example', reason: '', until: '' };
    (state().collections['misp_match_ignore'] ??= new Map()).set('by hand', other);
    const page = await lab().openView('configuration?ignore=www.our.example%22%20%7C%20delete#matching');
    const value = labelled(page, 'Value');
    await page.getByRole('row', { name: 'other.example' }).waitFor();
    expect(await value.inputValue()).to.equal('www.our.example" | delete');
    expect(list()).to.deep.equal([other]);
    await labelled(page, 'Reason').fill('our "own"');
    await labelled(page, 'Until').fill('2027-02-31');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByText('Until must be a day like 2026-12-31, or empty.').waitFor();
    await labelled(page, 'Until').fill('2027-01-31');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByText('www.our.example" | delete is ignored.').waitFor();
    const mine = { value: 'www.our.example" | delete', reason: 'our "own"', until: '2027-01-31' };
    expect(list()).to.deep.equal([other, mine]);
    await page.getByRole('button', { name: 'Remove: www.our.example' }).click();
    await page.getByText('is no longer ignored.').waitFor();
    expect(list()).to.deep.equal([other]);
    await page.getByRole('button', { name: 'Remove: other.example' }).click();
    await page.getByText('No values are ignored.').waitFor();
    expect(list()).to.deep.equal([]);
  });

  it('Proxy checks the host, stores the proxy of all instances, and tests them', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().secrets['misp.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'proxy' });
    const use = page.getByRole('checkbox', { name: 'Reach MISP through this proxy' });
    const save = page.getByRole('button', { name: 'Save' });
    const test = page.getByRole('button', { name: 'Test all instances' });
    await test.click();
    await page.getByText('misp: connected').waitFor();
    await use.click();
    await save.click();
    await page.getByText('Proxy host is missing.').waitFor();
    for (const [host, hint] of [
      ['http://proxy.example:3128', 'put the scheme into proxy_type, put the port into proxy_port'],
      ['proxy.example:3128', 'put the port into proxy_port'],
      ['http://me@proxy.example', 'put the user into proxy_username'],
    ] as const) {
      await labelled(page, 'Proxy host').fill(host);
      await save.click();
      await page.getByText(hint).waitFor();
    }
    // Hidden fields are neither checked nor changed.
    await use.click();
    expect(await save.isDisabled()).to.equal(true);
    await use.click();
    await labelled(page, 'Proxy host').fill('127.0.0.1');
    await labelled(page, 'Proxy port').fill('9');
    await labelled(page, 'Proxy user').fill('splunk');
    await labelled(page, 'Proxy password').fill('password-of-the-proxy');
    await save.click();
    await page.getByText('Saved. Searches and inputs use the proxy from their next start.').waitFor();
    expect(state().instances['default']).to.deep.equal({
      misp_use_proxy: 'true',
      proxy_host: '127.0.0.1',
      proxy_port: '9',
      proxy_username: 'splunk',
    });
    expect(state().secrets['default.proxy_password']).to.equal('password-of-the-proxy');
    await test.click();
    await page.getByRole('list', { name: 'Results' }).getByText(/proxy/i).waitFor({ timeout: 20_000 });
    await use.click();
    await save.click();
    await page.getByText('Saved. Searches and inputs do not use the proxy any more.').waitFor();
    expect(state().instances['default']).to.include({ misp_use_proxy: 'false', proxy_host: '127.0.0.1' });
  });

  it('Logging leads to searches of what the app logs', async () => {
    const page = await lab().open({ tab: 'logging' });
    const link = await page.getByRole('link', { name: 'Messages of inputs' }).getAttribute('href');
    expect(decodeURIComponent(link ?? '')).to.match(
      /^\/en-US\/app\/SA-misp\/search\?q=index=_internal.*ExecProcessor "misp:\/\/"&earliest=-24h/,
    );
  });

  it('have nothing that axe calls serious in narrow windows, and nothing outside of the window', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    for (const [theme, width] of [
      ['light', 600],
      ['dark', 900],
    ] as const) {
      lab().web.theme = theme;
      const page = await lab().open();
      await page.setViewportSize({ width, height: 900 });
      for (const [name, loaded] of TABS_LOADED) {
        await page.getByRole('tab', { name }).click();
        await page.getByText(loaded).first().waitFor();
        expect(await overflowing(page), `${name} ${theme} ${width}`).to.deep.equal([]);
        expect(await violations(page), `${name} ${theme} ${width}`).to.deep.equal([]);
      }
    }
  });

  it('show no control to a user who may not change anything, and one line that says why', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    for (const [tab, loaded, reason] of [
      ['access', 'hanna', 'To change them, you need the capability edit_roles.'],
      ['matching', 'MISP_match_dns', 'To change them, you need the admin or sc_admin role.'],
      ['security', 'MISP_ES_ip_intel', 'To change them, you need the admin or sc_admin role.'],
      ['proxy', 'Reach MISP through this proxy', 'To change them, you need the admin or sc_admin role.'],
    ] as const) {
      const page = await lab().open({ sessionKey: 'session-of-otto', tab });
      await page.getByText(reason).waitFor();
      await page.getByText(loaded).first().waitFor();
      const panel = page.getByRole('tabpanel');
      expect(await panel.getByRole('switch').count(), tab).to.equal(0);
      const buttons = panel.getByRole('button', {
        name: /Save|Set|Run|Fill|Grant|Revoke|Remove|Enable|Disable/,
      });
      expect(await buttons.count(), tab).to.equal(0);
    }
  });

  it('say once that the session has expired when a login page comes instead of data', async () => {
    for (const tab of ['security', 'matching', 'access', 'proxy']) {
      const page = await lab().open();
      await page.route('**/splunkd/__raw/**', (route) =>
        tab === 'proxy'
          ? route.fulfill({ status: 302, headers: { Location: '/en-US/account/login' } })
          : route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>Log in' }),
      );
      await page.getByRole('tab', { name: TAB_NAMES[tab] ?? '' }).click();
      const message = page.getByText(
        'Splunk sent a web page instead of data: your session may have expired. Reload the page.',
      );
      await message.first().waitFor();
      await page.waitForTimeout(300);
      expect(await message.count(), tab).to.equal(1);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await message.waitFor({ state: 'detached' });
    }
  });

  it('ask before edits are lost: another tab, Back, and a reload', async () => {
    const page = await lab().open();
    await page.getByRole('tab', { name: 'Proxy' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).to.equal(true);
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy' }).click();
    await labelled(page, 'Proxy host').fill('proxy.example.org');
    const question = page.getByRole('dialog', { name: 'Discard changes?' });
    await page.getByRole('tab', { name: 'Logging' }).click();
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await labelled(page, 'Proxy host').inputValue()).to.equal('proxy.example.org');
    await page.goBack();
    await question.waitFor();
    // The focus is on the button that loses nothing.
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(page.url()).to.match(/#proxy$/);
    expect(await labelled(page, 'Proxy host').inputValue()).to.equal('proxy.example.org');
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.type();
    });
    await page.evaluate('location.reload()').catch(() => undefined);
    expect(await asked).to.equal('beforeunload');
    await page.goBack();
    await question.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tab', { name: 'Inputs', selected: true }).waitFor();
    expect(page.url()).to.match(/configuration(#inputs)?$/);
    await page.goForward();
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy', checked: false }).waitFor();
  });

  it('are reached by the keyboard, and stand in the address', async () => {
    const page = await lab().open();
    await page.getByRole('tab', { name: 'Inputs' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Who may use MISP').waitFor();
    expect(page.url()).to.match(/#access$/);
  });
});

/** Buttons and texts of cells that are outside the window or cut without an ellipsis. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('[role=tabpanel] :is(td, th, button, input, label)')]
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > window.innerWidth + 1)
      .map((one) => one.tagName + ' ' + one.textContent.slice(0, 40))`);
}
