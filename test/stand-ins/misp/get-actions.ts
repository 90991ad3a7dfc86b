import { restoreAttribute } from './attributes/attributes-change.ts';
import type { Call } from './call.ts';
import { InternalError } from './search/conditions.ts';
import { failure, json, type Reply } from './replies.ts';

const refusal = (status: number, message: string) => (call: Call) => failure(status, message, call.path);
/** MISP looks for a page that it has for people only. */
const noPage = (): Reply => {
  throw new InternalError('no view for machines');
};

/** What actions that change something answer to a GET, by controller and action; the others refuse it. */
export const BY_GET: Readonly<Record<string, (call: Call) => Reply>> = {
  'attributes/add': describe('value type', 'attributes/add/[event_id]'),
  'attributes/addTag': showForm,
  'attributes/delete': refusal(405, 'This function is only accessible via POST requests.'),
  'attributes/deleteSelected': describe('id', 'attributes/deleteSelected/[event_id]'),
  'attributes/edit': describe('', 'attributes/edit/[attribute_id]'),
  'attributes/editField': refusal(405, 'Invalid input.'),
  'attributes/removeTag': refusal(404, 'Invalid tag.'),
  // The only one that does it.
  'attributes/restore': restoreAttribute,
  'attributes/toggleCorrelation': noPage,
  'attributes/toggleToIDS': refusal(405, 'This function can only be accessed via AJAX.'),
  'events/addTag': showForm,
  'events/alert': noPage,
  'events/delete': noPage,
  'events/edit': describe('', 'events/edit/[event_id]'),
  'events/publish': noPage,
  'events/toggleCorrelation': noPage,
  'events/unpublish': noPage,
  'sightings/add': describe('values', 'sightings/add'),
  'sightings/quickAdd': noPage,
};

/** What may be posted, in fewer words than MISP's. @param mandatory names of members */
function describe(mandatory: string, url: string): (call: Call) => Reply {
  const [controller = '', action = ''] = url.split('/');
  return ({ show }) =>
    show({
      name: `/${controller}/${action} API description`,
      description: 'To be posted.',
      mandatory_fields: mandatory.split(' ').filter(Boolean),
      optional_fields: [],
      url: `/${url}`,
    });
}

/** HTML that says it is JSON. */
function showForm({ path }: Call): Reply {
  const action = path.split('/').slice(0, 4).join('/');
  return { ...json(''), body: `<form action="${action}" method="post"></form>` };
}
