import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What axe finds serious or critical, once nothing loads or moves any more: rule and element. */
export async function violations(page: Page, within = 'body'): Promise<string[]> {
  await settled(page);
  if (await page.evaluate<boolean>('window.axe === undefined')) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>(`axe.run('${within}', { resultTypes: ['violations'], selectors: false })`);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/**
 * Waits until there is no spinner, and no change for a tenth of a second: while something fades in, its contrast is lower.
 * Animations without an end do not count.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(`(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const before = document.body.outerHTML;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return document.body.outerHTML === before
      && document.querySelector('[data-test="wait-spinner"]') === null
      && document.getAnimations().every(({ playState, effect }) =>
        playState !== 'running' || effect.getComputedTiming().endTime === Infinity);
  })()`);
}
