import { defineCommand } from '../protocol/command.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  OptionError,
  textOption,
  type Values,
} from '../protocol/options.ts';
import { tableOf } from '../protocol/table.ts';
import { parseJsonObject } from './attribute-options.ts';
import type { Services } from './services.ts';

const options = {
  misp_instance: textOption({
    required: true,
    hint: '<instance>',
    text: 'MISP instance of misp_instances.conf.',
  }),
  method: choiceOption({
    values: ['get', 'post', 'put', 'delete'],
    default: 'get',
    text: 'HTTP method; all but get need the capability misp_write.',
  }),
  target: textOption(
    {
      hint: '</path>',
      default: '/servers/serverSettings',
      text: "Path of MISP's REST API.",
    },
    parseTarget,
  ),
  json_request: textOption(
    { hint: '<JSON object>', text: 'The body or, of get, the parameters of the query.' },
    parseJsonObject,
  ),
  all_pages: booleanOption({
    default: false,
    text: 'Of a list, page after page with page_size elements each, a result a page.',
  }),
  page_size: integerOption({ min: 1, max: 5000, default: 500, text: 'Elements of a page, with all_pages.' }),
};

/** A page that is no list cannot be followed by another. */
class NoListError extends Error {
  override readonly name = 'NoListError';
}

/** A list that never ends is none. */
const MAX_PAGES = 10_000;

export const misprest = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'misprest',
  summary: "Calls MISP's REST API.",
  description:
    "Sends one request to MISP's REST API and gives its whole answer as the _raw of one result. With all_pages=true lists are read page by page, by the parameters page and limit.",
  options,
  isRisky: true,
  examples: [
    {
      search: '| misprest misp_instance=misp_covid target=/servers/getVersion',
      text: "MISP's version.",
    },
    {
      search: '| misprest misp_instance=misp_covid target=/events/index all_pages=true | spath',
      text: 'The index of all events.',
    },
    {
      search:
        '| misprest misp_instance=misp_covid method=post target=/tags/attachTagToObject json_request="{\\"uuid\\": \\"5f6c…\\", \\"tag\\": \\"tlp:amber\\"}"',
      text: 'A tag for an event or attribute; for users with the capability misp_write.',
    },
  ],
  async *generate(values, context) {
    if (values.method !== 'get') await (await context.services.access(context.info)).mustWrite();
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ MispClient }, instances] = await Promise.all([
      import('../misp/client.ts'),
      context.services.instances(context.info),
    ]);
    const { connection } = await instances.only(values.misp_instance);
    const client = new MispClient(connection);
    const metadata = {
      host: new URL(connection.url).hostname,
      source: `misp://${connection.name}`,
      sourcetype: 'misp:rest',
    };
    try {
      for await (const body of answersOf(values, (request) => client.call(request, context.signal))) {
        yield tableOf([
          {
            _time: String(Math.floor(context.services.now() / 1000)),
            ...metadata,
            _raw: JSON.stringify(body),
          },
        ]);
      }
    } finally {
      client.close();
    }
  },
});

type Given = Values<typeof options>;
type Call = (request: {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly isWrite: boolean;
}) => Promise<{ readonly body: unknown }>;

async function* answersOf(values: Given, call: Call): AsyncGenerator {
  const { all_pages, page_size: limit } = values;
  if (!all_pages) {
    yield (await call(requestOf(values, {}))).body;
    return;
  }
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { body } = await call(requestOf(values, { page, limit }));
    const list = listIn(body);
    if (!list) throw new NoListError(`${values.target} answers no list: leave all_pages out.`);
    if (list.length === 0) return;
    yield body;
    if (list.length < limit) return;
  }
}

/** MISP takes parameters of a GET as `name:value` in the path, and lists know page and limit there. */
function requestOf({ method, target, json_request }: Given, extent: Readonly<Record<string, number>>) {
  if (method === 'get') {
    const pages = Object.entries(extent).map(([name, value]) => `/${name}:${value}`);
    const parameters = new URLSearchParams(
      Object.entries(json_request ?? {}).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ).toString();
    const path = `${target}${pages.join('')}`;
    return {
      method: 'GET' as const,
      path: parameters === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${parameters}`,
      isWrite: false,
    };
  }
  return {
    method: method.toUpperCase() as 'POST' | 'PUT' | 'DELETE',
    path: target,
    body: { ...json_request, ...extent },
    isWrite: true,
  };
}

/** The list that an answer is, or has as its only member. */
function listIn(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body as unknown[];
  const members: unknown[] = Object.values(body ?? {});
  return typeof body === 'object' && members.length === 1 ? listIn(members[0]) : undefined;
}

function parseTarget(text: string): string {
  if (/^\/(?!\/)[\w\-.~:/?[\]@!$&'()*+,;=%]*$/.test(text) && !text.includes('..')) return text;
  throw new OptionError('is a path that begins with /, without spaces and #, like /events/view/34');
}
