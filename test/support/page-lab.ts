import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Response } from '@playwright/test';
import { buildApp } from './app.ts';
import { startChromium } from './chromium.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { type SplunkWeb, startSplunkWeb } from '../stand-ins/splunk/web/web.ts';
import { Windows } from './windows.ts';

/** Something that went over the wire between browser and Splunk Web. */
export interface Traffic {
  readonly method: string;
  readonly url: string;
  readonly sent: string;
  readonly status: number;
  readonly received: string;
}

const ADMIN = 'session-of-admin';

/** The packaged page in Chromium, in a stand-in Splunk, beside a stand-in MISP. */
export class PageLab {
  readonly splunk: StandInSplunk;
  readonly web: SplunkWeb;
  readonly misp: MispServer;
  readonly browser: Browser;
  /** What the pages' scripts complained of. */
  readonly complaints: string[] = [];

  /** By session. The windows of one user share what is cached. */
  readonly #windows = new Map<string, Promise<Windows>>();
  /** Nothing is cached in them. */
  readonly #firstWindows: Windows[] = [];
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

  /** A window with the page Configuration. @param sessionKey whose; @param tab as in the address; @param isFirst nothing is cached */
  async open({ sessionKey = ADMIN, tab = '', isFirst = false } = {}): Promise<Page> {
    const page = await this.openView(`configuration${tab === '' ? '' : `#${tab}`}`, { sessionKey, isFirst });
    await page.getByRole('heading', { name: 'MISP for Splunk' }).waitFor();
    return page;
  }

  /** A window with a view. @param view with what follows it in the address, as in `misp_report?form.uuid=…` */
  async openView(view: string, { sessionKey = ADMIN, isFirst = false } = {}): Promise<Page> {
    const page = await (await this.#windowsOf(sessionKey, isFirst)).open();
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

  /** Closes all windows, and waits for what splunkd still does for them, which would be part of the next test. */
  async closePages(): Promise<void> {
    const windows = await Promise.all(this.#windows.values());
    await Promise.all([
      ...windows.map((one) => one.clean()),
      ...this.#firstWindows.splice(0).map((one) => one.close()),
    ]);
    await this.web.settled();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await Promise.all([this.web.close(), this.splunk.close(), this.misp.close()]);
  }

  async #windowsOf(sessionKey: string, isFirst: boolean): Promise<Windows> {
    if (!isFirst) {
      const known = this.#windows.get(sessionKey) ?? this.#newWindows();
      this.#windows.set(sessionKey, known);
      return known;
    }
    const first = await this.#newWindows();
    this.#firstWindows.push(first);
    return first;
  }

  #newWindows(): Promise<Windows> {
    return Windows.start(this.browser, `${this.web.url}/en-US/app/SA-misp/`, (page) => {
      this.#record(page);
    });
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
