import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.mjs';

/** Debian's. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];

const ADDRESS = 'http://splunk.example/';
const BODY = '<!doctype html><html lang="en"><body style="margin:0"><div id="root"></div>';

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

  /** A page with the packages loaded, whose address has the tokens of `search`. Its errors are gathered in `errors`. */
  async page(search = '') {
    const page = await this.#browser.newPage({ viewport: { width: 1248, height: 900 }, timezoneId: 'UTC' });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    // Nothing but what is in the bundle: no request leaves the machine.
    await page.route('**/*', (route) => route.abort());
    await page.route(`${ADDRESS}${search}`, (route) =>
      route.fulfill({ contentType: 'text/html', body: BODY }),
    );
    // With an address, since dashboards keep their tokens there.
    await page.goto(`${ADDRESS}${search}`);
    await page.addScriptTag({ path: this.#bundle });
    return { page, errors };
  }

  /** A drawn dashboard, as high as it is. */
  async draw({ definition, answers }, theme) {
    const { page, errors } = await this.page(typedIn(definition));
    await page.evaluate(([...args]) => window.studio.draw(...args), [definition, answers, theme]);
    const [{ structure }] = Object.values(definition.layout.layoutDefinitions);
    const height = Math.max(...structure.map(({ position }) => position.y + position.h));
    await page.setViewportSize({ width: 1248, height: height + 200 });
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

/** What somebody typed who opened the dashboard: a text for each input that has no default. */
function typedIn({ inputs }) {
  const required = Object.values(inputs).filter(
    ({ type, options }) => type === 'input.text' && !options.defaultValue,
  );
  return required.length === 0
    ? ''
    : `?${required.map(({ options }) => `form.${options.token}=1`).join('&')}`;
}
