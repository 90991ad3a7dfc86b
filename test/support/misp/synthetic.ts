import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderAttribute } from './render.ts';
import { MispStore } from './store.ts';

/** Rows of a page are made from so many prepared ones, with their ids put in. */
const TEMPLATES = 500;
const ID = '4294967295';
const UUID = 'ffffffff-ffff-4fff-afff-ffffffffffff';

/**
 * A MISP of any size that costs next to nothing: pages are put together from prepared JSON, so that a measurement is
 * of whoever reads them. `limit` and `page` are all that it looks at.
 */
export async function startSyntheticMisp(attributes: number): Promise<{ url: string; close(): void }> {
  const templates = prepare();
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { limit = attributes, page = 1 } = JSON.parse(Buffer.concat(parts).toString()) as { limit?: number; page?: number };
      const first = (page - 1) * limit;
      const count = Math.max(0, Math.min(limit, attributes - first));
      const body = Buffer.from(pageOf(templates, first, count));
      response.writeHead(200, {
        'Content-Type': 'application/json; charset=UTF-8',
        'Content-Length': body.length,
        'X-Result-Count': count === limit ? count + 1 : Math.max(1, count),
        'X-Skipped-Elements-Count': 0,
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pageOf(templates: readonly (readonly [string, string, string])[], first: number, count: number): string {
  let rows = '';
  for (let index = first; index < first + count; index += 1) {
    const [start, middle, end] = templates[index % TEMPLATES] ?? ['', '', ''];
    const uuid = `00000000-0000-4000-a000-${index.toString(16).padStart(12, '0')}`;
    rows += `${rows === '' ? '' : ','}${start}${index + 1}${middle}${uuid}${end}`;
  }
  return `{"response": {"Attribute": [${rows}]}}`;
}

/** Rows as MISP sends them, cut where their id and uuid stand. */
function prepare(): (readonly [string, string, string])[] {
  const store = new MispStore();
  for (let index = 0; index < TEMPLATES; index += 1) {
    const event = store.addEvent({ info: `Event ${index} of a large MISP`, timestamp: 1_795_000_000 + index, tags: ['tlp:green'] });
    const kinds = [
      { type: 'ip-dst', value: `198.51.100.${index % 250}` },
      { type: 'domain', value: `host${index}.example`, comment: 'seen in spam' },
      { type: 'url', value: `http://host${index}.example/path?x=${index}` },
      { type: 'sha256', value: index.toString(16).padStart(64, 'a'), category: 'Payload delivery' },
      { type: 'filename|md5', value: `file ${index}.exe|${index.toString(16).padStart(32, 'b')}`, category: 'Payload delivery' },
    ];
    store.addAttribute(event, kinds[index % kinds.length] ?? { type: 'text', value: 'x' });
  }
  const includes = { eventTags: true, eventUuid: true, sightings: true, decayScore: false, context: false };
  return store.attributes.map((attribute) => {
    const json = JSON.stringify(renderAttribute({ ...attribute, id: ID, uuid: UUID }, includes));
    const [start = '', rest = ''] = json.split(ID);
    const [middle = '', end = ''] = rest.split(UUID);
    return [start, middle, end] as const;
  });
}

/* As a program: `synthetic.ts ATTRIBUTES` prints its URL and runs until its input ends. */
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { url } = await startSyntheticMisp(Number(process.argv[2]));
  process.stdout.write(`${url}\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}
