/** Takes screenshots of the packaged pages for README and docs, with the driver of the browser tests. `npm run screenshots` */
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { commandLine } from '../build/command-line.mjs';
import { PageLab } from '../test/support/page-lab.ts';
import { fillState } from './ui-state.ts';

const { widths: isForWidths } = commandLine(
  'screenshots',
  'Takes the pictures of the pages in docs/images, with Chromium.',
)
  .option(
    '--widths',
    'take each of them in 600, 900 and 1360 pixels, light and dark, in dist/screenshots instead',
  )
  .parse()
  .opts<{ widths?: boolean }>();

const FOLDER = fileURLToPath(
  new URL(isForWidths ? '../dist/screenshots/' : '../docs/images/', import.meta.url),
);

const WIDTHS = [600, 900, 1360];

interface Picture {
  /** The tab of Configuration. Absent for the page Report to MISP. */
  readonly tab?: string;
  readonly width?: number;
  readonly height: number;
  /** A text that is visible when the page is complete. */
  readonly shows: string | RegExp;
  /** Steps before the screenshot. */
  readonly steps?: (page: Page) => Promise<void>;
}

/** Pictures by file name. */
const PICTURES: Readonly<Record<string, Picture>> = {
  inputs: { tab: 'inputs', height: 440, shows: '48,157' },
  form: {
    tab: 'inputs',
    height: 820,
    shows: '48,157',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Create new input' }).click();
      const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('misp_csirt');
      await page.getByRole('textbox', { name: 'MISP URL' }).fill('https://misp.example.org');
      await page.getByRole('textbox', { name: 'API key' }).fill('x'.repeat(40));
      await fill('Interval', '300');
    },
  },
  test: {
    tab: 'inputs',
    height: 600,
    shows: '48,157',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Test connection of misp', exact: true }).click();
      await page.getByText('Connected. MISP accepted the API key.').waitFor();
    },
  },
  access: { tab: 'access', height: 720, shows: 'hanna' },
  security: { tab: 'security', height: 1700, shows: /\d results/ },
  proxy: { tab: 'proxy', height: 400, shows: 'Reach MISP through this proxy' },
  logging: { tab: 'logging', height: 580, shows: 'Alert actions' },
  report: {
    width: 800,
    height: 890,
    shows: 'Look the attribute up first',
    steps: async (page) => {
      await page.locator('[data-field="instance"] button').click();
      await page.getByRole('option', { name: 'misp', exact: true }).click();
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.getByText('Reported so far').waitFor();
      await page.getByRole('heading', { name: 'Report to MISP' }).click();
    },
  },
};

await mkdir(FOLDER, { recursive: true });
const lab = await PageLab.start();
let uuid = '';
try {
  fillState(lab.splunk, lab.misp);
  const { instances } = lab.splunk.state;
  uuid = lab.misp.store.attributes.find(({ value }) => value === 'vaccine.example')?.uuid ?? '';
  for (const [name, picture] of Object.entries(PICTURES)) {
    const { width = 1360 } = picture;
    if (!isForWidths) await take(picture, width, name);
    else
      for (const theme of ['light', 'dark'] as const) {
        lab.web.theme = theme;
        for (const one of WIDTHS) await take(picture, one, `${name}-${one}-${theme}`);
      }
  }
  if (Object.keys(instances).length !== 3) throw new Error('A picture changed what is set up.');
} finally {
  await lab.close();
}

async function take({ tab, height, shows, steps }: Picture, width: number, name: string): Promise<void> {
  const page = await (tab === undefined
    ? lab.openView(`misp_report?form.uuid=${uuid}&form.type=false_positive`)
    : lab.open({ tab }));
  await page.getByText(shows).first().waitFor();
  await steps?.(page);
  await page.setViewportSize({ width, height: isForWidths ? 1200 : height });
  // Replace the random port of MISP, which would change every picture.
  await page.evaluate(
    `for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode(); )
      walk.currentNode.data = walk.currentNode.data.replace(/http:\\/\\/127\\.0\\.0\\.1:\\d+/, 'https://misp.example.org')`,
  );
  await page.waitForTimeout(400);
  const file = `${FOLDER}${name}.png`;
  await page.screenshot({ path: file });
  process.stdout.write(`${relative('.', file)}\n`);
  await lab.closePages();
}
