import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SyntheticEventsOptions {
  readonly events: number;
  /** Of each event. */
  readonly attributes: number;
}

/**
 * A MISP of events as large as one likes: events/restSearch, as metadata and whole, and nothing else. An event is written
 * in pieces, so that the server holds none.
 */
export async function startSyntheticEvents({
  events,
  attributes,
}: SyntheticEventsOptions): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString() || '{}') as {
        metadata?: boolean;
        eventid?: readonly string[];
        page?: number;
        limit?: number;
      };
      const all = Array.from({ length: events }, (_, index) => String(index + 1));
      const headers = { 'Content-Type': 'application/json', 'X-Result-Count': String(events) };
      if (request.url !== '/events/restSearch') {
        response.writeHead(200, headers).end('{"version": "2.5.1"}');
      } else if (body.metadata === true) {
        const { page = 1, limit = events } = body;
        const shown = all.slice((page - 1) * limit, page * limit);
        const list = shown.map((id) => `{"Event":${headOf(id, attributes)}}}`).join(',');
        response.writeHead(200, headers).end(`{"response": [${list}]}`);
      } else {
        const ids = body.eventid ?? all;
        let length = 0;
        for (const piece of piecesOf(ids, attributes)) length += piece.length;
        response.writeHead(200, { ...headers, 'Content-Length': length });
        for (const piece of piecesOf(ids, attributes)) response.write(piece);
        response.end();
      }
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

/** ASCII, so that a letter is a byte. */
function* piecesOf(ids: readonly string[], attributes: number): Generator<string> {
  yield '{"response": [';
  for (const [index, id] of ids.entries()) {
    yield `${index > 0 ? ',' : ''}{"Event":${headOf(id, attributes)},"Attribute":[`;
    for (let start = 0; start < attributes; start += 1000) {
      const rows = Array.from({ length: Math.min(1000, attributes - start) }, (_, row) =>
        attributeOf(id, (Number(id) - 1) * attributes + start + row + 1),
      );
      yield `${start > 0 ? ',' : ''}${rows.join(',')}`;
    }
    yield '],"Object":[],"Tag":[{"name":"tlp:green"}]}}';
  }
  yield ']}';
}

/** Without the brace that closes it. */
function headOf(id: string, attributes: number): string {
  const uuid = `00000000-0000-4000-8000-${id.padStart(12, '0')}`;
  return `{"id":"${id}","uuid":"${uuid}","info":"Event ${id} of many attributes","date":"2026-11-20","published":true,"timestamp":"1795000000","publish_timestamp":"1795000000","threat_level_id":"2","analysis":"2","org_id":"1","orgc_id":"1","distribution":"3","sharing_group_id":"0","attribute_count":"${attributes}","Org":{"id":"1","name":"EXAMPLE-CSIRT"},"Orgc":{"id":"1","name":"EXAMPLE-CSIRT"}`;
}

function attributeOf(event: string, id: number): string {
  const uuid = `10000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
  return `{"id":"${id}","type":"url","category":"Network activity","to_ids":true,"uuid":"${uuid}","event_id":"${event}","distribution":"5","timestamp":"1795000000","comment":"seen in spam","sharing_group_id":"0","deleted":false,"disable_correlation":false,"object_id":"0","object_relation":null,"first_seen":null,"last_seen":null,"value":"http:\\/\\/host${id}.example\\/path?x=${id}","Galaxy":[],"ShadowAttribute":[]}`;
}

/* As a program: `synthetic-events.ts EVENTS ATTRIBUTES` prints its URL and runs until its input ends. */
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [events = 1, attributes = 1] = process.argv.slice(2).map(Number);
  const { url } = await startSyntheticEvents({ events, attributes });
  process.stdout.write(`${url}\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}
