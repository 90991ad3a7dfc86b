import { readConf } from '../stand-ins/splunk/conf.ts';
import { closeLab, expect, hold, labelled, useLab } from './lab.ts';

describe('The tab Enterprise Security', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const setting = (conf: string, stanza: string, key: string) =>
    readConf(lab().splunk.appDir, conf).get(stanza)?.get(key);

  it('switches feeds, and sets their schedule', async () => {
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
    await page.getByText('0 of 13 enabled').waitFor();
    const ip = page.getByRole('row', { name: 'MISP_ES_ip_intel' });
    await ip.getByText('12 s, 1,234 results').waitFor();
    const file = page.getByRole('row', { name: 'MISP_ES_file_intel' });
    await file.getByText('skipped').waitFor();
    await file.getByText('The maximum number of concurrent searches was reached.').waitFor();
    const toggle = page.getByRole('switch', { name: 'Enabled: MISP_ES_ip_intel' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.getByText('MISP_ES_ip_intel is enabled.').waitFor();
    await expect(toggle).toBeFocused();
    await ip.getByText('3:00 AM').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).toBe('0');
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
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'cron_schedule')).toBe('0 3 * * *');
    await schedule.fill('15 4 * * *');
    await schedule.press('Enter');
    await ip.getByText('4:15 AM').waitFor();
    await expect(schedule).toBeFocused();
    await page.getByText('Schedule of MISP_ES_ip_intel set to 15 4 * * *.', { exact: true }).waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'cron_schedule')).toBe('15 4 * * *');
    // One after the other, however quickly they are clicked.
    const goOn = await hold(page, '**/saved/searches/*');
    await toggle.click();
    await page.getByRole('switch', { name: 'Enabled: MISP_ES_file_intel' }).click();
    goOn();
    await page.getByText('MISP_ES_file_intel is enabled.').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).toBe('1');
    expect(setting('savedsearches', 'MISP_ES_file_intel', 'disabled')).toBe('0');
    await page.getByRole('button', { name: 'Enable all' }).click();
    await page.getByText('12 searches are enabled.').waitFor();
    await page.getByText('13 of 13 enabled').waitFor();
    await page.getByRole('button', { name: 'Disable all' }).click();
    await page.getByText('0 of 13 enabled').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).toBe('1');
    await schedule.fill('30 4 * * *');
    await schedule.press('Enter');
    await page.getByText('Schedule of MISP_ES_ip_intel set to 30 4 * * *. The search is disabled.').waitFor();
  });

  it('fills feeds over a longer time, and leaves the schedule and the macro alone', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().secrets['misp.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'security' });
    const ip = page.getByRole('row', { name: 'MISP_ES_ip_intel' });
    const before = setting('macros', 'misp_es_source', 'definition');
    await labelled(page, 'Categories').click();
    await page.getByRole('option', { name: 'Network activity', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Fill now: MISP_ES_ip_intel' }).click();
    const dialog = page.getByRole('dialog');
    await labelled(dialog, 'Look-back').fill('ninety');
    await dialog.getByRole('button', { name: 'Fill now' }).click();
    await dialog.getByText('Look-back must be a number with d, h or m, for example 90d.').waitFor();
    await labelled(dialog, 'Look-back').fill('3650d');
    // The page asks again when splunkd does not answer once.
    await page.route('**/search/v2/jobs/*', (route) => route.fulfill({ status: 503, body: '' }), {
      times: 1,
    });
    lab().misp.requests.length = 0;
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    // The focus returns after the dialog is gone.
    await expect(page.getByRole('button', { name: 'Fill now: MISP_ES_ip_intel' })).toBeFocused();
    await ip.getByRole('link', { name: 'Job' }).waitFor();
    const rows = ip.getByRole('link', { name: /^\d+ rows of misp_es_ip_intel$/ });
    await expect(rows).toHaveText(/^[1-9]/);
    const count = Number(await rows.textContent());
    const { rows: found } = await state().run('| inputlookup misp_es_ip_intel', {
      sessionKey: 'session-of-admin',
      earliest: '',
    });
    expect(found).toHaveLength(count);
    const [, since = ''] = /publish_timestamp":"(\d+)"/.exec(JSON.stringify(lab().misp.requests)) ?? [];
    expect(Date.now() / 1000 - Number(since)).toBeCloseTo(3650 * 86_400, -3);
    expect(setting('macros', 'misp_es_source', 'definition')).toBe(before);
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).toBe('1');

    // An outage fails the run, says why, and leaves the lookup alone.
    lab().misp.state.databaseDown = true;
    await page.getByRole('button', { name: 'Run now: MISP_ES_ip_intel' }).click();
    await ip.getByText(/MISP.*(500|error)/i).waitFor();
    lab().misp.state.databaseDown = false;
    await expect(rows).toHaveText(String(count));

    // A run that does not end, so that it can be cancelled.
    await page.route('**/search/v2/jobs/*', (route) =>
      route.request().method() === 'GET'
        ? route.fulfill({ json: { entry: [{ name: 'job', content: { isDone: false } }] } })
        : route.fallback(),
    );
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

  it('has the filters as fields, and checks them as the commands do', async () => {
    state().apps.push('SplunkEnterpriseSecuritySuite');
    Object.assign(state().instances, {
      misp: { misp_url: lab().misp.url },
      misp_lab: { misp_url: lab().misp.url, disabled: '1' },
      misp_two: { misp_url: lab().misp.url },
    });
    state().secrets['misp.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'security' });
    await page.getByText('is installed on this search head.').waitFor();
    state().apps.length = 0;
    // With several instances, the blank setting fails every run: it is said at once.
    await page.getByText('Choose one of the instances misp, misp_lab and misp_two.').waitFor();
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
      'The instance "misp_lab" is disabled. Enable it in the Inputs tab.',
      'write 14d',
      'Tags must not have a backtick',
      'Maximum age must be a number of days from 1 to 9999.',
      'Decaying model must be a whole number from 1 to 1000000.',
      'Unknown option "nonsense"',
      'Remove type: each feed has its own types',
    ])
      await page.getByText(message).first().waitFor();
    expect(setting('macros', 'misp_es_source', 'definition')).toBe('changed=2d');
    await labelled(page, 'Other options').fill('include_deleted=maybe | delete');
    await save.click();
    await page.getByText('Remove the "|": the macro has options only.').waitFor();

    await page.getByText('Remove misp_lab (disabled)').click({ force: true });
    await choose('misp_instance', 'misp');
    await choose('misp_instance', 'misp_two');
    await labelled(page, 'Look-back').fill('3d');
    await page.getByText('Remove tlp:green`', { exact: true }).click({ force: true });
    await labelled(page, 'Tags').fill('tlp:green,misp-galaxy:threat-actor="APT 28"');
    await labelled(page, 'Tags').press('Enter');
    await labelled(page, 'Maximum age').fill('30');
    await labelled(page, 'Decaying model').fill('');
    await labelled(page, 'Other options').fill('include_sightings=true');
    await choose('org', 'Partner-CERT');
    await labelled(page, 'Organisations').fill('!example-csirt');
    await labelled(page, 'Organisations').press('Enter');
    await page.getByText('did you mean "EXAMPLE-CSIRT"? Letter case counts.').waitFor();
    await choose('published', 'Both');
    await choose('include', 'imphash');
    await save.click();
    await page.getByText("Saved. Applies from each feed's next run.").waitFor();
    expect(setting('macros', 'misp_es_source', 'definition')).toBe('misp_instance=misp,misp_two changed=3d');
    expect(setting('macros', 'misp_es_filters', 'definition')).toBe(
      'to_ids=true warning_list=true category="!Antivirus detection" ' +
        'tags="tlp:green,misp-galaxy:threat-actor=\\"APT 28\\"" org=Partner-CERT,!example-csirt include_withdrawn=true include_sightings=true',
    );
    expect(setting('macros', 'misp_es_mapping', 'definition')).toBe('allow_private=false include=imphash');
    expect(setting('macros', 'misp_es_max_age', 'definition')).toBe('relative_time(now(), "-30d")');
    await expect(save).toBeDisabled();
  });

  it('shows a macro in another form as text, and leaves it alone', async () => {
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
    await expect(text).toHaveValue(definition);
    await labelled(page, 'Maximum age').fill('60');
    const goOn = await hold(page, '**/conf-macros/*');
    await page.getByRole('button', { name: 'Save' }).click();
    // What is typed while it is saving is not saved, and not lost.
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await labelled(page, 'Maximum age').fill('61');
    goOn();
    await page.getByText('Saved.').waitFor();
    await expect(labelled(page, 'Maximum age')).toHaveValue('61');
    expect(setting('macros', 'misp_es_filters', 'definition')).toBe(definition);
    expect(setting('macros', 'misp_es_max_age', 'definition')).toBe('relative_time(now(), "-60d")');
    await text.fill('to_ids=true');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Add include_withdrawn=true').waitFor();
    await text.fill('to_ids=true include_withdrawn=true');
    await page.getByRole('button', { name: 'Save' }).click();
    await labelled(page, 'Tags').waitFor();
  });
});
