/** Paths by which a GET of misprest would reach an action of MISP that changes something, without misp_write. */
export const CHANGING_PATHS: readonly string[] = [
  // Actions that MISP takes by GET.
  ...[
    '/attributes/restore/5',
    '/servers/push/1',
    '/servers/pull/1/full',
    '/warninglists/enableWarninglist/3/0',
  ],
  ...['/events/cullEmptyEvents', '/feeds/fetchFromAllFeeds', '/feeds/disable/1', '/tag_collections/delete/1'],
  ...[
    '/sharing_groups/removeOrg/1/2',
    '/sharing_groups/addServer/1/2',
    '/taxonomies/update',
    '/servers/updateJSON',
  ],
  ...[
    '/servers/purgeSessions',
    '/servers/cache/all',
    '/events/pushEventToZMQ/1',
    '/users/logout',
    '/news/index',
  ],
  // The same in other spellings.
  ...[
    '/Attributes/Restore/5',
    '/ATTRIBUTES/RESTORE/5',
    '/TagCollections/delete/1',
    '/tagCollections/DELETE/1',
  ],
  ...['/servers/push.json', '/servers/push/1.json', '/servers/push/1/', '/servers/push/1?x=/events/view/1'],
  ...['/%73ervers/push/1', '/servers/%70ush/1', '/servers/push/limit:5/page:1', '/servers/push/index'],
  // Paths that somebody on the way could read as another.
  ...['//servers/push/1', '/events/view/../../servers/push/1', '/events/view/%2e%2e/%2e%2e/servers/push/1'],
  ...[
    '/events/view/..%2f..%2fservers/push/1',
    '/servers%2fpush%2f1',
    '/events/view/1%2f..%2f..',
    '/./servers/push/1',
  ],
  ...['/events/view;/../../servers/push/1', '/servers/push%00/1', '/servers%20/push/1', '/servers+/push/1'],
  ...[
    '/events/index/aaaaaaa/servers/push/1/x://',
    '/events/index/x:%2f%2fservers/push/1',
    '/events\\..\\servers\\push',
  ],
  ...['/index.php/servers/push/1', '/app/webroot/index.php/servers/push/1', '/sys_log/servers/push/1'],
  ...['/admin/users/delete/1', '/Admin/users/delete/1', '/users/admin_delete/1', '/admin/servers/push/1'],
  ...['/events/restSearch/../push', '/events/restSearch.json/../../servers/push/1', '/servers/rest'],
  // Names that only look like those of the list.
  ...[
    '/servers/getVersion2',
    '/events/view_',
    '/ѕervers/getVersion',
    '/servers/getVers\u0131on',
    '/events/constructor',
  ],
  ...[
    '/constructor/index',
    '/__proto__/index',
    '/events/__proto__',
    '/events/toString',
    '/servers/getVersion%00push',
  ],
];

/** Names in json_request that would change what a path is, if they were sent as they are. */
export const NAMES: readonly string[] = [
  ...[
    'x/../../servers/push/1',
    '../../servers/push/1',
    'x://servers/push/1',
    '?x',
    '#x',
    '.json',
    'x%2f..%2fpush',
  ],
  ...['a/x.json', '_method', 'x\n', '\\..\\..'],
];
