import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { readConf } from '../conf.ts';
import { exposures } from './exposed.ts';
import { inputsOf, searchesOnOpening } from './simple-xml.ts';
import type { StandInSplunk } from '../splunk.ts';
import { framed, isStudio, THEME_SCRIPT } from './web-frame.ts';

export interface SplunkWeb {
  readonly url: string;
  /** Where a user's session begins. @param view of the app, as in its address: `configuration#proxy`, `misp_lookup?form.value=a` */
  entry(sessionKey: string, view: string): string;
  /** The theme that users have chosen. */
  theme: 'light' | 'dark';
  /** Resolves when no request is in progress, those of closed windows included. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** What draws dashboards of Dashboard Studio, which is not the app's. */
export interface DashboardStudio {
  /** Sets `window.studio`. */
  readonly script: Buffer;
  /** Of a search and the chains that go on with it, in JSON, what the last of them finds. */
  answer(body: string): Promise<string>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Splunk Web as far as a page of the app needs it: views, static files, and the proxy to splunkd's REST. */
export async function startSplunkWeb(
  splunk: StandInSplunk,
  port = 0,
  studio?: DashboardStudio,
): Promise<SplunkWeb> {
  // Read when Splunk Web starts.
  const isExposed = exposures(splunk.appDir);
  const inProgress = new Set<Promise<void>>();
  const server = http.createServer((request, response) => {
    const one = handle(request, response)
      .catch((error: unknown) => {
        send(response, { status: 500, type: 'text/plain', body: String(error) });
      })
      .finally(() => inProgress.delete(one));
    inProgress.add(one);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  const web: SplunkWeb = {
    url: `http://127.0.0.1:${actual}`,
    theme: 'light',
    entry: (sessionKey, view) =>
      `http://127.0.0.1:${actual}/en-US/account/login?session=${sessionKey}&view=${encodeURIComponent(view)}`,
    settled: async () => {
      while (inProgress.size > 0) await Promise.all(inProgress);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', web.url);
    const cookies = cookiesOf(request);
    const session = cookies.get(`splunkd_${actual}`) ?? '';
    const path = decodeURIComponent(url.pathname).replace(/^\/[a-z]{2}-[A-Z]{2}\//, '');
    const [first] = path.split('/');
    const theme = url.searchParams.get('theme');
    if (theme === 'dark' || theme === 'light') web.theme = theme;
    if (path === 'account/login') send(response, loggedIn(url, actual));
    else if (first === '') send(response, withLocale(url));
    else if (studio && path === 'studio.js')
      send(response, { status: 200, type: 'text/javascript; charset=UTF-8', body: studio.script });
    else if (first === 'static') send(response, staticFile(splunk, path, web.theme));
    else if (!splunk.state.sessions[session]) send(response, plain(401, 'Unauthorized'));
    else if (studio && path === 'studio')
      send(response, {
        status: 200,
        type: 'application/json',
        body: await studio.answer(await text(request)),
      });
    else if (first === 'app')
      send(response, viewOf(splunk, path, url.searchParams, { port: actual, session, theme: web.theme }));
    else if (path.startsWith('splunkd/__raw/')) send(response, await proxied(request, url, session, cookies));
    else send(response, plain(404, 'Not Found'));
  };
  const proxied = async (
    request: IncomingMessage,
    url: URL,
    session: string,
    cookies: ReadonlyMap<string, string>,
  ) => {
    const { method = 'GET', headers } = request;
    const token = cookies.get(`splunkweb_csrf_token_${actual}`);
    if (method !== 'GET' && (token === undefined || headers['x-splunk-form-key'] !== token))
      return plain(401, 'Splunk cannot authenticate the request. CSRF validation failed.');
    const path = url.pathname.replace(/^\/[a-z]{2}-[A-Z]{2}\/splunkd\/__raw/, '');
    if (!isExposed(method, path)) return plain(404, 'Not Found');
    const body = await text(request);
    const reply = await splunk.answer({ method, path, query: url.searchParams, body }, session);
    return { status: reply.status, type: 'application/json', body: JSON.stringify(reply.body) };
  };
  return web;
}

/** Links leave out the locale. */
function withLocale({ pathname, search }: URL): Answer {
  return redirected(`/en-US${pathname}${search}`);
}

function redirected(to: string, headers: Answer['headers'] = {}): Answer {
  return { status: 303, type: 'text/plain', body: '', headers: { ...headers, Location: to } };
}

/** The cookies that a login leaves, named after the port. */
function loggedIn(url: URL, port: number): Answer {
  const session = url.searchParams.get('session') ?? '';
  const view = url.searchParams.get('view') ?? '';
  const cookies = [
    `splunkd_${port}=${session}; Path=/; HttpOnly`,
    `splunkweb_csrf_token_${port}=${randomBytes(10).toString('hex')}; Path=/`,
  ];
  return redirected(`/en-US/app/SA-misp/${view}`, { 'Set-Cookie': cookies });
}

function viewOf(
  splunk: StandInSplunk,
  path: string,
  parameters: URLSearchParams,
  { port, session, theme }: { port: number; session: string; theme: SplunkWeb['theme'] },
): Answer {
  const [, app = '', view = ''] = path.split('/');
  if (app !== 'SA-misp' || view === 'search') return plain(200, `Splunk's own page: ${path}`);
  const file = join(splunk.appDir, 'default/data/ui/views', `${view}.xml`);
  if (!/^\w+$/.test(view) || !existsSync(file)) return plain(404, `There is no view ${view}.`);
  const username = splunk.state.sessions[session]?.username ?? '';
  const xml = readFileSync(file, 'utf8');
  const savedSearch = (name: string) =>
    readConf(splunk.appDir, 'savedsearches').get(name)?.get('search') ?? '';
  const searches = isStudio(xml) ? [] : searchesOnOpening(xml, parameters, savedSearch);
  const inputs = isStudio(xml) ? [] : inputsOf(xml, parameters);
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    headers: { 'X-Frame-Options': 'SAMEORIGIN' },
    body: framed(xml, { port, username, theme, searches, inputs, build: buildOf(splunk) }),
  };
}

/** By it Splunk Web makes the addresses of an app's static files, which browsers keep. */
function buildOf(splunk: StandInSplunk): string {
  return readConf(splunk.appDir, 'app').get('install')?.get('build') ?? '0';
}

/** As Splunk Web answers them: Python's guesses by the name of a file, without a character set for pages. */
const TYPES: Readonly<Record<string, string>> = {
  js: 'application/javascript',
  css: 'text/css',
  html: 'text/html',
  png: 'image/png',
};

/** An address with the build changes with it, so browsers keep what it leads to for a year. */
const A_YEAR_S = 31_536_000;

/** `static/[@<build>/]app/<app>/…` is the app's folder appserver/static. No session is needed. */
function staticFile(splunk: StandInSplunk, path: string, theme: SplunkWeb['theme']): Answer {
  const wanted = path.replace(/^static\/(@[^/]*\/)?/, '');
  if (wanted === 'build/api/get_theme.js')
    return { status: 200, type: 'text/javascript', body: THEME_SCRIPT[theme] };
  const inside = /^app\/SA-misp\/(.+)$/.exec(wanted)?.[1];
  const file = join(splunk.appDir, 'appserver/static', normalize(`/${inside ?? ''}`));
  if (inside === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile())
    return plain(404, 'Not Found');
  return {
    status: 200,
    type: TYPES[extname(file).slice(1)] ?? 'application/octet-stream',
    body: readFileSync(file),
    headers: path.startsWith('static/@') ? { 'Cache-Control': `public, max-age=${A_YEAR_S}` } : {},
  };
}

function cookiesOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    (headers.cookie ?? '').split('; ').map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=UTF-8', body };
}

function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers } as never);
  response.end(body);
}
