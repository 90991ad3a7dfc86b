/**
 * The actions of MISP's REST API that change nothing when requested with GET, by controller, in lower case. Actions of
 * the administration have the prefix `admin_`: `/admin/users/view/1` is `admin_view` of `users`.
 *
 * Source: the controllers of MISP 2.5.1. These actions look like reads and are not in the list:
 * - Actions with side effects: `news/index` stores what was read, `tasks/index` adds missing tasks, `events/export`
 *   creates folders, `attributes/search` and `logs/admin_search` store the search.
 * - Actions that make MISP contact other servers or its modules: `servers/previewIndex`, `feeds/getEvent`,
 *   `modules/index`, `workflows/triggers`, …. The exception is `servers/serverSettings`, which does so for diagnostics.
 * - Actions that respond with credentials: `servers/createSync`, `rest_client_history/index`.
 * - Exports older than restSearch, which send the whole database, and forms.
 */
export const READ_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  access_logs: ['admin_index'],
  analyst_data: ['getchildren', 'getrelatedelement', 'index', 'indexminimal', 'view'],
  analyst_data_blocklists: ['index'],
  api: ['getallapis', 'viewdeprecatedfunctionuse'],
  attributes: [
    ...['attributestatistics', 'checkattachments', 'checkorphanedattributes', 'describetypes', 'index'],
    ...['restsearch', 'view', 'viewanalystdata'],
  ],
  audit_logs: ['admin_index', 'eventindex', 'fullchange', 'returndates'],
  auth_keys: ['index', 'view'],
  benchmarks: ['index'],
  bookmarks: ['index', 'view'],
  cerebrates: ['index', 'view'],
  collection_elements: ['index'],
  collections: ['index', 'view'],
  correlation_exclusions: ['index', 'view'],
  correlation_rules: ['index', 'view'],
  correlations: ['overcorrelations', 'top'],
  dashboards: ['export', 'listtemplates'],
  decaying_model: ['export', 'getalldecayingmodels', 'index', 'view'],
  decaying_model_mapping: ['viewassociatedtypes'],
  event_blocklists: ['index'],
  event_delegations: ['index', 'view'],
  event_graph: ['view'],
  event_reports: ['getproxymispelements', 'index', 'view', 'viewsummary'],
  events: [
    ...['checkpublishedstatus', 'checkuuid', 'delegation_index', 'geteventinfobyid', 'index'],
    ...['proposaleventindex', 'restsearch', 'view'],
  ],
  feeds: ['comparefeeds', 'index', 'view'],
  galaxies: ['forktree', 'index', 'relationsgraph', 'showgalaxies', 'view'],
  galaxy_cluster_blocklists: ['index'],
  galaxy_cluster_relations: ['index', 'view'],
  galaxy_clusters: ['export_for_misp_galaxy', 'index', 'restsearch', 'view'],
  galaxy_elements: ['index'],
  jobs: ['getgeneratecorrelationprogress', 'getprogress', 'index'],
  logs: ['admin_index', 'event_index', 'index', 'returndates'],
  news: ['admin_index'],
  noticelists: ['index', 'preview_entries', 'view'],
  object_references: ['view'],
  object_template_elements: ['viewelements'],
  object_templates: ['getraw', 'index', 'view'],
  objects: ['restsearch', 'view', 'viewanalystdata'],
  org_blocklists: ['index'],
  organisations: ['getuuids', 'index', 'view'],
  regexp: ['admin_index', 'index'],
  roles: ['index', 'view'],
  servers: [
    ...['dbconfiguration', 'dbschemadiagnostic', 'getavailablesyncfilteringrules', 'getinstanceuuid'],
    ...['getpymispversion', 'getsetting', 'getversion', 'getworkers', 'index', 'ipuser', 'serversettings'],
  ],
  shadow_attributes: ['index', 'view'],
  sharing_group_blueprints: ['index', 'view', 'vieworgs'],
  sharing_groups: ['index', 'view'],
  sighting_blocklists: ['index'],
  sightingdb: ['index'],
  sightings: ['index', 'listsightings', 'restsearch', 'view'],
  tag_collections: ['index', 'view'],
  tags: ['index', 'search', 'tagstatistics', 'view'],
  taxii_servers: ['index', 'view'],
  taxonomies: ['export', 'index', 'taxonomy_tags', 'view'],
  template_elements: ['index'],
  templates: ['index', 'view'],
  threads: ['index', 'view', 'viewevent'],
  user_login_profiles: ['index'],
  user_settings: ['getsetting', 'index', 'view'],
  users: [
    ...[
      'admin_index',
      'admin_view',
      'heartbeat',
      'registrations',
      'statistics',
      'view',
      'view_login_history',
    ],
  ],
  warninglists: ['export', 'index', 'view'],
  workflow_blueprints: ['export', 'index', 'view'],
};
