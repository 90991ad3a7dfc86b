import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConf } from '../conf.ts';
import { type Call, type Endpoint, lacking } from './rest-call.ts';
import { list, type NamedContent, notFound, refusal } from './rest-reply.ts';

const REALM = 'SA-misp';

/**
 * storage/passwords. Whoever may read an entry gets it in the clear, also in the answer to a write of it and, after a
 * DELETE, in the list of those that are left, unless `f` leaves it out.
 */
export const secrets: Endpoint = (call) => {
  const { state, method, form } = call;
  const [id] = call.parts;
  const refused = lacking(call, method === 'GET' ? 'list_storage_passwords' : 'admin_all_objects');
  if (refused) return refused;
  // What an ACL hides is not there.
  if (!mayRead(call)) return id === undefined ? list(call.query, []) : notFound(id);
  if (id === undefined) {
    if (method === 'GET') return list(call.query, Object.keys(state.secrets).map(entryOf(call)));
    const [name, password] = [form.get('name') ?? '', form.get('password') ?? ''];
    if (name === '' || password === '') return refusal(400, 'Username and password are required.');
    if (form.get('realm') !== REALM) return refusal(400, 'The stand-in keeps one realm.');
    if (state.secrets[name] !== undefined)
      return refusal(409, `An object with name=credential:${REALM}:${name}: already exists`);
    state.secrets[name] = password;
    return list(call.query, [entryOf(call)(name)], 201);
  }
  const [realm, name = ''] = id.split(':');
  if (realm !== REALM || state.secrets[name] === undefined) return notFound(id);
  if (method === 'DELETE') {
    Reflect.deleteProperty(state.secrets, name);
    return list(call.query, Object.keys(state.secrets).map(entryOf(call)));
  }
  if (method === 'POST') {
    if (form.has('name')) return refusal(400, 'Argument "name" is not supported by this handler.');
    state.secrets[name] = form.get('password') ?? '';
  }
  return list(call.query, [entryOf(call)(name)]);
};

/** By the stanza [passwords] of the installed default.meta. */
function mayRead({ appDir, user: { roles = ['admin'] } }: Call): boolean {
  const meta = parseConf(readFileSync(join(appDir, 'metadata/default.meta'), 'utf8'));
  const access = meta.get('passwords')?.get('access') ?? '';
  const readers = (/read : \[ ([^\]]*) \]/.exec(access)?.[1] ?? '').split(', ');
  return readers.some((one) => one === '*' || roles.includes(one));
}

function entryOf({ state }: Call) {
  return (name: string): NamedContent => [
    `${REALM}:${name}:`,
    {
      realm: REALM,
      username: name,
      password: '********',
      encr_password: '$7$invented',
      clear_password: state.secrets[name],
    },
  ];
}
