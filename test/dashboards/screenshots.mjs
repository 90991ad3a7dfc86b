/** The pictures of the dashboards that the documentation shows, into a folder. */
import { join } from 'node:path';
import { dashboards } from './answers.mjs';
import { Studio } from './studio.mjs';

const THEMES = { misp_indicators: 'light', misp_matches: 'light', misp_event: 'light', misp_health: 'dark' };

/** Pixels. */
const OVERVIEW_HEIGHT = 960;

const [folder] = process.argv.slice(2);
const studio = await Studio.start();
for (const [view, dashboard] of Object.entries(dashboards)) {
  const { page } = await studio.draw(dashboard, THEMES[view]);
  const path = join(folder, `${view}-${THEMES[view]}.png`);
  await page.screenshot({ path });
  console.log(path);
  // The top of the first one, for the front page.
  if (view === 'misp_indicators') {
    const clip = { x: 0, y: 0, width: page.viewportSize().width, height: OVERVIEW_HEIGHT };
    await page.screenshot({ path: join(folder, 'overview.png'), clip });
  }
  await page.close();
}
await studio.close();
