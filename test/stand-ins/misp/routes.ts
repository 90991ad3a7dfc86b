import { may } from './accounts.ts';
import { addAttributes } from './attributes/attributes-add.ts';
import { deleteAttribute, editAttribute, restoreAttribute } from './attributes/attributes-change.ts';
import { describeTypesPage } from './attributes/attribute-types.ts';
import { viewAttribute } from './attributes/attributes-view.ts';
import { type Call, callOf, type CallOptions, partsOf } from './call.ts';
import { attributeStatistics, indexOrganisations, indexSharingGroups } from './pages/communities.ts';
import { InternalError } from './search/conditions.ts';
import { BY_GET } from './get-actions.ts';
import { indexModels, viewModel } from './pages/decaying-models.ts';
import { addEvent } from './events/events-add.ts';
import { deleteEvent, editEvent, publishEvent, unpublishEvent } from './events/events-change.ts';
import { indexEvents } from './events/events-index.ts';
import { addTagToEvent } from './events/events-tag.ts';
import { searchEvents } from './events/events-search.ts';
import { viewEvent } from './events/events-view.ts';
import { searchObjects } from './events/objects-search.ts';
import { failure, json, type Reply } from './replies.ts';
import type { Incoming } from './request-body.ts';
import { restSearch } from './search/rest-search.ts';
import { addSightings } from './sightings/sightings-add.ts';
import { indexSightings, listSightings } from './sightings/sightings-list.ts';
import { searchSightings } from './sightings/sightings-search.ts';
import { attachTags, removeTag } from './pages/tags-attach.ts';
import { indexTags, searchTags } from './pages/tags-pages.ts';
import { pyMispVersionPage, userPage, versionPage, viewRole } from './pages/user-pages.ts';
import { checkValues, indexWarninglists, viewWarninglist } from './pages/warninglists-pages.ts';
import { malformed, withParameters } from './with-parameters.ts';

type Answer = (call: Call) => Reply;

/** What anybody with a key may ask, by controller and action. */
const READS: Readonly<Record<string, Answer>> = {
  'attributes/attributeStatistics': attributeStatistics,
  'attributes/describeTypes': ({ show }) => show(describeTypesPage()),
  'attributes/restSearch': withParameters((body, call) => restSearch(call.store, body, call)),
  'attributes/view': viewAttribute,
  'decayingModel/index': indexModels,
  'decayingModel/view': viewModel,
  'events/index': indexEvents,
  'events/restSearch': withParameters(searchEvents),
  'events/view': viewEvent,
  'feeds/index': ({ show }) => show([]),
  'objects/restSearch': withParameters(searchObjects),
  'organisations/index': indexOrganisations,
  'roles/view': viewRole,
  'sharing_groups/index': indexSharingGroups,
  'sightings/index': indexSightings,
  'sightings/listSightings': listSightings,
  'sightings/restSearch': withParameters(searchSightings),
  'servers/getVersion': (call) => call.show(versionPage(call.account)),
  'servers/getPyMISPVersion': () => json(pyMispVersionPage()),
  'tags/index': indexTags,
  'tags/search': searchTags,
  'users/view': ({ account, viewer, now, show }) => show(userPage(account, viewer, now)),
  'warninglists/checkValue': checkValues,
  'warninglists/index': indexWarninglists,
  'warninglists/view': viewWarninglist,
};

/** What needs a permission of the role, whose name follows. */
const WRITES: Readonly<Record<string, readonly [permission: string, answer: Answer]>> = {
  'attributes/add': ['add', addAttributes],
  'attributes/delete': ['modify', deleteAttribute],
  'attributes/edit': ['modify', editAttribute],
  'attributes/restore': ['add', restoreAttribute],
  'events/add': ['add', addEvent],
  'events/addTag': ['tagger', addTagToEvent],
  'events/delete': ['modify', deleteEvent],
  'events/edit': ['modify', editEvent],
  'events/publish': ['publish', publishEvent],
  'events/unpublish': ['publish', unpublishEvent],
  'sightings/add': ['sighting', addSightings],
  'tags/attachTagToObject': ['tagger', attachTags],
  'tags/removeTagFromObject': ['tagger', removeTag],
};

const NO_PERMISSION = 'You do not have permission to use this functionality.';
const ONLY_POST = 'This method is only accessible via POST requests.';
/** What MISP has, whether or not it is here: an unknown action of these is one that the user may not use. */
const CONTROLLERS = (
  'admin attributes decayingModel events feeds galaxies noticelists objects organisations roles servers sharing_groups ' +
  'sightings tags taxonomies users warninglists'
).split(' ');
/** What these users may ask a MISP, but not this one. */
const ABSENT = [
  ...[
    'attributes/text',
    'events/csv',
    'events/attachTag',
    'galaxies/index',
    'noticelists/index',
    'objects/add',
  ],
  ...['tags/add', 'taxonomies/index', 'taxonomies/view', 'users/statistics'],
];

export function isRestSearch(path: string): boolean {
  return /^\/attributes\/restSearch([./?]|$)/.test(path);
}

/** The answer to a request of somebody who may ask. */
export function route(request: Incoming, options: CallOptions): Reply {
  const { path } = request;
  const [controller = '', action = 'index'] = partsOf(path);
  const name = `${controller}/${action}`;
  const [permission, write] = WRITES[name] ?? [];
  const isGet = request.method === 'GET';
  const byGet = isGet ? BY_GET[name] : undefined;
  const answer = READS[name] ?? byGet ?? write;
  if (!answer) return missing(path, controller, name);
  if (permission !== undefined && !may(options.account, permission)) return failure(403, NO_PERMISSION, path);
  if (permission !== undefined && isGet && !byGet) return failure(405, ONLY_POST, path);
  const call = callOf(request, options);
  if (isMalformed(call)) return malformed(path);
  try {
    return answer(call);
  } catch (error) {
    if (error instanceof InternalError) return failure(500, 'An Internal Error Has Occurred.', path);
    throw error;
  }
}

function isMalformed({ request: { method, headers, bytes }, json: body }: Call): boolean {
  return (
    method === 'POST' &&
    headers['content-type']?.includes('json') === true &&
    bytes.length > 0 &&
    body === undefined
  );
}

function missing(path: string, controller: string, name: string): Reply {
  if (ABSENT.includes(name)) return failure(501, `The embedded MISP has no ${name}.`, path);
  return CONTROLLERS.includes(controller)
    ? failure(403, NO_PERMISSION, path)
    : failure(404, 'Not Found', path);
}
