import { expect as playwrightExpect, type Locator, type Page, type Route } from '@playwright/test';
import { chromiumPath, INSTALL } from '../support/chromium.ts';
import { PageLab } from '../support/page-lab.ts';
import { TIMEOUT_MS } from '../support/windows.ts';

/**
 * The assertions of the browser tests. Those on locators and pages, and `expect.poll`, wait until they are true, as a person
 * does. Nothing that the page changes by itself is read once.
 */
export const expect = playwrightExpect.configure({ timeout: TIMEOUT_MS });

/** One Chromium and one Splunk for all files that a process of mocha's runs: starting them takes longer than a test. */
let started: Promise<PageLab> | undefined;

/** What a suite begins with: the lab, or a clear word that the suite is skipped. */
export function useLab(): () => PageLab {
  let lab: PageLab | undefined;
  before(async function () {
    if (chromiumPath() === undefined) {
      process.stdout.write(`    skipped: there is no Chromium. On Debian or Ubuntu: ${INSTALL}\n`);
      this.skip();
    }
    this.timeout(180_000);
    lab = await (started ??= PageLab.start());
  });
  afterEach(async () => {
    await lab?.closePages();
    expect(lab?.complaints.splice(0) ?? []).toEqual([]);
  });
  return () => {
    if (!lab) throw new Error('The lab is not there before the tests are.');
    return lab;
  };
}

/** The last of a file; the next file starts its own. */
export const closeLab = async (): Promise<void> => {
  // Forgotten first, since the next file must not get a lab that is about to close, even if its start takes long.
  const closing = started;
  started = undefined;
  const lab = await closing?.catch(() => undefined);
  await lab?.close();
};

/** A text field by its label. */
export function labelled(where: Page | Locator, name: string): Locator {
  const named = { name, exact: true };
  return where.getByRole('textbox', named).or(where.getByRole('combobox', named));
}

/** Chooses an action of a row: a button, or an item of its menu. @param action as in `Delete misp` @param row its name */
export async function act(page: Page, action: string, row: string): Promise<void> {
  const button = page.getByRole('button', { name: action, exact: true });
  const menu = page.getByRole('button', { name: `More actions for ${row}`, exact: true });
  await menu.waitFor();
  // A row draws its menu and its buttons together.
  if (await button.isVisible()) return button.click();
  await menu.click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/**
 * Holds requests of a page back, so that what the page shows meanwhile can be seen however busy the machine is.
 *
 * @param go how a request goes on; by default to Splunk
 * @returns what lets them go on
 */
export async function hold(
  page: Page,
  url: string,
  go = (route: Route): Promise<void> => route.fallback(),
): Promise<() => void> {
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    await isReleased;
    await go(route);
  });
  return () => {
    release();
  };
}
