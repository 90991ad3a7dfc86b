import type { Locator, Page } from '@playwright/test';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { violations } from './axe.ts';
import { act, closeLab, expect, hold, labelled, useLab } from './lab.ts';

/** Forty characters, as MISP's keys have; known to no MISP. */
const WRONG_KEY = 'wrong-key-typed-in-the-form'.padEnd(40, 'x');

describe('The form of an input', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const key = (name = 'automation') => lab().misp.keys[name] ?? '';
  const dialog = (page: Page) => page.getByRole('dialog').first();
  const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
  const macro = (name: string) => readConf(lab().splunk.appDir, 'macros').get(name)?.get('definition');
  const expectFocus = (page: Page, field: string) =>
    expect(dialog(page).locator(`[data-field="${field}"] input`)).toBeFocused();

  function setUp(name: string): void {
    state().instances[name] = { misp_url: lab().misp.url };
    state().secrets[`${name}.misp_key`] = key();
    state().inputs[name] = { index: 'misp', interval: '300' };
  }

  async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await labelled(dialog(page), label).fill(value);
  }

  async function create(page: Page, name: string, apiKey = key()): Promise<void> {
    await page.getByRole('button', { name: 'Create new input' }).click();
    await fill(page, { Name: name, 'MISP URL': lab().misp.url, 'API key': apiKey });
  }

  const isSaved = (page: Page, name: string) => page.getByText(`${name} is saved.`).waitFor();

  it('sets up index and macros for an instance with any name, and says how to go on', async () => {
    state().indexes.splice(state().indexes.indexOf('misp'), 1);
    const page = await lab().open();
    await create(page, 'partners');
    await expect(labelled(dialog(page), 'Index')).toHaveValue('misp');
    await dialog(page).getByText('Splunk has no index "misp".').waitFor();
    const goOn = await hold(page, '**/server/info?*');
    await button(page, 'Save').click();
    await isSaved(page, 'partners');
    await expect(page.getByRole('button', { name: 'Create new input' })).toBeFocused();
    for (const name of ['open the dashboard', 'search them', 'who may search MISP'])
      await page.getByRole('link', { name }).waitFor();
    expect(state().indexes).toContain('misp');
    expect(macro('misp_es_source')).toBe('misp_instance=partners changed=2d');
    expect(macro('misp_indicators_source')).toMatch(/^misp_instance=partners changed=6h /);
    expect(macro('misp_workflow_instance')).toBe('misp_instance=partners');
    expect(macro('misp_match_sighting_instance')).toBe('partners');
    // A second one leaves them alone, even if its form is asked for before the page has loaded what the first created.
    await page.getByRole('button', { name: 'Create new input' }).click();
    goOn();
    await fill(page, { Name: 'others', 'MISP URL': lab().misp.url, 'API key': key() });
    await button(page, 'Save').click();
    await isSaved(page, 'others');
    expect(macro('misp_es_source')).toBe('misp_instance=partners changed=2d');
  });

  it('has the dashboards read another index, and undoes all of it when the input cannot be created', async () => {
    const page = await lab().open();
    await create(page, 'misp');
    await fill(page, { Index: 'default' });
    await dialog(page)
      .getByText(/not Splunk's default index. Choose an index by its name.$/)
      .waitFor();
    await fill(page, { Index: 'intel' });
    await page.keyboard.press('Tab');
    await dialog(page).getByText('The dashboards read index=misp (macro misp_index).').waitFor();
    let isRefused = true;
    await page.route('**/data/inputs/misp?*', (route) =>
      isRefused && route.request().method() === 'POST'
        ? route.fulfill({ status: 400, json: { messages: [{ type: 'ERROR', text: 'No.' }] } })
        : route.fallback(),
    );
    await button(page, 'Save').click();
    await dialog(page).getByText('Nothing was changed.').waitFor();
    expect(state().indexes).not.toContain('intel');
    expect(macro('misp_index')).toBe('index=misp');
    isRefused = false;
    await button(page, 'Save').click();
    await isSaved(page, 'misp');
    expect(state().indexes).toContain('intel');
    expect(macro('misp_index')).toBe('(index=misp OR index=intel)');
  });

  it('creates no index on a search head of indexers, or without the right, and says what to do', async () => {
    state().indexes.splice(state().indexes.indexOf('misp'), 1);
    state().serverRoles = ['search_head', 'kv_store', 'cluster_search_head'];
    const page = await lab().open();
    await create(page, 'misp');
    await dialog(page).getByText('This search head has no index "misp". Create it on the indexers').waitFor();
    const box = dialog(page).getByRole('checkbox', { name: 'Create the index "misp"' });
    await expect(box).not.toBeChecked();
    await box.click();
    await page.route('**/data/indexes?*', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 403, json: {} }) : route.fallback(),
    );
    await button(page, 'Save').click();
    await dialog(page)
      .getByText(/^Splunk could not create the index misp. .* Create it in Settings > Indexes/)
      .waitFor();
    expect(state().instances).toEqual({});
  });

  it('tests before it saves what a connection needs, and saves what fails after a second click only', async () => {
    setUp('misp');
    const page = await lab().open();
    await act(page, 'Edit misp', 'misp');
    await fill(page, { 'API key': WRONG_KEY });
    await button(page, 'Save').click();
    await dialog(page)
      .getByText(
        /^The test of the connection failed: .*MISP refused the API key.* Nothing was saved\. Messages and what to do/,
      )
      .waitFor();
    await expect(dialog(page).getByText('_test_')).toHaveCount(0);
    expect(state().secrets).toEqual({ 'misp.misp_key': key() });
    await fill(page, { 'API key': '', 'MISP URL': `${lab().misp.url}/nowhere` });
    await button(page, 'Save').click();
    await dialog(page)
      .getByText(/^The test of the connection failed: .* Nothing was saved\. Messages and what to do/)
      .waitFor();
    expect(state().instances).toEqual({ misp: { misp_url: lab().misp.url } });
    await button(page, 'Save anyway').click();
    await isSaved(page, 'misp');
    expect(state().instances).toEqual({ misp: { misp_url: `${lab().misp.url}/nowhere` } });
    // What concerns no connection needs no test.
    lab().misp.requests.length = 0;
    await act(page, 'Edit misp', 'misp');
    await fill(page, { Interval: '600' });
    await page.route('**/data/inputs/misp/misp?*', (route) => route.fulfill({ json: { entry: [] } }));
    await button(page, 'Save').click();
    await isSaved(page, 'misp');
    expect(lab().misp.requests).toEqual([]);
    await page.unrouteAll();
    await create(page, 'later', WRONG_KEY);
    await button(page, 'Save').click();
    await button(page, 'Save anyway, disabled').click();
    await page.getByText('later is saved, but disabled.').waitFor();
    expect(state().instances['later']).toMatchObject({ disabled: '1' });
    expect(state().inputs['later']).toMatchObject({ disabled: '1' });
  });

  it('tests at any time without saving, and leaves nothing behind, not even when the page is closed', async () => {
    const page = await lab().open();
    await page.getByRole('button', { name: 'Create new input' }).click();
    await button(page, 'Test connection').click();
    await dialog(page).getByText('2 fields need your attention.').waitFor();
    await expectFocus(page, 'misp_url');
    await fill(page, { 'MISP URL': lab().misp.url, 'API key': ` ${key()} ` });
    const before = (await lab().traffic()).length;
    await button(page, 'Test connection').click();
    await dialog(page).getByText('Connected. MISP accepted the API key.').waitFor();
    for (const text of ['automation@csirt.example', 'Sync user', /^MISP (and Splunk agree|is \d+ second)/])
      await dialog(page).getByText(text).first().waitFor();
    expect(await violations(page, '[role=dialog]')).toEqual([]);
    expect(state().instances).toEqual({});
    expect(state().secrets).toEqual({});
    const searches = (await lab().traffic())
      .slice(before)
      .filter(({ url }) => url.includes('search/v2/jobs'))
      .map(({ sent }) => new URLSearchParams(sent).get('search'));
    expect(searches).toHaveLength(1);
    expect(searches[0]).toContain('| mispstatus');
    expect(searches[0]).not.toContain(key());
    // Left by a page that was closed.
    const names = [Date.now() - 3_600_000, Date.now()].map((time) => `_test_${time}_17`);
    for (const name of names) {
      state().instances[name] = { disabled: '1', misp_url: lab().misp.url };
      state().secrets[`${name}.misp_key`] = WRONG_KEY;
    }
    const other = await lab().open();
    await other.getByText('Nothing is set up yet').waitFor();
    await expect.poll(() => Object.keys(state().instances)).toEqual(names.slice(1));
    expect(Object.keys(state().secrets)).toEqual([`${names[1] ?? ''}.misp_key`]);
  });

  it('refuses what cannot be, goes to the first mistake, and takes a mark away when it is corrected', async () => {
    const page = await lab().open();
    await page.getByRole('button', { name: 'Create new input' }).click();
    await dialog(page).getByText('Used in searches as misp_instance=<name>').waitFor();
    await expectFocus(page, 'name');
    await fill(page, {
      Name: 'n'.repeat(51),
      'MISP URL': 'https://misp.example',
      'API key': key(),
      Interval: '0 25 * * *',
    });
    await dialog(page).getByRole('button', { name: 'Proxy for this instance' }).click();
    await dialog(page).getByRole('checkbox', { name: 'Reach MISP through a proxy' }).click();
    await fill(page, { 'Proxy host': 'http://proxy.example:3128' });
    await button(page, 'Save').click();
    for (const text of [
      'Use at most 50 characters.',
      /^Proxy host must be .*scheme/,
      'Proxy port is required.',
      'Interval has 25 as hour: use 0 to 23.',
    ])
      await dialog(page).getByText(text).waitFor();
    await expectFocus(page, 'name');
    await fill(page, { Name: 'misp' });
    await button(page, 'Save').click();
    await expectFocus(page, 'proxy_host');
    for (const [interval, isWrong] of [
      ['5', true],
      ['10', false],
      ['61 * * * *', true],
      ['*/10 * * * *', false],
    ] as const) {
      await fill(page, { Interval: interval });
      await expect(dialog(page).getByText(/^Interval (must|has)/), interval).toHaveCount(isWrong ? 1 : 0);
    }
  });

  it("offers MISP's own names, and warns of others without refusing them", async () => {
    setUp('misp');
    const page = await lab().open();
    await act(page, 'Edit misp', 'misp');
    await dialog(page).getByRole('button', { name: 'Start and filters' }).click();
    const choose = async (field: string, option: string) => {
      await dialog(page).locator(`[data-field="${field}"] input`).click();
      await page.getByRole('option', { name: option, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await choose('tags', 'tlp:green');
    await choose('category', 'Network activity');
    await choose('org', 'EXAMPLE-CSIRT');
    await typeList(dialog(page).locator('[data-field="type"] input'), 'domian,ip-dst');
    await dialog(page)
      .getByText('MISP has no type "domian", or none for this key: did you mean "domain"?')
      .waitFor();
    await button(page, 'Save').click();
    await isSaved(page, 'misp');
    expect(state().inputs['misp']).toMatchObject({
      type: 'domian,ip-dst',
      tags: 'tlp:green',
      category: 'Network activity',
    });
  });

  it('asks before it throws away what was typed', async () => {
    const page = await lab().open({ tab: 'proxy' });
    await page.getByRole('tab', { name: 'Inputs' }).click();
    await create(page, 'misp');
    const question = page.getByRole('dialog').getByText('Your changes are not saved.');
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => button(page, 'Cancel').click(),
      () => page.evaluate('history.back()'),
    ]) {
      await leave();
      await question.waitFor();
      await page.getByRole('button', { name: 'Keep editing' }).click();
      await question.waitFor({ state: 'detached' });
      await expect(labelled(dialog(page), 'Name')).toHaveValue('misp');
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect(page.getByRole('button', { name: 'Create new input' })).toBeFocused();
  });
});

async function typeList(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.pressSequentially(text);
  await field.press('Tab');
}
