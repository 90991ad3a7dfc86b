import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
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

/** What does not appear by then does not at all. */
const TIMEOUT_MS = 8000;

/** The packaged page in Chromium, in a stand-in Splunk, beside a stand-in MISP. */
export class PageLab {
  readonly splunk: StandInSplunk;
  readonly web: SplunkWeb;
  readonly misp: MispServer;
  readonly browser: Browser;
  /** Of all pages, in order. */
  readonly traffic: Traffic[] = [];
  /** What the pages' scripts complained of. */
  readonly complaints: string[] = [];

  #admin: Promise<BrowserContext> | undefined;

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

  /** A new window with the page Configuration. @param sessionKey whose; @param tab as in the address; @param isFirst nothing is cached */
  async open({ sessionKey = ADMIN, tab = '', isFirst = false } = {}): Promise<Page> {
    const page = await this.openView(`configuration${tab === '' ? '' : `#${tab}`}`, { sessionKey, isFirst });
    await page.getByRole('heading', { name: 'MISP for Splunk' }).waitFor();
    return page;
  }

  /** A new window with a view. @param view with what follows it in the address, as in `misp_report?form.uuid=…` */
  async openView(view: string, { sessionKey = ADMIN, isFirst = false } = {}): Promise<Page> {
    const context =
      isFirst || sessionKey !== ADMIN ? await this.#context() : await (this.#admin ??= this.#context());
    const page = await context.newPage();
    this.#record(page);
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
    const admin = await this.#admin;
    await Promise.all([
      ...this.browser
        .contexts()
        .filter((one) => one !== admin)
        .map((one) => one.close()),
      ...(admin?.pages() ?? []).map((page) => page.close()),
    ]);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await Promise.all([this.web.close(), this.splunk.close(), this.misp.close()]);
  }

  async #context(): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: 1360, height: 900 },
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    return context;
  }

  #record(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('response', (response) => {
      const request = response.request();
      void response
        .text()
        .catch(() => '')
        .then((received) => {
          this.traffic.push({
            method: request.method(),
            url: request.url(),
            sent: request.postData() ?? '',
            status: response.status(),
            received,
          });
        });
    });
  }
}
