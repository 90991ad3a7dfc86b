import type { Page } from '@playwright/test';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { act, closeLab, expect, hold, labelled, useLab } from './lab.ts';

describe('The tab Inputs', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const key = (name = 'automation') => lab().misp.keys[name] ?? '';
  const row = (page: Page, name: string) => page.getByRole('row', { name });
  const dialog = (page: Page) => page.getByRole('dialog');

  function setUp(name = 'misp_covid'): void {
    state().instances[name] = { misp_url: lab().misp.url };
    state().secrets[`${name}.misp_key`] = key();
    state().inputs[name] = { index: 'threat', interval: '300', type: 'ip-dst' };
  }

  async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await labelled(dialog(page), label).fill(value);
  }

  async function save(page: Page): Promise<void> {
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  }

  async function create(page: Page, name: string, apiKey = key()): Promise<void> {
    await page.getByRole('button', { name: 'Create new input' }).click();
    await fill(page, { Name: name, 'MISP URL': lab().misp.url, 'API key': apiKey });
  }

  it('creates an instance, its key and its input by one save, which searches and the input use as they are', async () => {
    const page = await lab().open();
    await page.getByText('Nothing is set up yet').waitFor();
    await create(page, 'misp_covid');
    await fill(page, { Index: 'threat', Interval: '600' });
    await page.keyboard.press('Tab');
    await save(page);
    await page.getByText('misp_covid is saved.').waitFor();
    await row(page, 'misp_covid').getByText('No run yet').waitFor();
    expect(state().instances['misp_covid']).toEqual({ misp_url: lab().misp.url });
    expect(state().secrets).toEqual({ 'misp_covid.misp_key': key() });
    expect(state().inputs['misp_covid']).toMatchObject({ index: 'threat', interval: '600', start: '30d' });
    const { rows, failed } = await lab().splunk.search('| mispgetioc misp_instance=misp_covid last=30d');
    expect(failed).toBe(false);
    expect(rows.length).toBeGreaterThan(100);
    const settings = state().inputs['misp_covid'] ?? {};
    const run = await runInput(lab().splunk, 'misp_covid', { settings });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.of('misp:attribute').length).toBeGreaterThan(100);
    await page.reload();
    await row(page, 'misp_covid').getByText('Success').waitFor();
    await row(page, 'misp_covid')
      .getByText(String(run.of('misp:attribute').length))
      .first()
      .waitFor();
  });

  it('shows what the input itself says of its settings, and undoes the rest', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid', 'x'.repeat(40));
    await fill(page, { Index: 'threat' });
    await page.keyboard.press('Tab');
    await save(page);
    await dialog(page).getByText('refused the API key').waitFor();
    expect(state().instances).toEqual({});
    expect(state().secrets).toEqual({});
  });

  it('tells Splunk that the app is set up as soon as it is, so that it is no longer opened here', async () => {
    const said = () => readConf(lab().splunk.appDir, 'app').get('install')?.get('is_configured');
    const page = await lab().open();
    await page.getByText('Nothing is set up yet').waitFor();
    expect(said()).toBe('false');
    await create(page, 'misp_covid');
    await save(page);
    await expect.poll(said).toBe('1');
  });

  it('says beside each field what is wrong, and goes to the first', async () => {
    const page = await lab().open();
    await page.getByRole('button', { name: 'Create new input' }).click();
    await fill(page, { Name: 'my misp', 'MISP URL': 'misp.example', Interval: 'often' });
    await save(page);
    for (const text of [
      '4 fields need your attention.',
      'Use only letters, digits and underscores, for example misp_prod.',
      'MISP URL must begin with https://, for example https://misp.example.org.',
      'API key is required.',
      'Interval must be a number of seconds, or a cron schedule of five fields',
    ])
      await dialog(page).getByText(text).waitFor();
    const name = labelled(dialog(page), 'Name');
    await expect(name).toBeFocused();
    await expect(name).toHaveValue('my misp');
    expect(state().instances).toEqual({});
  });

  it('opens the part of the form in which something is wrong', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    const more = dialog(page).getByRole('button', { name: 'Timeouts and page size' });
    await more.click();
    await fill(page, { 'Page size': '9000' });
    await more.click();
    await save(page);
    await dialog(page).getByText('Page size must be at most 5000.').waitFor();
  });

  it('edits what is changed, and keeps the key when its field is left empty', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await expect(labelled(dialog(page), 'API key')).toHaveValue('');
    await dialog(page).getByText('Leave empty to keep the stored one.').waitFor();
    await fill(page, { Interval: '900' });
    await save(page);
    await page.getByText('misp_covid is saved.').waitFor();
    expect(state().secrets).toEqual({ 'misp_covid.misp_key': key() });
    expect(state().instances['misp_covid']).toEqual({ misp_url: lab().misp.url });
    expect(state().inputs['misp_covid']).toEqual({ index: 'threat', interval: '900', type: 'ip-dst' });
  });

  it('replaces the key when one is typed', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await fill(page, { 'API key': key('analyst') });
    await save(page);
    await page.getByText('misp_covid is saved.').waitFor();
    expect(state().secrets).toEqual({ 'misp_covid.misp_key': key('analyst') });
  });

  it('wants the key again when the address is that of another server', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await fill(page, { 'MISP URL': 'https://misp.elsewhere.example' });
    await save(page);
    await dialog(page)
      .getByText(/Enter the API key again: the stored one is for http:/)
      .waitFor();
    expect(state().instances['misp_covid']).toEqual({ misp_url: lab().misp.url });
    await fill(page, { 'MISP URL': `${lab().misp.url}/` });
    await fill(page, { Interval: '600' });
    await save(page);
    await page.getByText('misp_covid is saved.').waitFor();
  });

  it('says under the address what somebody on the way can read', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    const warning = dialog(page).getByText(/the API key is sent unencrypted/);
    await expect(labelled(dialog(page), 'MISP URL')).toHaveValue(lab().misp.url);
    await expect(warning).toHaveCount(0);
    await fill(page, { 'MISP URL': 'http://misp.example.org' });
    await warning.waitFor();
    await fill(page, { 'MISP URL': 'https://misp.example.org' });
    await warning.waitFor({ state: 'detached' });
    await dialog(page).getByRole('button', { name: 'TLS' }).click();
    await dialog(page).getByRole('checkbox', { name: 'Verify the certificate of MISP' }).click();
    await dialog(page)
      .getByText(/misp_verifycert is off/)
      .waitFor();
  });

  it('removes a password that is no longer wanted', async () => {
    setUp();
    Object.assign(state().instances, {
      misp_covid: {
        misp_url: lab().misp.url,
        misp_use_proxy: 'true',
        proxy_host: 'proxy.example',
        proxy_port: '3128',
        proxy_username: 'splunk',
      },
    });
    state().secrets['misp_covid.proxy_password'] = 'password-of-the-proxy';
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await dialog(page).getByRole('button', { name: 'Proxy for this instance' }).click();
    await dialog(page).getByRole('checkbox', { name: 'Remove the stored proxy password' }).click();
    await save(page);
    await dialog(page)
      .getByText(/^The test of the connection failed: .* Nothing was saved\. Messages and what to do/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Save anyway' }).click();
    await page.getByText('misp_covid is saved.').waitFor();
    expect(Object.keys(state().secrets)).toEqual(['misp_covid.misp_key']);
  });

  it('clones everything but the name and the secrets', async () => {
    setUp();
    const page = await lab().open();
    await act(page, 'Clone misp_covid', 'misp_covid');
    await expect(labelled(dialog(page), 'Name')).toHaveValue('');
    await fill(page, { Name: 'MISP_Covid', 'API key': key() });
    await save(page);
    await dialog(page).getByText('The name misp_covid is in use. Choose another.').waitFor();
    await fill(page, { Name: 'misp_copy' });
    await save(page);
    await page.getByText('misp_copy is saved.').waitFor();
    expect(state().instances['misp_copy']).toEqual(state().instances['misp_covid']);
    expect(state().inputs['misp_copy']).toMatchObject({ index: 'threat', type: 'ip-dst' });
    expect(state().secrets['misp_copy.misp_key']).toBe(key());
  });

  it('switches instance and input off and on at once', async () => {
    setUp();
    const page = await lab().open();
    const toggle = page.getByRole('switch', { name: 'Enabled: misp_covid' });
    await toggle.click();
    await page.getByText('misp_covid is disabled.').waitFor();
    await row(page, 'misp_covid').getByText('Disabled', { exact: true }).waitFor();
    expect(state().instances['misp_covid']?.['disabled']).toBe('1');
    expect(state().inputs['misp_covid']?.['disabled']).toBe('1');
    const refused = await lab().splunk.search('| mispgetioc misp_instance=misp_covid last=1d');
    expect(refused.messages[0]?.[1]).toBe(
      'MISP instance misp_covid is disabled. An administrator can enable it in Configuration > Inputs.',
    );
    await toggle.click();
    await page.getByText('misp_covid is enabled.').waitFor();
    expect(state().inputs['misp_covid']?.['disabled']).toBe('0');
  });

  it('says what goes and what stays, and deletes stanza, secrets and input', async () => {
    setUp();
    setUp('misp_other');
    const page = await lab().open();
    await act(page, 'Delete misp_covid', 'misp_covid');
    await dialog(page).getByText('its API key and passwords').waitFor();
    await dialog(page).getByText('This is kept: the events in the index "threat"').waitFor();
    const goOn = await hold(page, '**/data/inputs/misp/misp_covid?*');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await dialog(page).getByText('its API key and passwords').waitFor();
    goOn();
    await page.getByText('misp_covid is deleted.').waitFor();
    await expect(page.getByRole('button', { name: 'Create new input' })).toBeFocused();
    for (const kept of [state().instances, state().inputs]) expect(Object.keys(kept)).toEqual(['misp_other']);
    expect(Object.keys(state().secrets)).toEqual(['misp_other.misp_key']);
  });

  it('deletes the input alone when downloads are no longer wanted, and says so before', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await dialog(page).getByRole('checkbox', { name: 'Download indicators to an index' }).click();
    await dialog(page).getByText('Saving deletes this input and its filters.').waitFor();
    await save(page);
    await row(page, 'misp_covid').getByText('For searches only').waitFor();
    expect(state().inputs).toEqual({});
    expect(Object.keys(state().instances)).toEqual(['misp_covid']);
  });

  it('undoes a save that fails half-way, and keeps what was typed', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid');
    await page.route('**/data/inputs/misp?*', (route) => {
      return route.request().method() === 'POST'
        ? route.fulfill({
            status: 400,
            json: { messages: [{ type: 'ERROR', text: 'The index threat is not known.' }] },
          })
        : route.fallback();
    });
    await save(page);
    await dialog(page)
      .getByText(
        'Splunk could not create the input misp_covid. Splunk says: The index threat is not known. Nothing was changed.',
      )
      .waitFor();
    expect(state().instances).toEqual({});
    expect(state().secrets).toEqual({});
    await expect(labelled(dialog(page), 'Name')).toHaveValue('misp_covid');
    await expect(labelled(dialog(page), 'API key')).toHaveValue(key());
    await page.unroute('**/data/inputs/misp?*');
    await save(page);
    await page.getByText('misp_covid is saved.').waitFor();
    expect(Object.keys(state().inputs)).toEqual(['misp_covid']);
  });

  it('puts an edited instance back when its key cannot be stored', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).click();
    await fill(page, { Interval: '900', 'API key': key('analyst') });
    await page.route('**/storage/passwords/*misp_covid.misp_key*', (route) =>
      route.fulfill({ status: 500, json: {} }),
    );
    await save(page);
    await dialog(page).getByText('Splunk could not store the API key.').waitFor();
    expect(state().inputs['misp_covid']).toMatchObject({ interval: '300' });
    expect(state().secrets).toEqual({ 'misp_covid.misp_key': key() });
  });

  it('says exactly what is left when something cannot be undone', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid');
    await page.route('**/data/inputs/misp?*', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.fallback(),
    );
    await page.route('**/conf-misp_instances/misp_covid?*', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.fallback(),
    );
    await save(page);
    await dialog(page)
      .getByText('What is left: "create the MISP instance misp_covid" could not be undone')
      .waitFor();
    expect(Object.keys(state().instances)).toEqual(['misp_covid']);
    expect(state().secrets).toEqual({});
  });

  it('saves once, however often the button is pressed', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid');
    const asked = (await lab().traffic()).length;
    const goOn = await hold(page, '**/conf-misp_instances?*');
    const button = dialog(page).getByRole('button', { name: 'Save', exact: true });
    await button.dblclick();
    await dialog(page).getByText('Testing the connection…').waitFor();
    // What is tested is what is saved.
    await labelled(dialog(page), 'Interval').press('9');
    await expect(labelled(dialog(page), 'Interval')).toHaveValue('300');
    goOn();
    await page.getByText('misp_covid is saved.').waitFor();
    const created = (await lab().traffic())
      .slice(asked)
      .filter(({ method, url }) => method === 'POST' && url.includes('conf-misp_instances'))
      .map(({ sent }) => new URLSearchParams(sent).get('name')?.replace(/\d.*/, ''));
    expect(created).toEqual(['_test_', 'misp_covid']);
  });

  it('tests a connection: version, role and rights of the key', async () => {
    setUp();
    const page = await lab().open();
    await page.getByRole('button', { name: 'Test connection of misp_covid' }).click();
    for (const text of ['Connected. MISP accepted the API key.', '2.5.1', 'Sync user', /^add, .*sighting/])
      await dialog(page).getByText(text).waitFor();
  });

  it('tests with the rights of the user, and says which are lacking', async () => {
    setUp();
    state().sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    const page = await lab().open({ sessionKey: 'session-of-otto' });
    await page.getByRole('button', { name: 'Test connection of misp_covid' }).click();
    await dialog(page).getByText('Ask your Splunk administrator for the role misp_searcher').waitFor();
  });

  it('shows a user without rights no control, and says so once', async () => {
    setUp();
    state().sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    const page = await lab().open({ sessionKey: 'session-of-otto' });
    await page.getByText('You can view these settings. To change them, you need the admin').waitFor();
    await row(page, 'misp_covid').getByText('Yes', { exact: true }).waitFor();
    await expect(page.getByRole('switch')).toHaveCount(0);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    for (const name of ['Create new input', 'Edit misp_covid', 'Disable selected'])
      await expect(page.getByRole('button', { name })).toHaveCount(0);
  });

  it('shows a row with all its controls at once, when it knows what the user may do', async () => {
    setUp();
    const page = await lab().open({ tab: 'logging' });
    const goOn = await hold(page, '**/authentication/current-context?*');
    const runsAsked = page.waitForRequest('**/search/v2/jobs?*');
    await page.evaluate("location.hash = '#inputs'");
    await page.reload();
    // The runs are asked for when the row is there.
    await runsAsked;
    await expect(row(page, 'misp_covid')).toHaveCount(0);
    goOn();
    await act(page, 'Edit misp_covid', 'misp_covid');
    await dialog(page).waitFor();
  });

  it('says that the session has ended, and keeps the form', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid');
    await page.context().clearCookies();
    await save(page);
    await dialog(page).getByText('Your session has ended. Log in to Splunk again').waitFor();
    await expect(labelled(dialog(page), 'Name')).toHaveValue('misp_covid');
  });

  it('says that somebody else was faster', async () => {
    const page = await lab().open();
    await create(page, 'misp_covid');
    setUp();
    await save(page);
    await dialog(page).getByText('This name already exists.').waitFor();
    expect(state().inputs['misp_covid']).toMatchObject({ type: 'ip-dst' });
    expect(state().secrets['misp_covid.misp_key']).toBe(key());
  });

  it('edits, switches and deletes an input that uses an instance of another name', async () => {
    setUp();
    state().inputs['only_urls'] = { misp_instance: 'misp_covid', index: 'main', type: 'url' };
    const page = await lab().open();
    await row(page, 'only_urls').getByText('instance misp_covid').waitFor();
    await page.getByRole('button', { name: 'Edit only_urls' }).click();
    await dialog(page).locator('[data-field="misp_instance"]').getByText('misp_covid').waitFor();
    await expect(dialog(page).getByText('API key')).toHaveCount(0);
    await fill(page, { Interval: '3600' });
    await save(page);
    await row(page, 'only_urls').getByText('1 h').waitFor();
    await page.getByRole('switch', { name: 'Enabled: only_urls' }).click();
    await page.getByText('only_urls is disabled.').waitFor();
    expect(state().inputs['only_urls']).toMatchObject({ type: 'url', interval: '3600', disabled: '1' });
    expect(Object.keys(state().instances)).toEqual(['misp_covid']);
    await act(page, 'Delete only_urls', 'only_urls');
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('only_urls is deleted.').waitFor();
    expect(Object.keys(state().inputs)).toEqual(['misp_covid']);
    expect(Object.keys(state().secrets)).toEqual(['misp_covid.misp_key']);
  });

  it('shows last run, indicators so far and errors, from the events of the runs', async () => {
    setUp();
    setUp('misp_partner');
    const run = { index: 'threat', sourcetype: 'misp:run' };
    const last = Math.floor(Date.now() / 1000) - 3600;
    const before = (seconds: number) => String(last - seconds);
    for (const one of [
      { ...run, _time: before(7200), misp_input: 'misp_covid', status: 'failed', attributes: '0' },
      { ...run, _time: before(3600), misp_input: 'misp_covid', status: 'success', attributes: '1200' },
      { ...run, _time: before(0), misp_input: 'misp_covid', status: 'success', attributes: '34' },
      {
        ...run,
        _time: before(200),
        misp_input: 'misp_partner',
        status: 'failed',
        error: 'nothing answers',
        attributes: '0',
      },
    ])
      lab().splunk.index.addFields(one);
    const page = await lab().open();
    await row(page, 'misp_covid').getByText('1,234').waitFor();
    await row(page, 'misp_covid').getByText('Success').waitFor();
    await row(page, 'misp_covid').getByText(shown(last)).waitFor();
    await row(page, 'misp_partner').getByText('Failed: nothing answers').waitFor();
  });

  it('shows the table all the same when that search fails', async () => {
    setUp();
    state().sessions['session-of-nina'] = { username: 'nina', capabilities: [] };
    const page = await lab().open({ sessionKey: 'session-of-nina' });
    await page.getByText('Could not load the last runs:').waitFor();
    await row(page, 'misp_covid').getByText('unknown').waitFor();
  });

  it('counts for each input what its own index has of seven days, and leads to runs and data', async () => {
    setUp();
    setUp('everywhere');
    state().inputs['everywhere'] = { index: 'default' };
    const now = Math.floor(Date.now() / 1000);
    const add = (input: string, index: string, attributes: string, daysAgo: number) => {
      lab().splunk.index.addFields({
        _time: String(now - daysAgo * 86_400),
        index,
        sourcetype: 'misp:run',
        misp_input: input,
        status: 'success',
        attributes,
      });
    };
    add('misp_covid', 'threat', '5', 1);
    add('misp_covid', 'main', '100', 1);
    add('misp_covid', 'threat', '1000', 8);
    add('everywhere', 'main', '70', 2);
    const page = await lab().open();
    await row(page, 'misp_covid').getByRole('cell', { name: '5', exact: true }).waitFor();
    await row(page, 'everywhere').getByRole('cell', { name: '70', exact: true }).waitFor();
    const link = row(page, 'misp_covid').getByRole('link', { name: 'Success: runs of misp_covid' });
    await expect(link).toHaveAttribute('href', /index%3D%22threat%22.*earliest=-7d/);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      act(page, 'Search misp_covid', 'misp_covid'),
    ]);
    await expect
      .poll(() => new URL(opened.url()).searchParams.get('q'))
      .toBe('index="threat" sourcetype="misp:attribute" misp_instance="misp_covid"');
  });

  it('says that runs are loading, and that a search for them was cut', async () => {
    setUp();
    const text = 'Search auto-finalized after time limit (20 seconds) reached.';
    const page = await lab().open({ tab: 'logging' });
    const goOn = await hold(page, '**/search/v2/jobs?*', (route) =>
      route.fulfill({ json: { messages: [{ type: 'INFO', text }], results: [] } }),
    );
    await page.getByRole('tab', { name: 'Inputs' }).click();
    await row(page, 'misp_covid').getByText('loading…').waitFor();
    goOn();
    await page.getByText('The search for the last runs took too long and was stopped').waitFor();
    await row(page, 'misp_covid').getByText('No run yet').waitFor();
  });

  it('enables and disables the selected together, and keeps the focus on a switch', async () => {
    for (const name of ['misp_a', 'misp_b', 'other']) setUp(name);
    const page = await lab().open();
    await page.getByLabel('Filter').fill('misp_');
    await page.getByText('2 inputs of 3').waitFor();
    await page.getByRole('checkbox', { name: 'No rows selected' }).click();
    await page.getByText('2 inputs of 3, 2 selected').waitFor();
    await page.getByRole('button', { name: 'Disable selected' }).click();
    await page.getByText('2 inputs are disabled.').waitFor();
    expect(Object.values(state().instances).map(({ disabled }) => disabled)).toEqual(['1', '1', undefined]);
    const toggle = page.getByRole('switch', { name: 'Enabled: misp_a' });
    await expect(toggle).not.toBeChecked();
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.getByText('misp_a is enabled.').waitFor();
    await expect(toggle).toBeFocused();
    // One after the other, however quickly they are clicked.
    await expect(toggle).toBeChecked();
    const goOn = await hold(page, '**/conf-misp_instances/*');
    await toggle.click();
    await page.getByRole('switch', { name: 'Enabled: misp_b' }).click();
    goOn();
    await page.getByText('misp_b is enabled.').waitFor();
    expect(Object.values(state().instances).map(({ disabled }) => disabled)).toEqual(['1', '0', undefined]);
    await page.getByLabel('Filter').fill('nothing like it');
    await page.getByText('No input matches "nothing like it".').waitFor();
  });

  it('filters, sorts and pages', async () => {
    const all = Array.from({ length: 12 }, (_none, index) => `misp_${String(index + 1).padStart(2, '0')}`);
    for (const name of all) setUp(name);
    const page = await lab().open();
    await page.getByText('12 inputs').waitFor();
    const names = page.getByRole('table').getByRole('row').locator('td span[title]');
    await expect(names).toHaveText(all.slice(0, 10));
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(names).toHaveText(all.slice(10));
    await page.getByRole('columnheader', { name: 'Name' }).click();
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect(names).toHaveText(all.slice(2).reverse());
    await page.getByLabel('Filter').fill('_07');
    await page.getByText('1 input of 12').waitFor();
    await expect(names).toHaveText(['misp_07']);
  });
});

/** A time as the page shows it, without AM or PM, before which browsers have different blanks. @param time Unix seconds */
function shown(time: number): string {
  const text = new Date(time * 1000).toLocaleString('en-US', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return text.replace(/\s[AP]M$/, '');
}
