import { metadataOf } from '../../indicators/metadata.ts';
import { readRestPath } from '../../misp/query/rest-path.ts';
import { defineCommand } from '../../protocol/command.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  OptionError,
  textOption,
} from '../../protocol/options.ts';
import { tableOf } from '../../protocol/table.ts';
import type { Access } from '../../splunkd/access.ts';
import { parseJsonObject } from '../shared/attribute-options.ts';
import { oneInstance } from '../shared/instance-options.ts';
import { withoutCredentials } from './credentials.ts';
import type { RestRequest } from './filters.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: oneInstance,
  method: choiceOption({
    values: ['get', 'post', 'put', 'delete'],
    default: 'get',
    text: 'HTTP method. All methods but get require the capability misp_write, and so does get of an action that may change something.',
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
    { hint: '<JSON object>', text: 'The body or, for get, the query parameters.' },
    parseJsonObject,
  ),
  all_pages: booleanOption({
    default: false,
    text: 'Read a list page by page, with page_size elements each, and return one result for each page.',
  }),
  page_size: integerOption({ min: 1, max: 5000, default: 500, text: 'Elements per page, with all_pages.' }),
};

export const misprest = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'misprest',
  summary: "Calls MISP's REST API.",
  description:
    "Sends one request to MISP's REST API and returns the whole response as the _raw of one result. With all_pages=true, lists are read page by page with the parameters page and limit.",
  options,
  isRisky: true,
  examples: [
    {
      search: '| misprest misp_instance=misp target=/servers/getVersion',
      text: "MISP's version.",
    },
    {
      search: '| misprest misp_instance=misp target=/events/index all_pages=true | spath',
      text: 'The index of all events.',
    },
    {
      search:
        '| misprest misp_instance=misp method=post target=/tags/attachTagToObject json_request="{\\"uuid\\": \\"5f6c…\\", \\"tag\\": \\"tlp:amber\\"}"',
      text: 'A tag for an event or attribute; for users with the capability misp_write.',
    },
  ],
  async *generate(values, context) {
    await requireCapability(values, await context.services.access(context.info));
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ searchClient }, { reportClientWarnings }, { responseBody, pagesOf }, instances] =
      await Promise.all([
        import('../shared/search-client.ts'),
        import('../shared/client-warnings.ts'),
        import('./responses.ts'),
        context.services.instances(context.info),
      ]);
    const { connection } = await instances.getOnly(values.misp_instance);
    const client = searchClient(context.info, connection);
    const metadata = metadataOf(connection.name, connection.url, 'misp:rest');
    const call: Parameters<typeof responseBody>[1] = (request) => client.call(request, context.signal);
    const tableWith = (body: unknown) =>
      tableOf([
        {
          _time: String(Math.floor(context.services.now() / 1000)),
          ...metadata,
          _raw: withoutCredentials(JSON.stringify(body)),
        },
      ]);
    try {
      if (!values.all_pages) yield tableWith(await responseBody(values, call));
      else for await (const body of pagesOf(values, values.page_size, call)) yield tableWith(body);
      reportClientWarnings(client, context);
    } finally {
      client.close();
    }
  },
});

/** @throws MissingCapabilityError if the request may change something and the user lacks the capability misp_write */
async function requireCapability(
  { method, target }: Pick<RestRequest, 'method' | 'target'>,
  access: Access,
): Promise<void> {
  if (method !== 'get') return access.assertMayWrite();
  const path = readRestPath(target);
  if (path?.isReadAction === true) return;
  await access.assertMayWrite(
    `misprest sends GET ${path?.action ?? target} only with the capability misp_write: it is not among the actions of MISP that are known to change nothing.`,
  );
}

/** Parses a path as MISP's router does. The result is sent as it is, so MISP cannot read it differently. */
function parseTarget(text: string): string {
  const path = readRestPath(text);
  if (path) return path.target;
  throw new OptionError(
    'must be a path of a controller and an action of MISP, like /events/view/34, without spaces, #, empty parts, the parts . and .., and encoded slashes',
  );
}
