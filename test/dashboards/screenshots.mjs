/** Pictures of both dashboards, light and dark, into a folder. */
import { join } from 'node:path';
import { dashboards } from './answers.mjs';
import { Studio } from './studio.mjs';

const [folder] = process.argv.slice(2);
const studio = await Studio.start();
for (const [view, dashboard] of Object.entries(dashboards)) {
  for (const theme of ['light', 'dark']) {
    const { page } = await studio.draw(dashboard, theme);
    const path = join(folder, `${view}-${theme}.png`);
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
}
await studio.close();
