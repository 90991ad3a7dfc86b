/** Pictures of the packaged page for README and docs, by the driver of the browser tests. `npm run screenshots` */
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { PageLab } from '../test/support/page-lab.ts';
import { furnish } from './ui-state.ts';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));

/** File to tab, what is there when it is complete, and what is done before. */
const PICTURES: Readonly<
  Record<
    string,
    { tab: string; height: number; shows: string | RegExp; steps?: (page: Page) => Promise<void> }
  >
> = {
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
      await page.getByRole('button', { name: 'Test connection of misp_covid' }).click();
      await page.getByText('MISP answers, and takes the key.').waitFor();
    },
  },
  account: { tab: 'account', height: 620, shows: 'hanna' },
  security: { tab: 'security', height: 1280, shows: /, success$/ },
  proxy: { tab: 'proxy', height: 400, shows: 'Reach MISP through this proxy' },
  logging: { tab: 'logging', height: 580, shows: 'Alert actions' },
};

await mkdir(FOLDER, { recursive: true });
const lab = await PageLab.start();
try {
  furnish(lab.splunk, lab.misp);
  const { instances } = lab.splunk.state;
  for (const [name, { tab, height, shows, steps }] of Object.entries(PICTURES)) {
    const page = await lab.open({ tab });
    await page.setViewportSize({ width: 1360, height });
    await page.getByText(shows).first().waitFor();
    await steps?.(page);
    // The port that MISP happens to have would make every picture another one.
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
  if (Object.keys(instances).length !== 3) throw new Error('A picture changed what is set up.');
} finally {
  await lab.close();
}
