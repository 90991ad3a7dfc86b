import { readConf } from '../stand-ins/splunk/conf.ts';
import { closeLab, expect, hold, labelled, useLab } from './lab.ts';

describe('The tab Matching', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const setting = (conf: string, stanza: string, key: string) =>
    readConf(lab().splunk.appDir, conf).get(stanza)?.get(key);

  it('says which data models are there and accelerated', async () => {
    Object.assign(state().dataModels, { Web: true, Network_Resolution: false });
    const page = await lab().open({ tab: 'matching' });
    const models = page.getByRole('list', { name: 'Data models' });
    await models.getByText('Web: accelerated').waitFor();
    await models.getByText('Network_Resolution: not accelerated').waitFor();
    await models.getByText('Malware: missing').waitFor();
    for (const name of Object.keys(state().dataModels)) Reflect.deleteProperty(state().dataModels, name);
  });

  it('switches a search on, sets its schedule, and runs it now', async () => {
    state().instances['misp_covid'] = { misp_url: lab().misp.url };
    state().secrets['misp_covid.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'matching' });
    await page.getByText('0 of 32 enabled').waitFor();
    await page.getByRole('switch', { name: 'Enabled: MISP_match_sightings' }).click();
    await page.getByText('MISP_match_sightings is enabled.').waitFor();
    expect(setting('savedsearches', 'MISP_match_sightings', 'disabled')).toBe('0');
    const schedule = page.getByRole('textbox', { name: 'Schedule of MISP_match_dns', exact: true });
    await schedule.fill('2-59/15 * * * *');
    await schedule.press('Enter');
    await page
      .getByText('Schedule of MISP_match_dns set to 2-59/15 * * * *. The search is disabled.')
      .waitFor();
    expect(setting('savedsearches', 'MISP_match_dns', 'cron_schedule')).toBe('2-59/15 * * * *');
    await page.getByRole('button', { name: 'Run now: MISP_indicators_update' }).click();
    const update = page.getByRole('row', { name: 'MISP_indicators_update' });
    await update.getByText(/\d results/).waitFor();
    expect(state().collections['misp_indicators']?.size).toBeGreaterThan(0);
    state().collections['misp_indicators']?.clear();
    lab().misp.state.databaseDown = true;
    await page.getByRole('button', { name: 'Run now: MISP_indicators_update' }).click();
    await update.getByText(/MISP.*(500|error)/i).waitFor();
    lab().misp.state.databaseDown = false;
  });

  it('enables what the data models need, and creates the index of matches', async () => {
    Object.assign(state().dataModels, { Web: true });
    state().indexes.splice(state().indexes.indexOf('misp'), 1);
    const page = await lab().open({ tab: 'matching' });
    await page.getByText('Web: accelerated').waitFor();
    await page.getByText('This Splunk has no index misp.').waitFor();
    await page.getByRole('button', { name: 'Create index misp' }).click();
    await page.getByText('The index misp is created.').waitFor();
    expect(state().indexes).toContain('misp');
    await page.getByRole('button', { name: 'Enable recommended' }).click();
    await page.getByText('6 searches are enabled.').waitFor();
    for (const name of ['MISP_indicators_update', 'MISP_match_web', 'MISP_match_lookback_web'])
      expect(setting('savedsearches', name, 'disabled'), name).toBe('0');
    expect(setting('savedsearches', 'MISP_match_dns', 'disabled')).toBe('1');
    expect(setting('savedsearches', 'MISP_match_sightings', 'disabled')).toBe('1');
    Reflect.deleteProperty(state().dataModels, 'Web');
  });

  it('has lists as choices, and writes macros as searches use them', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url, disabled: '1' };
    const page = await lab().open({ tab: 'matching' });
    await expect(labelled(page, 'Look-back days')).toHaveValue('30');
    await labelled(page, 'Look-back days').fill('90');
    await labelled(page, 'Minimum weight').fill('101');
    for (const level of ['NONE', 'AMBER', 'AMBER+STRICT', 'RED', 'GREEN', 'CLEAR'])
      await page.getByText(`Remove ${level}`, { exact: true }).click({ force: true });
    const save = page.getByRole('button', { name: 'Save' }).first();
    await save.click();
    await page.getByText('Minimum weight must be a number from 1 to 100.').waitFor();
    await page.getByText('Choose at least one.').waitFor();
    await page.getByText('The instance "misp" is disabled. Enable it in the Inputs tab.').waitFor();
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
    expect(setting('macros', 'misp_match_min_weight', 'definition')).toBe('40');
    expect(setting('macros', 'misp_match_tlp', 'definition')).toBe('"^(CLEAR|GREEN|AMBER.STRICT)$"');
    expect(setting('macros', 'misp_match_types', 'definition')).toBe('"^(ip-dst[|]port)$"');
    expect(setting('macros', 'misp_match_lookback', 'definition')).toBe('earliest=-90d@d latest=@d');
    expect(setting('macros', 'misp_match_sighting_instance', 'definition')).toBe('*');
  });

  it('ignores what a link fills in only after Save, and removes that entry alone', async () => {
    const list = () => [...(state().collections['misp_match_ignore']?.values() ?? [])];
    const other = { value: 'other.example', reason: '', until: '2027-02-30' };
    (state().collections['misp_match_ignore'] ??= new Map()).set('by hand', other);
    const page = await lab().openView('configuration?ignore=www.our.example%22%20%7C%20delete#matching');
    const value = labelled(page, 'Value');
    await page
      .getByRole('row', { name: /other\.example 2027-02-30: no such day, nothing is ignored/ })
      .waitFor();
    await expect(value).toHaveValue('www.our.example" | delete');
    expect(list()).toEqual([other]);
    await labelled(page, 'Reason').fill('our "own"');
    await labelled(page, 'Until').fill('2027-02-31');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByText('Until must be a day like 2026-12-31, or empty.').waitFor();
    await labelled(page, 'Until').fill('2027-01-31');
    const goOn = await hold(page, '**/search/v2/jobs*');
    await page.getByRole('button', { name: 'Save' }).last().click();
    // What is typed while it is saving is not saved, and not lost.
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await value.fill('next.example');
    goOn();
    await page.getByText('www.our.example" | delete is ignored.').waitFor();
    await expect(value).toHaveValue('next.example');
    const mine = { value: 'www.our.example" | delete', reason: 'our "own"', until: '2027-01-31' };
    expect(list()).toEqual([other, mine]);
    await page.getByRole('button', { name: 'Remove: www.our.example' }).click();
    await page.getByText('is no longer ignored.').waitFor();
    await expect(value).toBeFocused();
    expect(list()).toEqual([other]);
    await page.getByRole('button', { name: 'Remove: other.example' }).click();
    await page.getByText('No values are ignored.').waitFor();
    expect(list()).toEqual([]);
  });
});
