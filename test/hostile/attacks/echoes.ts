/** What a server that echoes answers; `secret` is what it was sent, perhaps encoded. */
export interface Echo {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The words of the status line. */
  readonly reason?: string;
  readonly body: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

const error = (status: number, message: string): Echo => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify({ name: message, message, url: '/attributes/restSearch' }),
});

/** An attribute that holds the text wherever a text can be. */
function attribute(text: string) {
  const uuid = '0a000000-0000-4000-8000-000000000001';
  const Tag = [{ id: '1', name: text, colour: '#ffffff' }];
  const Event = {
    id: '1',
    uuid,
    info: text,
    orgc_id: '1',
    org_id: '1',
    distribution: '0',
    publish_timestamp: '1790000000',
  };
  return {
    id: '1',
    uuid,
    event_id: '1',
    object_id: '0',
    type: 'text',
    category: text,
    value: text,
    comment: text,
    timestamp: '1790000000',
    to_ids: true,
    deleted: false,
    distribution: '0',
    Tag,
    Event,
    [text]: text,
  };
}

function found(path: string, text: string): unknown {
  if (path === '/nothing') return { response: [] };
  const one = attribute(text);
  const { Event } = one;
  const event = {
    ...Event,
    published: true,
    timestamp: '1790000000',
    date: '2026-11-24',
    Attribute: [one],
    Tag: one.Tag,
    Object: [],
    Orgc: { id: '1', name: text, uuid: Event.uuid },
  };
  if (path.startsWith('/attributes/restSearch')) return { response: { Attribute: [one] } };
  if (path.startsWith('/events/restSearch')) return { response: [{ Event: event }] };
  if (path.startsWith('/attributes/')) return { Attribute: one };
  if (path.startsWith('/events/')) return { Event: event };
  if (path.startsWith('/sightings/'))
    return {
      response: [
        {
          Sighting: {
            id: '1',
            attribute_id: '1',
            event_id: '1',
            date_sighting: '1790000000',
            type: '0',
            source: text,
            uuid: Event.uuid,
          },
        },
      ],
    };
  return {
    version: text,
    message: text,
    User: { email: text, authkey: text },
    Organisation: { name: text },
    Role: { name: text, [`perm_${text}`]: true },
    Warninglists: [],
  };
}

/** Every place of an answer: status, reason, headers, and each kind of body. */
export const ECHOES: Readonly<Record<string, (secret: string, path: string) => Echo>> = {
  'rows and all of their texts': (secret, path) => ({
    status: 200,
    headers: JSON_TYPE,
    body: JSON.stringify(found(path, secret)),
  }),
  'rows, escaped': (secret, path) => ({
    status: 200,
    headers: JSON_TYPE,
    body: JSON.stringify(found(path, secret)).replaceAll(secret, unicode(secret)),
  }),
  '200, a web page': (secret) => ({
    status: 200,
    headers: { 'Content-Type': 'text/html' },
    body: `<html>${secret}</html>`,
  }),
  '200, no rows': (secret) => error(200, secret),
  '200, cut short': (secret) => ({ status: 200, headers: JSON_TYPE, body: `{"message":"${secret}` }),
  '302, in Location': (secret) => ({
    status: 302,
    headers: { Location: `https://x.example/${secret}/${secret}?${secret}` },
    body: secret,
  }),
  '302, in a host name': (secret) => ({
    status: 302,
    headers: { Location: `https://${secret}.example/` },
    body: '',
  }),
  '400': (secret) => error(400, `Invalid attribute ${secret}`),
  '401': (secret) => error(401, `Authentication failed for ${secret}`),
  '403, about the key': (secret) => error(403, `Authentication failed. ${secret} is no auth key`),
  '403, about a right': (secret) => error(403, `You do not have permission, ${secret}`),
  '403, with errors': (secret) => ({
    status: 403,
    headers: JSON_TYPE,
    body: JSON.stringify({
      saved: false,
      name: 'Could not add',
      message: 'Could not add',
      errors: { [secret]: [secret] },
    }),
  }),
  '403, from a proxy': (secret) => ({
    status: 403,
    headers: { 'Content-Type': 'text/html' },
    reason: secret,
    body: secret,
  }),
  '404': (secret) => error(404, `Not found: ${secret}`),
  '405': (secret) => error(405, secret),
  '407': (secret) => error(407, secret),
  '429, in words and headers': (secret) => ({
    ...error(429, secret),
    headers: { ...JSON_TYPE, 'Retry-After': secret, 'X-Rate-Limit-Reset': secret },
  }),
  '500': (secret) => error(500, `Trace: header ${secret}`),
  '500, a trace': (secret) => ({
    status: 500,
    headers: { 'Content-Type': 'text/plain' },
    reason: secret,
    body: `#0 Authorization: ${secret}`,
  }),
  '503': (secret) => error(503, secret),
  'headers of success': (secret, path) => ({
    status: 200,
    headers: {
      ...JSON_TYPE,
      'X-Auth-Key-Expiration': secret,
      'X-Result-Count': secret,
      Date: secret,
      'X-Skipped-Elements-Count': secret,
    },
    body: JSON.stringify(found(path, 'harmless')),
  }),
  'no HTTP at all': (secret) => ({ status: 0, body: `${secret} ${secret}\r\n\r\n` }),
};

/** How a server spells what it was sent. */
export const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 within a header': (secret) => Buffer.from(`Authorization: ${secret}\r\n`).toString('base64'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
};

function unicode(text: string): string {
  return Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
