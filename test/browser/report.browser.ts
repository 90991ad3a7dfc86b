import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { settled, violations } from './axe.ts';
import { closeLab, expect, hold, labelled, useLab } from './lab.ts';

const WRITER = 'session-of-writer';
const READER = 'session-of-reader';
const UNKNOWN = 'ffffffff-ffff-4fff-afff-ffffffffffff';

/** What a link could hold to get out of a value, or to press a button. */
const HOSTILE = [
  'x" | outputlookup a.csv | eval y="',
  String.raw`x\" | mispsight misp_instance=misp_covid | eval y="\\`,
  'x\\',
  '`misp_workflow_instance`',
  '$form.uuid$',
  '[ | misprest misp_instance=misp_covid method=delete target=/events/1 ]',
  'x\n| mispsight misp_instance=misp_covid',
  '<img src=x onerror="document.body.dataset.broken=1">',
  '\u00e9\u202e\u{1f600}',
];

describe('The page Report to MISP', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
    const { instances, secrets, sessions } = lab().splunk.state;
    instances['misp_covid'] = { misp_url: lab().misp.url, retry_timeout: 0 };
    instances['misp_other'] = { misp_url: lab().misp.url, retry_timeout: 0 };
    instances['misp_off'] = { misp_url: 'https://misp.example', disabled: '1' };
    secrets['misp_covid.misp_key'] = lab().misp.keys['automation'] ?? '';
    secrets['misp_other.misp_key'] = lab().misp.keys['readonly'] ?? '';
    setMacro('misp_instance=misp_covid');
    const reads = ['search', 'list_storage_passwords'];
    sessions[WRITER] = { username: 'hanna', capabilities: [...reads, 'misp_write'] };
    sessions[READER] = { username: 'otto', capabilities: reads };
    for (const { sightings } of lab().misp.store.attributes) sightings.length = 0;
    lab().misp.requests.length = 0;
  });
  after(closeLab);

  /** Sets the macro with the instance of the menus, as the page Configuration does. */
  function setMacro(definition: string): void {
    const folder = join(lab().splunk.appDir, 'local');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'macros.conf'), `[misp_workflow_instance]\ndefinition = ${definition}\n`);
  }

  const attribute = () => {
    const [one] = lab().misp.store.attributes.filter(({ value }) => value === 'vaccine.example');
    if (!one) throw new Error('The stand-in MISP has no vaccine.example.');
    return one;
  };
  const sightings = () => lab().misp.store.attributes.flatMap((one) => one.sightings);
  const writes = () => lab().misp.requests.filter(({ path }) => path.startsWith('/sightings/add'));
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /\S/ });

  async function open(parameters = '', sessionKey = WRITER): Promise<Page> {
    const page = await lab().openView(`misp_report${parameters}`, { sessionKey });
    await button(page, 'Look up').waitFor();
    return page;
  }

  async function openWith(uuid: string, type = 'false_positive', sessionKey = WRITER): Promise<Page> {
    return open(`?form.uuid=${uuid}&form.type=${type}`, sessionKey);
  }

  async function lookUp(page: Page): Promise<void> {
    await button(page, 'Look up').click();
    await page.getByText('Reported so far').waitFor();
  }

  describe('opened by a link', () => {
    const uuid = () => attribute().uuid;
    const expired = () => `form.uuid=${uuid()}&form.type=expiration`;

    it('sends MISP nothing, runs no search, and fills in uuid and type, in either spelling, alone', async () => {
      const begun = (await lab().traffic()).length;
      const page = await open();
      for (const link of [
        `?${expired()}`,
        `?uuid=${uuid()}&type=expiration`,
        // Both spellings, and twice the same.
        `?form.uuid=${uuid()}&form.uuid=${UNKNOWN}&uuid=${UNKNOWN}&form.type=expiration&form.type=sighting`,
        // What other forms heed.
        `?${expired()}&autoRun=true&submit=true&form.submit=Report&earliest=0&latest=now&confirm=yes&form.confirm=yes`,
        // All fields.
        `?${expired()}&form.instance=misp_other&instance=misp_other&form.source=x&form.time=0`,
      ]) {
        await page.goto(`misp_report${link}`);
        await expect(labelled(page, 'Attribute UUID'), link).toHaveValue(uuid());
        await expect(page.getByRole('combobox', { name: 'Report as' }), link).toHaveText('Expired');
        await expect(page.getByRole('combobox', { name: 'MISP instance' }), link).toHaveText('misp_covid');
        await expect(labelled(page, 'Source'), link).toHaveValue('splunk');
        await expect(labelled(page, 'Time'), link).toHaveValue('');
        await settled(page);
      }
      // A hash, with and without parameters.
      for (const link of [
        `?form.uuid=${uuid()}#form.uuid=${UNKNOWN}&report=true`,
        `#${expired()}&autoRun=true`,
      ]) {
        await page.goto(`misp_report${link}`);
        await button(page, 'Look up').waitFor();
        await settled(page);
      }
      await page.waitForTimeout(200);
      expect(lab().misp.requests).toEqual([]);
      const posts = (await lab().traffic()).slice(begun).filter(({ method }) => method !== 'GET');
      expect(posts).toEqual([]);
    });

    it('chooses the only instance, whatever its name; of several only the one of the macro', async () => {
      const { instances } = lab().splunk.state;
      for (const [definition, others, chosen] of [
        ['misp_instance=*', ['misp_other'], 'Select...'],
        ['misp_instance=*', [], 'misp_covid'],
      ] as const) {
        setMacro(definition);
        for (const name of Object.keys(instances))
          if (name !== 'misp_covid' && !others.some((other) => other === name))
            Reflect.deleteProperty(instances, name);
        // What a test of a connection left behind is no instance.
        instances['_test_1795000000000_1'] = { misp_url: lab().misp.url, disabled: '1' };
        const page = await open();
        await page.getByRole('combobox', { name: 'MISP instance' }).getByText(chosen).waitFor();
      }
    });

    it('takes nothing for a uuid or type that is none, whatever it holds', async () => {
      const page = await open();
      for (const value of HOSTILE) {
        const parameters = new URLSearchParams({ 'form.uuid': value, 'form.type': value });
        await page.goto(`misp_report?${parameters.toString()}`);
        await page.getByRole('combobox', { name: 'Report as' }).getByText('False positive').waitFor();
        await button(page, 'Look up').click();
        await page.getByText('Attribute UUID must be a UUID').waitFor();
        await expect(button(page, 'Report')).toBeDisabled();
        await button(page, 'Report').click({ force: true });
        expect(await page.evaluate('document.body.dataset.broken ?? ""')).toBe('');
      }
      expect(lab().misp.requests).toEqual([]);
    });

    it('would report if it were a form with a search, as Splunk Web runs it', async () => {
      const file = join(lab().splunk.appDir, 'default/data/ui/views/form.xml');
      const form = readFileSync(join(lab().splunk.appDir, 'default/data/ui/views/misp_lookup.xml'), 'utf8')
        .replace(
          /<query>[^<]*<\/query>/,
          '<query>| makeresults | eval misp_attribute_uuid=$value|s$ | mispsight `misp_workflow_instance`</query>',
        )
        .replace('autoRun="true"', 'autoRun="false"');
      writeFileSync(file, form);
      const page = await lab().openView(`form?form.value=${uuid()}`, { sessionKey: WRITER });
      await page.locator('body[data-searches="1"]').waitFor();
      expect(sightings()).toHaveLength(1);
    });
  });

  it('shows what is reported before it is, and then reports it once', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    for (const text of ['vaccine.example', 'domain', /COVID-19 vaccination phishing/])
      await page.getByRole('definition').filter({ hasText: text }).first().waitFor();
    expect(writes()).toEqual([]);
    await button(page, 'Report').click();
    await page.getByText('Added in misp_covid: false positive, vaccine.example').waitFor();
    expect(attribute().sightings.map(({ type, source }) => ({ type, source }))).toEqual([
      { type: '1', source: 'splunk' },
    ]);
    expect(sightings()).toHaveLength(1);
    await button(page, 'Report').click({ force: true });
    await page.waitForTimeout(200);
    expect(writes()).toHaveLength(1);
  });

  it('reports once when the button is pressed twice, and again when somebody says so', async () => {
    const page = await openWith(attribute().uuid, 'sighting');
    await lookUp(page);
    await button(page, 'Report').dblclick();
    await page.getByText('Added in misp_covid: sighting').waitFor();
    await page.waitForTimeout(300);
    expect(writes()).toHaveLength(1);
    await button(page, 'Report again').dblclick();
    await expect.poll(() => writes().length).toBe(2);
    await expect(button(page, 'Report again')).toBeFocused();
    await page.waitForTimeout(300);
    expect(writes()).toHaveLength(2);
  });

  it('takes the second click of a double click for none, even when MISP has answered by then', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    let posts = 0;
    await page.route('**/search/v2/jobs*', (route) => {
      posts += 1;
      return route.fulfill({ json: { messages: [], results: [{ misp_sighting: 'added' }] } });
    });
    await button(page, 'Report').click();
    await page.getByText('Added in misp_covid').waitFor();
    // Where the button is by then: what is above it may still change.
    const position = { x: 5, y: 5 };
    await button(page, 'Report again').click({ position });
    await expect.poll(() => posts).toBe(2);
    await expect(button(page, 'Report again')).toBeEnabled();
    await button(page, 'Report again').hover({ position });
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    await page.waitForTimeout(200);
    expect(posts).toBe(2);
  });

  it('takes an answer that says nothing for no success', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    for (const [results, text] of [
      [[], 'The search ended without a result. MISP may or may not have the report'],
      [[{ misp_attribute_uuid: attribute().uuid }], 'The search ended without a result.'],
      [
        [{ misp_sighting: 'not added', misp_sighting_message: 'Invalid attribute.' }],
        'Not added in misp_covid. MISP responded: Invalid attribute.',
      ],
    ] as const) {
      await page.route('**/search/v2/jobs*', (route) => route.fulfill({ json: { messages: [], results } }));
      await button(page, 'Report').click();
      await page.getByText(text).waitFor();
      await expect(button(page, 'Report')).toBeEnabled();
      await page.unroute('**/search/v2/jobs*');
    }
  });

  it('says that it is reporting, and is not to be pressed meanwhile', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    const goOn = await hold(page, '**/search/v2/jobs*');
    await button(page, 'Report').click();
    await expect(button(page, 'Reporting…')).toBeDisabled();
    await button(page, 'Reporting…').click({ force: true });
    goOn();
    await page.getByText('Added in misp_covid').waitFor();
    expect(writes()).toHaveLength(1);
  });

  it('sends what the fields say: instance, type, source and time, quoted', async () => {
    const source = String.raw`the "proxy" \ | mispsight [x] $a$`;
    const page = await open();
    await labelled(page, 'Attribute UUID').fill(` ${attribute().uuid.toUpperCase()} `);
    await page.getByRole('combobox', { name: 'Report as' }).click();
    await page.getByRole('option', { name: 'Expired' }).click();
    await labelled(page, 'Source').fill(source);
    await labelled(page, 'Time').fill('2026-11-20T08:00:00');
    await lookUp(page);
    await page.getByRole('definition').filter({ hasText: 'Nov 20, 2026, 8:00 AM' }).waitFor();
    await button(page, 'Report').click();
    await page.getByText('Added in misp_covid: expired').waitFor();
    expect(attribute().sightings.map(({ type, time, source: from }) => ({ type, time, from }))).toEqual([
      { type: '2', time: Date.UTC(2026, 10, 20, 8) / 1000, from: source },
    ]);
  });

  it('has to look up again what is changed, and may report it then', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    await button(page, 'Report').click();
    await page.getByText('Added in misp_covid').waitFor();
    await labelled(page, 'Source').fill('somebody else');
    await button(page, 'Report').click();
    await expect.poll(() => writes().length).toBe(2);
    await page.getByText('Added in misp_covid').waitFor();
    await labelled(page, 'Attribute UUID').fill(UNKNOWN);
    await page.getByText('Look the attribute up first').waitFor();
    await button(page, 'Report').click({ force: true });
    await button(page, 'Look up').click();
    await expect(alert(page)).toHaveText(/misp_covid has no attribute with this UUID/);
    await button(page, 'Report').click({ force: true });
    expect(writes()).toHaveLength(2);
  });

  it('says at the field what is wrong, and goes there', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    for (const [time, text] of [
      ['3w', /Time is not valid: write 21d\. Use a number with d, h, m or s/],
      ['2999-01-01', /Time must not be in the future/],
      ['yesterday"', /Time is not valid\. Use a number with/],
    ] as const) {
      await labelled(page, 'Time').fill(time);
      await button(page, 'Report').click();
      await page.getByText(text).waitFor();
      await expect(labelled(page, 'Time')).toBeFocused();
      await expect(labelled(page, 'Time')).toHaveValue(time);
    }
    expect(writes()).toEqual([]);
  });

  it('tells a user without misp_write what is missing', async () => {
    const page = await openWith(attribute().uuid, 'false_positive', READER);
    await lookUp(page);
    await button(page, 'Report').click();
    await expect(alert(page)).toHaveText(/Ask your Splunk administrator for the role misp_writer/);
    expect(writes()).toEqual([]);
  });

  it("tells MISP's refusal", async () => {
    const page = await openWith(attribute().uuid);
    await page.getByRole('combobox', { name: 'MISP instance' }).click();
    await expect(page.getByRole('option')).toHaveText(['misp_covid', 'misp_other']);
    await page.getByRole('option', { name: 'misp_other' }).click();
    await lookUp(page);
    await button(page, 'Report').click();
    await expect(alert(page)).toHaveText(/misp_other/);
    expect(sightings()).toEqual([]);
  });

  it('says that a session has ended, and that an answer which does not come leaves it open', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    Reflect.deleteProperty(lab().splunk.state.sessions, WRITER);
    await button(page, 'Report').click();
    await page.getByText('Your session has ended. Log in to Splunk again').waitFor();
    await page.route('**/search/v2/jobs*', (route) => route.abort());
    await button(page, 'Report').click();
    await page.getByText('MISP may or may not have the report').waitFor();
    expect(writes()).toEqual([]);
  });

  it('says who sets up a MISP where there is none, and offers no default that there is not', async () => {
    const { instances } = lab().splunk.state;
    Reflect.deleteProperty(instances, 'misp_covid');
    const page = await openWith(attribute().uuid);
    await button(page, 'Look up').click();
    await page.getByText('MISP instance is missing: choose one.').waitFor();
    for (const name of Object.keys(instances)) Reflect.deleteProperty(instances, name);
    const other = await lab().openView('misp_report', { sessionKey: WRITER });
    await other.getByRole('link', { name: 'Configuration' }).waitFor();
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`has nothing that axe calls serious or critical: ${theme}`, async () => {
      lab().web.theme = theme;
      const page = await open();
      expect(await violations(page), 'empty').toEqual([]);
      await button(page, 'Look up').click();
      await page.getByText('Attribute UUID is missing').waitFor();
      expect(await violations(page), 'with mistakes').toEqual([]);
      await labelled(page, 'Attribute UUID').fill(attribute().uuid);
      await lookUp(page);
      await button(page, 'Report').click();
      await page.getByText('Added in misp_covid').waitFor();
      expect(await violations(page), 'reported').toEqual([]);
    });
  }

  it('fits into narrow windows', async () => {
    const page = await openWith(attribute().uuid);
    await lookUp(page);
    for (const width of [1360, 900, 600]) {
      await page.setViewportSize({ width, height: 900 });
      await expect
        .poll(() => page.evaluate<number>('document.documentElement.scrollWidth'), String(width))
        .toBeLessThanOrEqual(width);
    }
  });

  it('can be used with the keyboard alone; Enter in a field only reads', async () => {
    const page = await openWith(attribute().uuid);
    await labelled(page, 'Attribute UUID').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Reported so far').waitFor();
    await labelled(page, 'Time').focus();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    expect(writes()).toEqual([]);
    await button(page, 'Look up').focus();
    await page.keyboard.press('Tab');
    await expect(button(page, 'Report')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByText('Added in misp_covid').waitFor();
    expect(writes()).toHaveLength(1);
  });
});
