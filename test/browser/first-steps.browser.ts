import type { Page } from '@playwright/test';
import type { Row } from '../../src/protocol/rows.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { answersOf, definitionIn, initialTokens } from '../support/dashboards.ts';
import { addLog } from '../support/logs.ts';
import { act, closeLab, expect, labelled, useLab } from './lab.ts';

/** Neither the name in the documentation nor that of an older add-on. */
const NAME = process.env['INSTANCE'] ?? 'our_Threats7';

const RUN_MS = 60_000;

/**
 * What a new administrator does in the first quarter of an hour: on the page, and nothing else. What splunkd does by itself
 * (it runs the input that was created), and others do (a computer looks up a domain), is done by the test.
 */
describe("An administrator's first quarter of an hour", () => {
  const lab = useLab();
  before(() => {
    lab().reset();
    const { indexes } = lab().splunk.state;
    indexes.splice(indexes.indexOf('misp'), 1);
  });
  after(closeLab);

  it(`connects a MISP as ${NAME}, tests, searches, fills feeds and dashboards, and finds a match`, async function () {
    this.timeout(4 * RUN_MS);
    const page = await lab().open({ isFirst: true });
    await createInput(page);
    await testConnection(page);
    await splunkdRunsInput(page);
    await search(page);
    await fillFeeds(page);
    await findMatch(page);
  });

  async function createInput(page: Page): Promise<void> {
    await page.getByText('Nothing is set up yet').waitFor();
    await page.getByRole('button', { name: 'Create new input' }).click();
    const dialog = page.getByRole('dialog').first();
    await labelled(dialog, 'Name').fill(NAME);
    await labelled(dialog, 'MISP URL').fill(lab().misp.url);
    await labelled(dialog, 'API key').fill(lab().misp.keys['automation'] ?? '');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(`${NAME} is saved.`).waitFor({ timeout: RUN_MS });
  }

  async function testConnection(page: Page): Promise<void> {
    await act(page, `Test connection of ${NAME}`, NAME);
    const dialog = page.getByRole('dialog').first();
    await dialog.getByText('Connected. MISP accepted the API key.').waitFor();
    await dialog.locator('[data-close]').click();
  }

  async function splunkdRunsInput(page: Page): Promise<void> {
    const { splunk } = lab();
    const run = await runInput(splunk, NAME, { settings: splunk.state.inputs[NAME] ?? {} });
    expect(run.exitCode, run.stderr).toBe(0);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await row(page, NAME).getByText('Success').waitFor();
    const indicators = await dashboard('misp_indicators');
    expect(Number(indicators.get('total')?.[0]?.['indicators'])).toBeGreaterThan(100);
    expect(indicators.get('guide')).toEqual([]);
  }

  async function search(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'search them' }).waitFor();
    const link = await page.getByRole('link', { name: 'search them' }).getAttribute('href');
    expect((await rowsOf(queryIn(link ?? ''))).length).toBeGreaterThan(100);
    expect((await rowsOf('| mispgetioc last=30d')).length).toBeGreaterThan(100);
  }

  async function fillFeeds(page: Page): Promise<void> {
    await page.getByRole('tab', { name: 'Enterprise Security' }).click();
    await page.getByRole('button', { name: 'Fill all now…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Fill now' }).click();
    const cancel = page.getByRole('button', { name: 'Cancel runs' });
    await cancel.waitFor();
    await cancel.waitFor({ state: 'detached', timeout: 2 * RUN_MS });
    expect((await rowsOf('| inputlookup misp_es_domain_intel')).length).toBeGreaterThan(1);
    // One of the feeds is for matching.
    expect((await rowsOf('| inputlookup misp_indicators')).length).toBeGreaterThan(100);
  }

  async function findMatch(page: Page): Promise<void> {
    const [indicator] = await rowsOf(
      '| inputlookup misp_indicators | search misp_type=domain misp_to_ids=True | head 1',
    );
    const domain = String(indicator?.['misp_value']);
    const indexed = Math.floor(Date.now() / 60_000) * 60 - 600;
    addLog(
      lab().splunk,
      'Network_Resolution.DNS',
      { src: 'laptop-hanna', query: `www.${domain}` },
      { time: indexed - 2, indexed },
    );
    await page.getByRole('tab', { name: 'Matching' }).click();
    for (const name of ['MISP_match_networks', 'MISP_match_dns']) {
      await page.getByRole('button', { name: `Run now: ${name}` }).click();
      await row(page, name)
        .getByText(/\d results?/)
        .waitFor({ timeout: RUN_MS });
    }
    const matches = await dashboard('misp_matches');
    expect(Number(matches.get('total')?.[0]?.['matches'])).toBe(1);
    const [match] = await rowsOf('search index=misp sourcetype=misp:match');
    expect(match).toMatchObject({ misp_match_value: `www.${domain}`, misp_match_asset: 'laptop-hanna' });
  }

  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();

  async function rowsOf(spl: string): Promise<readonly Row[]> {
    const { rows, failed, messages } = await runSpl(lab().splunk, spl);
    expect(failed, JSON.stringify(messages)).toBe(false);
    return rows;
  }

  /** What the panels of a dashboard show when it is opened, by data source. */
  async function dashboard(view: string): Promise<ReadonlyMap<string, readonly Row[]>> {
    const definition = definitionIn(lab().splunk.appDir, view);
    const answers = await answersOf(lab().splunk, definition, initialTokens(definition));
    return new Map([...answers].map(([name, { rows }]) => [name, rows]));
  }
});

function queryIn(link: string): string {
  return new URL(link, 'http://splunk.example').searchParams.get('q') ?? '';
}
