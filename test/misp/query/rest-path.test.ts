import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { READ_ACTIONS } from '../../../src/misp/query/read-actions.ts';
import { readRestPath } from '../../../src/misp/query/rest-path.ts';

/** Public actions of the controllers of MISP 2.5.1, names only; `*`: those that every controller has. */
const ACTIONS = JSON.parse(
  readFileSync(new URL('../../fixtures/misp/actions.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

/** Actions that change something, or cannot be told not to, by GET: none may be on the list. */
const CHANGING = [
  'attributes/restore/5',
  'servers/push/1',
  'servers/pull/1',
  'servers/cache/1',
  'servers/updateJSON',
  'servers/purgeSessions',
  'servers/createSync',
  'warninglists/enableWarninglist/3/0',
  'noticelists/enableNoticelist/1',
  'events/cullEmptyEvents',
  'events/pushEventToZMQ/1',
  'events/export',
  'feeds/fetchFromAllFeeds',
  'feeds/fetchFromFeed/1',
  'feeds/cacheFeeds/all',
  'feeds/disable/1',
  'tag_collections/delete/1',
  'sharing_groups/removeOrg/1/2',
  'sharing_groups/addOrg/1/2',
  'taxonomies/addTag',
  'taxonomies/update',
  'object_templates/activate/1',
  'users/logout',
  'users/request_API',
  'news/index',
  'tasks/index',
  'admin/users/quickEmail/1',
  'workflows/rebuildRedis',
  'x/restSearch2',
];

describe('The list of actions that only read', () => {
  it('names actions that MISP has, in small letters', () => {
    for (const [controller, actions] of Object.entries(READ_ACTIONS)) {
      const known = `${ACTIONS[controller] ?? ''} ${ACTIONS['*'] ?? ''}`.toLowerCase().split(' ');
      for (const action of actions) expect(known, controller).to.include(action);
    }
  });

  it('lets nothing else of MISP pass, in any spelling', () => {
    let reading = 0;
    let others = 0;
    for (const [controller, names] of Object.entries(ACTIONS)) {
      if (controller === '*') continue;
      for (const name of `${names} ${ACTIONS['*'] ?? ''}`.split(' ')) {
        const isListed = READ_ACTIONS[controller]?.includes(name.toLowerCase()) === true;
        for (const path of spellings(controller, name))
          expect([path, readRestPath(path)?.isReadAction === true]).to.deep.equal([path, isListed]);
        if (isListed) reading += 1;
        else others += 1;
      }
    }
    expect(reading).to.equal(Object.values(READ_ACTIONS).flat().length);
    expect(others).to.be.greaterThan(500);
  });

  for (const action of CHANGING) {
    it(`does not have ${action}`, () => {
      expect(readRestPath(`/${action}`)?.isReadAction).to.equal(false);
    });
  }
});

/** The ways in which MISP's router takes an action. */
function spellings(controller: string, name: string): readonly string[] {
  const isAdmin = name.startsWith('admin_');
  const action = name.replace(/^admin_/, '');
  const camel = controller.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const upper = camel.charAt(0).toUpperCase() + camel.slice(1);
  return [controller, camel, upper, controller.toUpperCase()].flatMap((one) =>
    [action, action.toUpperCase(), action.toLowerCase()].flatMap((two) =>
      ['', '/', '/1', '.json', '/1.json', '/limit:5/page:2', '?x=1', '/a%20b'].map(
        (end) => `${isAdmin ? '/admin' : ''}/${one}/${two}${end}`,
      ),
    ),
  );
}

describe('A path of MISP', () => {
  for (const [text, target] of [
    ['/events/view/1', '/events/view/1'],
    ['/events/view/1/', '/events/view/1'],
    ['/events', '/events/index'],
    ['/events/', '/events/index'],
    ['/events.json', '/events/index'],
    ['/events/index.json?limit=5', '/events/index?limit=5'],
    ['/events/5', '/events/view/5'],
    ['/attributes/5.json', '/attributes/view/5'],
    ['/Events/5a2b4a1e-6c0f-4a3e-9a55-0123456789ab', '/Events/view/5a2b4a1e-6c0f-4a3e-9a55-0123456789ab'],
    ['/%65vents/%76iew/1', '/events/view/1'],
    ['/admin/users/view/1', '/admin/users/view/1'],
    ['/Admin/users', '/admin/users/index'],
    ['/events/index/limit:5/page:2', '/events/index/limit:5/page:2'],
    ['/events/index?a=b?c=//d', '/events/index?a=b?c=//d'],
  ] as const) {
    it(`is read and sent the same: ${text}`, () => {
      expect(readRestPath(text)).to.include({ target, isReadAction: true });
      expect(readRestPath(target)?.target).to.equal(target);
    });
  }

  for (const text of [
    '',
    '/',
    '//',
    '/admin',
    'events/view/1',
    '//events/view/1',
    '/events//view/1',
    '/events/view/1//',
    '/events/./view/1',
    '/events/%2e/view/1',
    '/events/../servers/push/1',
    '/events/view/%2E%2e/push',
    '/events%2fview%2f1',
    '/events/view/..%2f..%2fservers%2fpush',
    '/events/view/1%5c..',
    '/events\\view\\1',
    '/events/view%00/1',
    '/events/view/1%0d%0aX:%20y',
    '/events/view\t/1',
    '/events%09/view/1',
    '/events%20/view/1',
    '/events+/view/1',
    '/events;x/view/1',
    '/events/view;/1',
    '/events/view#/1',
    '/events/view.json/1',
    '/events/index.xml',
    '/events/5.csv',
    '/events/index/x://servers/push/1',
    '/events/index/http:%2f%2fx',
    '/tag-collections/index',
    '/еvents/view/1',
    '/events/v%C4%B1ew/1',
    '/events/view/%zz',
    '/events/view/%',
    '/_events/view/1',
    '/index.php/events/view/1',
  ]) {
    it(`is refused when it can be read in two ways: ${JSON.stringify(text)}`, () => {
      expect(readRestPath(text)).to.equal(undefined);
    });
  }

  for (const text of [
    '/events/5/x',
    '/servers/5',
    '/view/events/1',
    '/admin/events/index',
    '/plugin/events/index',
    '/events/constructor',
    '/constructor/view',
    '/events/__proto__',
    '/events/_index',
  ]) {
    it(`is not known to change nothing: ${text}`, () => {
      expect(readRestPath(text)?.isReadAction).not.to.equal(true);
    });
  }
});
