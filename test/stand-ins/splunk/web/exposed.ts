import { readConf } from '../conf.ts';

interface Exposure {
  readonly pattern: readonly string[];
  readonly methods: readonly string[];
}

/**
 * What Splunk's own web.conf exposes of what an app's page may ask for (6.4 to 9.0 have the same). Of `data/inputs` it
 * names the kinds that come with Splunk, one by one.
 */
const BY_DEFAULT: readonly Exposure[] = [
  ['apps/local', 'GET,POST'],
  ['apps/local/*', 'GET,POST,DELETE'],
  ['authentication/current-context', 'GET'],
  ['authentication/users', 'GET,POST'],
  ['authentication/users/*', 'GET,POST,DELETE'],
  ['authorization/roles', 'GET,POST'],
  ['authorization/roles/*', 'GET,POST,DELETE'],
  ['configs/conf-*', 'GET,POST'],
  ['configs/conf-*/*', 'GET,POST,DELETE'],
  ['data/indexes', 'GET,POST'],
  ['data/indexes/*', 'GET,POST,DELETE'],
  ['data/inputs', 'GET'],
  ...['ad', 'http', 'monitor', 'registry', 'script', 'tcp/cooked', 'tcp/raw', 'udp'].flatMap((kind) => [
    [`data/inputs/${kind}`, 'GET,POST'],
    [`data/inputs/${kind}/*`, 'GET,POST,DELETE'],
  ]),
  ['saved/searches', 'GET,POST'],
  ['saved/searches/*', 'GET,POST,DELETE'],
  ['search/jobs', 'GET,POST'],
  ['search/v2/jobs', 'GET,POST'],
  ['search/v2/jobs/*', 'GET,POST,DELETE'],
  ['server/info', 'GET'],
  ['storage/passwords', 'GET,POST'],
  ['storage/passwords/*', 'GET,POST,DELETE'],
].map(([pattern = '', methods = '']) => exposure(pattern, methods));

const NAMESPACE = /^\/services(?:NS\/[^/]+\/[^/]+)?\//;

/**
 * Whether Splunk Web passes a request on to splunkd: by Splunk's web.conf, and that of the installed app as it is now.
 * Source: web.conf.spec, `[expose:<unique_name>]`.
 *
 * @param path as it is asked for, percent-encoded
 */
export function exposures(appDir: string): (method: string, path: string) => boolean {
  const own = [...readConf(appDir, 'web')]
    .filter(([stanza]) => stanza.startsWith('expose:'))
    .map(([, settings]) => exposure(settings.get('pattern') ?? '', settings.get('methods') ?? 'GET'));
  return (method, path) => {
    const parts = path.replace(NAMESPACE, '').split('/');
    return [...BY_DEFAULT, ...own].some(
      ({ pattern, methods }) => methods.includes(method) && matches(pattern, parts),
    );
  };
}

function exposure(pattern: string, methods: string): Exposure {
  if (/^\/|\/$|\*\*/.test(pattern)) throw new Error(`The pattern ${pattern} of web.conf is not supported.`);
  return { pattern: pattern.split('/'), methods: methods.split(',').map((method) => method.trim()) };
}

/** `*` is one element of a path, or the end of one. */
function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((one, at) =>
      one.endsWith('*') ? (parts[at] ?? '').startsWith(one.slice(0, -1)) : one === parts[at],
    )
  );
}
