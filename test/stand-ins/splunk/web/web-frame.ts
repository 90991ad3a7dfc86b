import { FORM_SCRIPT, type FormInput } from './form-script.ts';
import type { ViewSearch } from './simple-xml.ts';

/** What the page finds around it. */
interface Surroundings {
  readonly port: number;
  readonly username: string;
  readonly theme: 'light' | 'dark';
  /** Of app.conf. */
  readonly build: string;
  /** What the view runs when it is opened, if it is Simple XML. */
  readonly searches: readonly ViewSearch[];
  /** Those of its form. */
  readonly inputs: readonly FormInput[];
}

/** The answer to Splunk Web's build/api/get_theme.js, by the theme that the user has chosen. */
export const THEME_SCRIPT = {
  light: "window.__get_theme__ = { getTheme: () => Promise.resolve('enterprise') };",
  dark: "window.__get_theme__ = { getTheme: () => Promise.resolve('enterpriseDark') };",
} as const;

/**
 * A Simple XML view as Splunk Web shows it, reduced to what can break a page: `window.$C` is there first, scripts come by a
 * loader of AMD modules (whose `define` takes no module without a name), the view's `<html>` appears after them, and searches
 * that need no button are run.
 */
export function framed(view: string, around: Surroundings): string {
  const definition = STUDIO.exec(view)?.[1];
  return definition === undefined ? framedPage(view, around) : framedDashboard(view, definition, around);
}

const STUDIO = /<definition><!\[CDATA\[([^]*)\]\]><\/definition>/;

/** Whether a view is of Dashboard Studio. */
export function isStudio(view: string): boolean {
  return STUDIO.test(view);
}

/** Drawn by Splunk's packages, if Splunk Web was given some. */
function framedDashboard(xml: string, definition: string, { theme }: Surroundings): string {
  return `<!doctype html>
<html lang="en-US">
<head><meta charset="utf-8"><title>${labelOf(xml)} | Splunk</title><link rel="icon" href="data:,"></head>
<body style="margin:0">
<div id="root">Dashboard Studio is not here: npm run ui brings it.</div>
<script src="/en-US/studio.js"></script>
<script>window.studio.drawLive(${definition}, '/en-US/studio', '${theme}');</script>
</body>
</html>
`;
}

function labelOf(view: string): string {
  return /<label>(.*?)<\/label>/.exec(view)?.[1] ?? '';
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

function framedPage(view: string, around: Surroundings): string {
  const { port, username, theme, build, searches, inputs } = around;
  const label = labelOf(view);
  const script = /<dashboard[^>]* script="([^"]+)"/.exec(view)?.[1] ?? '';
  const content = /<html>([^]*?)<\/html>/.exec(view)?.[1] ?? '';
  const environment = {
    APP_BUILD: Number(build),
    BUILD_NUMBER: 'abcdef012345',
    BUILD_PUSH_NUMBER: 0,
    LOCALE: 'en-US',
    MRSPARKLE_PORT_NUMBER: port,
    MRSPARKLE_ROOT_PATH: '',
    SERVER_TIMEZONE_OFFSET: 0,
    SPLUNKD_PATH: '/en-US/splunkd/__raw',
    USERNAME: username,
    VERSION_LABEL: '10.2.3',
  };
  return `<!doctype html>
<html lang="en-US" class="${theme}">
<head>
<meta charset="utf-8">
<title>${label} | Splunk</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0; font: 14px 'Splunk Platform Sans', 'Liberation Sans', Arial, sans-serif; }
.bar { background: #171d21; color: #fff; padding: 10px 20px; font-weight: bold; }
main { padding: 0 20px; }
.inputs { padding: 20px 0; }
.ERROR, .FATAL { color: #c0392b; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px; border-bottom: 1px solid #c3cbd4; }
.bar span { color: #c3cbd4; font-weight: normal; margin-left: 24px; }
</style>
<script>
window.$C = ${JSON.stringify(environment)};
window.define = (name) => { if (typeof name !== 'string') throw new Error('Mismatched anonymous define() module'); };
window.define.amd = {};
</script>
</head>
<body>
<header class="bar">splunk&gt;<span>MISP for Splunk</span><span>${label}</span></header>
<main class="dashboard-body"></main>
${script === '' ? '' : `<script src="/en-US/static/@abcdef012345:${build}/app/SA-misp/${script}"></script>`}
<script>
setTimeout(() => { document.querySelector('main').insertAdjacentHTML('afterbegin', ${JSON.stringify(content)}); }, 20);
const token = /splunkweb_csrf_token_${port}=(\\w+)/.exec(document.cookie)?.[1] ?? '';
const searches = ${inScript(searches)};
const inputs = ${inScript(inputs)};
const post = ({ query, earliest }) => fetch('/en-US/splunkd/__raw/servicesNS/nobody/SA-misp/search/v2/jobs', {
  method: 'POST',
  headers: { 'X-Splunk-Form-Key': token },
  body: new URLSearchParams({ search: query, exec_mode: 'oneshot', earliest_time: earliest, output_mode: 'json' }),
});
${FORM_SCRIPT}
</script>
</body>
</html>
`;
}
