import type { Context } from 'mocha';
import { isOpen, lab, LiveLab, setLab } from './lab.ts';

/** Before and after all files of test/live: one reading of MISP for all, one table of what was compared. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    const missing = ['MISP_URL', 'MISP_KEY'].filter((name) => !process.env[name]);
    if (missing.length > 0) {
      process.stdout.write(
        `Skipped: there is no MISP to compare with. Set MISP_URL and MISP_KEY (missing: ${missing.join(', ')}), and if need be ` +
          'MISP_CA_FILE, MISP_CLIENT_CERT, MISP_CLIENT_KEY_PASSWORD, MISP_PROXY, MISP_VERIFY=false.\n',
      );
      this.skip();
    }
    setLab(await LiveLab.open(process.env, process.stdout));
  },
  async afterAll(): Promise<void> {
    if (!isOpen()) return;
    const { tally } = lab();
    await lab().close();
    tally.print(process.stdout);
  },
};
