import type { Browser, BrowserContext, Page } from '@playwright/test';

/** What does not appear by then does not at all, even on a busy machine. */
export const TIMEOUT_MS = 20_000;

const VIEWPORT = { width: 1360, height: 900 };

/** How many times slower than the machine Chromium runs: `SLOWDOWN=4 npm run test:browser` finds tests that depend on speed. */
const SLOWDOWN = Number(process.env['SLOWDOWN'] ?? 1);

/** Milliseconds by which each request of a page is late: `LATENCY=200 npm run test:browser` finds what depends on a quick line. */
const LATENCY_MS = Number(process.env['LATENCY'] ?? 0);

const UNLIMITED = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };

/** The windows of one user. One of them is used for test after test: it loads a page in half the time of a new one. */
export class Windows {
  readonly #context: BrowserContext;
  readonly #onNew: (page: Page) => void;
  /** Blank, if no test uses it. */
  #spare: Page | undefined;

  private constructor(context: BrowserContext, onNew: (page: Page) => void) {
    this.#context = context;
    this.#onNew = onNew;
  }

  /** @param baseURL of relative addresses @param onNew called for each window that is new */
  static async start(browser: Browser, baseURL: string, onNew: (page: Page) => void): Promise<Windows> {
    const context = await browser.newContext({
      baseURL,
      viewport: VIEWPORT,
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    return new Windows(context, onNew);
  }

  async open(): Promise<Page> {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare ?? (await this.#new());
  }

  /** Closes all windows but one, which is blank then. */
  async clean(): Promise<void> {
    const [kept, ...others] = this.#context.pages();
    await Promise.all(others.map((page) => page.close()));
    this.#spare = kept && (await makeBlank(kept)) ? kept : undefined;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  async #new(): Promise<Page> {
    const page = await this.#context.newPage();
    this.#onNew(page);
    if (SLOWDOWN <= 1 && LATENCY_MS === 0) return page;
    const session = await this.#context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { ...UNLIMITED, latency: LATENCY_MS });
    return page;
  }
}

/** Makes a window as it was when it was new, or closes it. */
async function makeBlank(page: Page): Promise<boolean> {
  try {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.goto('about:blank');
    await page.setViewportSize(VIEWPORT);
    return true;
  } catch {
    await page.close();
    return false;
  }
}
