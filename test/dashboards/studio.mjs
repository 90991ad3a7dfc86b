import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.mjs';

/** Debian's. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];

/** Dashboard Studio in a browser. */
export class Studio {
  #browser;
  #folder;
  #bundle;

  static async start() {
    const studio = new Studio();
    studio.#folder = await mkdtemp(join(tmpdir(), 'studio-'));
    studio.#bundle = join(studio.#folder, 'page.js');
    await bundle(studio.#bundle);
    studio.#browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    return studio;
  }

  /** A page with the packages loaded. Its errors are gathered in `errors`. */
  async page() {
    const page = await this.#browser.newPage({ viewport: { width: 1248, height: 900 }, timezoneId: 'UTC' });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    // Nothing but what is in the bundle: no request leaves the machine.
    await page.route('**/*', (route) => route.abort());
    await page.setContent('<!doctype html><html lang="en"><body style="margin:0"><div id="root"></div>');
    await page.addScriptTag({ path: this.#bundle });
    return { page, errors };
  }

  /** A drawn dashboard, as high as it is. */
  async draw({ definition, answers }, theme) {
    const { page, errors } = await this.page();
    await page.evaluate(([...args]) => window.studio.draw(...args), [definition, answers, theme]);
    const [{ structure }] = Object.values(definition.layout.layoutDefinitions);
    const height = Math.max(...structure.map(({ position }) => position.y + position.h));
    await page.setViewportSize({ width: 1248, height: height + 140 });
    await page.getByText(definition.visualizations[structure.at(-1).item].title).first().waitFor();
    // Charts are drawn some frames after their titles.
    await page.waitForTimeout(2500);
    return { page, errors };
  }

  async close() {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true });
  }
}
