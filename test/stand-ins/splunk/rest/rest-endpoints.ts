import { isTrue, readConf } from '../conf.ts';
import { answerKv } from './kv-rest.ts';
import { type Call, type Endpoint, lacking } from './rest-call.ts';
import { jobs } from './rest-jobs.ts';
import { confOfApp, inputs, instances, roles, savedSearches } from './rest-kinds.ts';
import { list, notFound, refusal, type Reply } from './rest-reply.ts';
import { secrets } from './rest-secrets.ts';
import { stanzasEndpoint } from './rest-stanzas.ts';

/** What the app, its page and its programs ask of splunkd: path to endpoint. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'authentication/current-context': ({ query, user }) =>
    list(query, [['context', { username: user.username, capabilities: user.capabilities }]]),
  'authentication/users': readOnly(({ state }) => state.users),
  'authorization/roles': rolesEndpoint,
  'apps/local': appsEndpoint,
  'configs/conf-datamodels': readOnly(({ state }) =>
    Object.fromEntries(
      Object.entries(state.dataModels).map(([name, acceleration]) => [name, { acceleration }]),
    ),
  ),
  'configs/conf-macros': stanzasEndpoint(confOfApp('macros')),
  'configs/conf-misp_instances': stanzasEndpoint(instances),
  'configs/conf-web': readOnly(({ appDir }) =>
    Object.fromEntries(
      [...readConf(appDir, 'web')].map(([name, stanza]) => [name, Object.fromEntries(stanza)]),
    ),
  ),
  'data/indexes': indexesEndpoint,
  'data/inputs/misp': stanzasEndpoint(inputs),
  'server/info': ({ query, state }) =>
    list(query, [
      [
        'server-info',
        {
          server_roles: state.serverRoles ?? ['indexer', 'license_manager', 'kv_store'],
          startup_time: state.startupTime ?? 1_790_000_000,
        },
      ],
    ]),
  'saved/searches': stanzasEndpoint(savedSearches),
  'storage/collections/data': ({ state, appDir, method, parts, query, body }) =>
    answerKv(state.collections, appDir, {
      method,
      path: parts.map(encodeURIComponent).join('/'),
      query,
      body,
    }),
  'storage/passwords': secrets,
  'search/v2/jobs': jobs,
};

function readOnly(entriesOf: (call: Call) => Readonly<Record<string, object>>): Endpoint {
  return (call) => {
    if (call.method !== 'GET') return refusal(405, 'Method Not Allowed');
    const entries = Object.entries(entriesOf(call)).map(([name, content]) => [name, { ...content }] as const);
    const [name] = call.parts;
    if (name === undefined) return list(call.query, entries);
    const found = entries.filter(([one]) => one === name);
    return found.length === 0 ? notFound(name) : list(call.query, found);
  };
}

/** Indexes are created and deleted with a capability of their own. */
function indexesEndpoint(call: Call): Reply | Promise<Reply> {
  const [name] = call.parts;
  const { state, form } = call;
  if (call.method !== 'GET') {
    const refused = lacking(call, 'indexes_edit');
    if (refused) return refused;
  }
  if (call.method === 'POST' && name === undefined) {
    const created = form.get('name') ?? '';
    if (!/^[a-z0-9_][a-z0-9_-]*$/.test(created))
      return refusal(400, `Index name "${created}" is not valid: lower-case letters, digits, _ and -.`);
    if (state.indexes.includes(created)) return refusal(409, `Index "${created}" already exists.`);
    state.indexes.push(created);
    return list(call.query, [[created, {}]], 201);
  }
  if (call.method === 'DELETE' && name !== undefined && state.indexes.includes(name)) {
    state.indexes.splice(state.indexes.indexOf(name), 1);
    return list(call.query, []);
  }
  return readOnly(() => Object.fromEntries(state.indexes.map((one) => [one, {}])))(call);
}

const APP = 'SA-misp';

/** Of the app itself it can be said that it is set up, which app.conf then says. */
function appsEndpoint(call: Call): Reply | Promise<Reply> {
  const [name] = call.parts;
  if (call.method === 'POST' && name === APP) {
    const refused = lacking(call, 'admin_all_objects');
    if (refused) return refused;
    confOfApp('app').write(call, 'install', { is_configured: call.form.get('configured') ?? '0' });
  }
  const configured = isTrue(readConf(call.appDir, 'app').get('install')?.get('is_configured'));
  const others = Object.fromEntries(call.state.apps.map((one) => [one, {}]));
  const entries = readOnly(() => ({ [APP]: { configured }, ...others }));
  return entries({ ...call, method: call.method === 'POST' && name === APP ? 'GET' : call.method });
}

/** A role takes other capabilities only by importing roles: that is all that is written here. */
function rolesEndpoint(call: Call): Reply | Promise<Reply> {
  if (call.method === 'GET') return stanzasEndpoint(roles)(call);
  const refused = lacking(call, 'edit_roles');
  if (refused) return refused;
  const [name = ''] = call.parts;
  const role = call.state.roles[name];
  if (!role) return notFound(name);
  const imported = call.form.getAll('imported_roles').filter((one) => one !== '');
  const unknown = imported.find((one) => call.state.roles[one] === undefined);
  if (unknown !== undefined)
    return refusal(400, `In handler 'roles': Role '${unknown}' does not exist, cannot be imported.`);
  if (call.form.has('imported_roles')) call.state.roles[name] = { ...role, imported_roles: imported };
  return list(call.query, [[name, roles.show(call, name)]]);
}
