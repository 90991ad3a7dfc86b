import { settled, violations } from './axe.ts';
import { act, closeLab, expect, labelled, useLab } from './lab.ts';

/** In which something is shown by a search or by splunkd, and what that is. */
const TABS = {
  Inputs: 'misp_covid',
  Access: 'hanna',
  Matching: 'No values are ignored.',
  'Enterprise Security': 'MISP_ES_reconcile',
  Proxy: 'Reach MISP through this proxy',
  Logging: 'Alert actions',
} as const;

/** The parts of the form that are closed at first. */
const SECTIONS = [
  'TLS',
  'Proxy for this instance',
  'Timeouts and page size',
  'Start and filters',
  'Advanced',
];

describe('The page', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
    const { instances, secrets, inputs } = lab().splunk.state;
    instances['misp_covid'] = { misp_url: lab().misp.url };
    instances['misp_off'] = { misp_url: 'https://misp.example', disabled: '1' };
    secrets['misp_covid.misp_key'] = lab().misp.keys['automation'] ?? '';
    inputs['misp_covid'] = { index: 'threat' };
    lab().splunk.index.addFields({
      _time: String(Math.floor(Date.now() / 1000) - 3600),
      index: 'threat',
      sourcetype: 'misp:run',
      misp_input: 'misp_covid',
      status: 'failed',
      error: 'nothing answers',
    });
  });
  after(closeLab);

  for (const theme of ['light', 'dark'] as const) {
    it(`has nothing that axe calls serious or critical on any tab: ${theme}`, async () => {
      lab().web.theme = theme;
      const page = await lab().open();
      for (const [tab, text] of Object.entries(TABS)) {
        await page.getByRole('tab', { name: tab }).click();
        await page.getByText(text).first().waitFor();
        expect(await violations(page), tab).toEqual([]);
      }
    });

    it(`opens the help of the tab, which has nothing that axe calls serious or critical: ${theme}`, async () => {
      const page = await lab().open({ tab: 'matching' });
      const opened = page.context().waitForEvent('page');
      await page.getByRole('link', { name: /^Help/ }).click();
      const help = await opened;
      const configuration = help.getByRole('link', { name: 'Configuration', exact: true });
      await configuration.waitFor();
      await help.emulateMedia({ colorScheme: theme });
      for (const width of [600, 1360]) {
        await help.setViewportSize({ width, height: 900 });
        expect(await violations(help), `${width}`).toEqual([]);
        expect(await help.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      await configuration.click();
      await help.getByRole('tab', { name: 'Matching' }).waitFor();
    });

    it(`has nothing that axe calls serious or critical in the form, with mistakes and all of it open: ${theme}`, async () => {
      lab().web.theme = theme;
      const page = await lab().open();
      await page.getByRole('button', { name: 'Create new input' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await dialog.getByText('fields need your attention').waitFor();
      for (const section of SECTIONS) await dialog.getByRole('button', { name: section }).click();
      for (const width of [600, 900, 1360]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await violations(page, '[role=dialog]'), `${width}`).toEqual([]);
      }
    });

    it(`has nothing that axe calls serious or critical in the other dialogs: ${theme}`, async () => {
      lab().web.theme = theme;
      const page = await lab().open();
      const dialog = page.getByRole('dialog');
      const check = async () => {
        for (const width of [600, 900, 1360]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await violations(page, '[role=dialog]'), `${width}`).toEqual([]);
        }
      };
      await act(page, 'Delete misp_covid', 'misp_covid');
      await check();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Test connection of misp_covid' }).click();
      await dialog.getByText('Connected. MISP accepted the API key.').waitFor();
      await check();
    });
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`holds long names and 100 instances in 600, 900 and 1360 pixels: ${theme}`, async () => {
      lab().web.theme = theme;
      const { instances, inputs } = lab().splunk.state;
      for (let number = 1; number <= 98; number += 1) {
        const name =
          `misp_${'of_the_department_of_long_names_'.repeat(2)}${number}`.slice(0, 47) + String(number);
        instances[name] = {
          misp_url: `https://misp-${number}.a.rather.long.name.department.example.org:8443/misp`,
        };
        inputs[name] = { index: 'threat', interval: '*/10 * * * *', tags: 'tlp:green' };
      }
      const page = await lab().open();
      await page.getByText('100 inputs').waitFor();
      for (const width of [600, 900, 1360]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        const pageWidth = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(pageWidth, `${width}: no horizontal scroll bar`).toBeLessThanOrEqual(width);
        // Every menu is visible.
        await page.waitForFunction(
          `[...document.querySelectorAll('[aria-label^="More actions for"]')].every((menu) => menu.getBoundingClientRect().right <= ${width})`,
        );
        expect(await violations(page), String(width)).toEqual([]);
      }
      await page.setViewportSize({ width: 600, height: 900 });
      await page
        .getByRole('row', { name: 'misp_covid' })
        .getByRole('button', { name: /expand/i })
        .click();
      await page.getByText('All other settings have their defaults.').waitFor();
      await page.getByRole('definition').filter({ hasText: lab().misp.url }).waitFor();
      await page.getByRole('button', { name: 'Create new input' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  }

  it('asks MISP nothing when a link opens it, on any tab', async () => {
    lab().misp.requests.length = 0;
    const page = await lab().openView('configuration');
    for (const tab of ['', '#inputs', '#access', '#matching', '#security', '#proxy', '#logging']) {
      await page.goto(`configuration?form.uuid=a&autoRun=true&submit=true&link=${tab.slice(1)}${tab}`);
      await page.getByRole('tab', { name: 'Inputs' }).waitFor();
      await settled(page);
    }
    expect(lab().misp.requests).toEqual([]);
  });

  it("wears the user's theme on its own background, also on a slow line", async () => {
    const page = await lab().open();
    const background = () =>
      page.evaluate<string>(
        "getComputedStyle(document.querySelector('#sa-misp-configuration > div')).backgroundColor",
      );
    expect(brightness(await background())).toBeGreaterThan(200);
    lab().web.theme = 'dark';
    await page.route('**/get_theme.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.fallback();
    });
    await page.reload();
    await page.getByRole('heading', { name: 'MISP for Splunk' }).waitFor();
    expect(brightness(await background())).toBeLessThan(60);
  });

  it('can be used with the keyboard alone, and gives the focus back', async () => {
    const page = await lab().open();
    await page.getByRole('button', { name: 'Edit misp_covid' }).focus();
    await page.keyboard.press('Enter');
    await expect(labelled(page.getByRole('dialog'), 'MISP URL')).toBeFocused();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect(page.getByRole('button', { name: 'Edit misp_covid' })).toBeFocused();
    // The item of a menu is gone by then: its menu has the focus.
    await act(page, 'Delete misp_covid', 'misp_covid');
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'More actions for misp_covid' })).toBeFocused();
  });
});

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
