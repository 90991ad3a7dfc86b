/** The pictures of the dashboards that the documentation shows, into a folder. */
import { join } from 'node:path';
import { dashboards } from './answers.mjs';
import { Studio } from './studio.mjs';

const THEMES = { misp_indicators: 'light', misp_matches: 'light', misp_event: 'light', misp_health: 'dark' };

const [folder] = process.argv.slice(2);
const studio = await Studio.start();
for (const [view, dashboard] of Object.entries(dashboards)) {
  const { page } = await studio.draw(dashboard, THEMES[view]);
  const path = join(folder, `${view}-${THEMES[view]}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
}
await studio.close();
