import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { PARTNER_ORG } from '../store/records.ts';
import { renderAttribute } from '../render/render.ts';
import { MispStore } from '../store/store.ts';

/** So many rows differ from one another; then they come again, with other ids. */
const KINDS_OF_ROWS = 500;
/** Ids have one width, so that they can be written over one another. */
const FIRST_ID = 1_000_001;
const ID = '4294967';
const UUID = 'ffffffff-ffff-4fff-afff-ffffffffffff';
const HEAD = '{"response": {"Attribute": [';
const TAIL = ']}}\n';

export interface SyntheticOptions {
  /** A free one when absent. */
  readonly port?: number | undefined;
  readonly latencyMs?: number | undefined;
}

/**
 * A MISP of up to nine million attributes that costs next to nothing: a page is a copy of one prepared page with ids
 * and uuids written into it, so that a measurement is of whoever reads it. `limit` and `page` are all that it looks at,
 * and whether `includeContext` is wanted. Of events and sightings it has none.
 */
export async function startSyntheticMisp(
  attributes: number,
  options: SyntheticOptions = {},
): Promise<{ url: string; close(): void }> {
  const kinds = [false, true].map((context) => {
    const rows = prepareRows(context);
    return { rows, prepared: preparePage(rows, 0) };
  });
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url !== '/attributes/restSearch') {
        response
          .writeHead(200, { 'Content-Type': 'application/json', 'X-Result-Count': 0 })
          .end('{"response": []}');
        return;
      }
      const body = JSON.parse(Buffer.concat(parts).toString()) as {
        limit?: number;
        page?: number;
        includeContext?: boolean;
      };
      const { limit = attributes, page = 1, includeContext = false } = body;
      const kind = kinds[Number(includeContext)];
      if (!kind) throw new Error('no such kind of rows');
      const first = (page - 1) * limit;
      const count = Math.max(0, Math.min(limit, attributes - first));
      if (kind.prepared.marks.length < count) kind.prepared = preparePage(kind.rows, count);
      const bytes = pageOf(kind.prepared, first, count);
      const headers = {
        'Content-Type': 'application/json; charset=UTF-8',
        'Content-Length': bytes.length,
        'X-Result-Count': count === 0 || count === limit ? count + 1 : count,
        'X-Export-Module-Used': 'json',
        'X-Response-Format': 'json',
        'X-Skipped-Elements-Count': 0,
      };
      const answer = () => response.writeHead(200, headers).end(bytes);
      if (options.latencyMs) setTimeout(answer, options.latencyMs);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Bytes of a page, and where in them a row's id and uuid stand and the row ends. */
interface PreparedPage {
  readonly bytes: Buffer;
  readonly marks: readonly (readonly [id: number, uuid: number, end: number])[];
}

function preparePage(rows: readonly string[], count: number): PreparedPage {
  const marks: (readonly [number, number, number])[] = [];
  const parts = [HEAD];
  let position = HEAD.length;
  for (let index = 0; index < count; index += 1) {
    const row = rows[index % rows.length] ?? '';
    marks.push([position + row.indexOf(ID), position + row.indexOf(UUID), position + row.length]);
    parts.push(row, ',');
    position += row.length + 1;
  }
  return { bytes: Buffer.from(parts.join(''), 'latin1'), marks };
}

function pageOf({ bytes, marks }: PreparedPage, first: number, count: number): Buffer {
  const end = marks[count - 1]?.[2] ?? HEAD.length;
  const page = Buffer.allocUnsafe(end + TAIL.length);
  bytes.copy(page, 0, 0, end);
  page.write(TAIL, end, 'latin1');
  for (let index = 0; index < count; index += 1) {
    const [id, uuid] = marks[index] ?? [0, 0];
    const number = FIRST_ID + first + index;
    page.write(String(number), id, 'latin1');
    // The last seven digits of the uuid.
    page.write(String(number), uuid + UUID.length - ID.length, 'latin1');
  }
  return page;
}

/** Rows as MISP sends them, ASCII throughout. */
function prepareRows(context: boolean): string[] {
  const store = new MispStore();
  for (let index = 0; index < KINDS_OF_ROWS; index += 1) {
    const timestamp = 1_795_000_000 + index;
    const event = store.addEvent({
      info: `Event ${index} of a large MISP`,
      timestamp,
      tags: ['tlp:green'],
      orgc: PARTNER_ORG,
    });
    const kinds = [
      { type: 'ip-dst', value: `198.51.100.${index % 250}` },
      { type: 'domain', value: `host${index}.example`, comment: 'seen in spam' },
      { type: 'url', value: `http://host${index}.example/path?x=${index}` },
      { type: 'sha256', value: index.toString(16).padStart(64, 'a'), category: 'Payload delivery' },
      {
        type: 'filename|md5',
        value: `file ${index}.exe|${index.toString(16).padStart(32, 'b')}`,
        category: 'Payload delivery',
      },
    ];
    store.addAttribute(event, kinds[index % kinds.length] ?? { type: 'text', value: 'x' });
  }
  const view = {
    eventTags: !context,
    eventUuid: true,
    sightings: true,
    decayScore: false,
    context,
    attachments: false,
    warnings: false,
  };
  return store.attributes.map((attribute) =>
    JSON.stringify(
      renderAttribute({ ...attribute, id: ID, uuid: UUID }, store, { ...view, viewer: store.org, now: 0 }),
    ),
  );
}

/* As a program: `synthetic.ts ATTRIBUTES [MILLISECONDS]` prints its URL and runs until its input ends; a page takes so long. */
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { url } = await startSyntheticMisp(Number(process.argv[2]), {
    latencyMs: Number(process.argv[3] ?? 0),
  });
  process.stdout.write(`${url}\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}
