import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Response } from '@playwright/test';
import { buildApp } from './app.ts';
import { startChromium } from './chromium.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { type SplunkWeb, startSplunkWeb } from '../stand-ins/splunk/web/web.ts';

/** Something that went over the wire between browser and Splunk Web. */
export interface Traffic {
  readonly method: string;
  readonly url: string;
  readonly sent: string;
  readonly status: number;
  readonly received: string;
}

const ADMIN = 'session-of-admin';

/** What does not appear by then does not at all, even on a busy machine. */
export const TIMEOUT_MS = 20_000;

/** How many times slower Chromium runs scripts than the machine could; 4 is like a slow computer of a user. */
const SLOWDOWN = Number(process.env['SLOWDOWN'] ?? 1);

/** The packaged page in Chromium, in a stand-in Splunk, beside a stand-in MISP. */
export class PageLab {
  readonly splunk: StandInSplunk;
  readonly web: SplunkWeb;
  readonly misp: MispServer;
  readonly browser: Browser;
  /** What the pages' scripts complained of. */
  readonly complaints: string[] = [];

  /** By session. Windows of one user share what is cached. */
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  readonly #traffic: Promise<Traffic>[] = [];

  private constructor(fields: Pick<PageLab, 'splunk' | 'web' | 'misp' | 'browser'>) {
    this.splunk = fields.splunk;
    this.web = fields.web;
    this.misp = fields.misp;
    this.browser = fields.browser;
  }

  static async start(): Promise<PageLab> {
    const [browser, misp, spl] = await Promise.all([startChromium(), startMisp(), buildApp()]);
    const splunk = await StandInSplunk.start({ spl });
    return new PageLab({ browser, misp, splunk, web: await startSplunkWeb(splunk) });
  }

  /** Of all pages since the lab was started: what was answered by now, in the order of the answers. */
  traffic(): Promise<Traffic[]> {
    return Promise.all(this.#traffic);
  }

  /** A new window with the page Configuration. @param sessionKey whose; @param tab as in the address; @param isFirst nothing is cached */
  async open({ sessionKey = ADMIN, tab = '', isFirst = false } = {}): Promise<Page> {
    const page = await this.openView(`configuration${tab === '' ? '' : `#${tab}`}`, { sessionKey, isFirst });
    await page.getByRole('heading', { name: 'MISP for Splunk' }).waitFor();
    return page;
  }

  /** A new window with a view. @param view with what follows it in the address, as in `misp_report?form.uuid=…` */
  async openView(view: string, { sessionKey = ADMIN, isFirst = false } = {}): Promise<Page> {
    const context = await (isFirst ? this.#newContext() : this.#contextOf(sessionKey));
    const page = await context.newPage();
    this.#record(page);
    await this.#slowDown(page);
    await page.goto(this.web.entry(sessionKey, view));
    return page;
  }

  /** Nothing set up, as after the installation. */
  reset(): void {
    const { instances, secrets, inputs } = this.splunk.state;
    for (const kept of [instances, secrets, inputs])
      for (const name of Object.keys(kept)) Reflect.deleteProperty(kept, name);
    const { indexes } = this.splunk.state;
    indexes.splice(0, indexes.length, '_audit', '_internal', 'main', 'misp', 'summary', 'threat');
    Reflect.deleteProperty(this.splunk.state, 'serverRoles');
    this.splunk.index.clean();
    rmSync(join(this.splunk.appDir, 'local'), { recursive: true, force: true });
    this.web.theme = 'light';
  }

  async closePages(): Promise<void> {
    const kept = new Set(await Promise.all(this.#contexts.values()));
    await Promise.all(
      this.browser
        .contexts()
        .flatMap((context) =>
          kept.has(context) ? context.pages().map((page) => page.close()) : [context.close()],
        ),
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await Promise.all([this.web.close(), this.splunk.close(), this.misp.close()]);
  }

  #contextOf(sessionKey: string): Promise<BrowserContext> {
    const context = this.#contexts.get(sessionKey) ?? this.#newContext();
    this.#contexts.set(sessionKey, context);
    return context;
  }

  async #newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: 1360, height: 900 },
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    return context;
  }

  async #slowDown(page: Page): Promise<void> {
    if (SLOWDOWN <= 1) return;
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  }

  #record(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('response', (response) => {
      this.#traffic.push(trafficOf(response));
    });
  }
}

async function trafficOf(response: Response): Promise<Traffic> {
  const request = response.request();
  return {
    method: request.method(),
    url: request.url(),
    sent: request.postData() ?? '',
    status: response.status(),
    // The browser may have left the page.
    received: await response.text().catch(() => ''),
  };
}
