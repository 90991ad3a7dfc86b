import { collectionIn, find, hasCollection, type KvCollection, type KvDocument, save } from './kv-store.ts';

export interface KvRequest {
  readonly method: string;
  /** `<collection>`, or `<collection>/<key>`, as in the URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface KvReply {
  readonly status: number;
  /** Sent as JSON; nothing when undefined. */
  readonly body: unknown;
}

/** limits.conf: max_rows_per_query and max_documents_per_batch_save. */
const MAX_ROWS = 50_000;
const MAX_BATCH = 1000;

/** What splunkd answers under storage/collections/data. Documents are nobody's, as those of an app are. */
export function answerKv(
  collections: Record<string, KvCollection>,
  appDir: string,
  request: KvRequest,
): KvReply {
  const [name = '', key, more] = request.path.split('/').map(decodeURIComponent);
  if (more !== undefined || !hasCollection(appDir, name)) return refusal(404, 'Could not find object.');
  const collection = collectionIn(collections, name);
  try {
    if (request.method === 'GET' && key === undefined) return list(collection, request.query);
    if (request.method === 'DELETE') return remove(collection, key, request.query);
    if (request.method === 'POST' && key === 'batch_save') return saveAll(collection, request.body);
    return refusal(405, 'Method Not Allowed');
  } catch (error) {
    return refusal(400, (error as Error).message);
  }
}

function list(collection: KvCollection, query: URLSearchParams): KvReply {
  const unknown = [...query.keys()].find((name) => !GET_PARAMETERS.includes(name));
  if (unknown !== undefined) throw new Error(`The parameter ${unknown} is not supported.`);
  const found = find(collection, conditionOf(query));
  const skip = wholeNumber(query, 'skip');
  const limit = Math.min(wholeNumber(query, 'limit') || MAX_ROWS, MAX_ROWS);
  const documents = sorted(found, query.get('sort')).slice(skip, skip + limit);
  const names = query.get('fields')?.split(',');
  return { status: 200, body: documents.map((document) => shown(document, names)) };
}

function shown(document: KvDocument, names: readonly string[] | undefined): KvDocument {
  if (!names) return { ...document, _user: 'nobody' };
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => name === '_key' || names.includes(name)),
  );
}

/** By one field, numbers or texts, ascending. */
function sorted(documents: readonly KvDocument[], field: string | null): readonly KvDocument[] {
  if (field === null) return documents;
  if (!/^\w+$/.test(field)) throw new Error(`sort=${field} is not supported.`);
  const valueOf = (document: KvDocument) => document[field] as string | number;
  return documents.toSorted((a, b) => (valueOf(a) < valueOf(b) ? -1 : Number(valueOf(a) > valueOf(b))));
}

const GET_PARAMETERS = ['sort', 'query', 'limit', 'skip', 'fields', 'output_mode'];

function remove(collection: KvCollection, key: string | undefined, query: URLSearchParams): KvReply {
  if (key !== undefined) {
    return collection.delete(key) ? { status: 200, body: undefined } : refusal(404, 'Could not find object.');
  }
  for (const { _key } of find(collection, conditionOf(query))) collection.delete(String(_key));
  return { status: 200, body: undefined };
}

function saveAll(collection: KvCollection, body: string): KvReply {
  const documents: unknown = JSON.parse(body);
  if (!Array.isArray(documents))
    throw new Error('JSON in the request is invalid: batch_save takes an array.');
  if (documents.length > MAX_BATCH) {
    throw new Error(
      `Request exceeds API limits - see limits.conf for details. (Batch save size=${documents.length} too large)`,
    );
  }
  return { status: 200, body: documents.map((document) => save(collection, document as KvDocument)) };
}

function conditionOf(query: URLSearchParams): KvDocument {
  return JSON.parse(query.get('query') ?? '{}') as KvDocument;
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '0';
  if (!/^\d+$/.test(text)) throw new Error(`${name} is a whole number, not "${text}".`);
  return Number(text);
}

function refusal(status: number, text: string): KvReply {
  return { status, body: { messages: [{ type: 'ERROR', text }] } };
}
