import type { Page } from '@playwright/test';
import { settled, violations } from './axe.ts';
import { closeLab, expect, hold, labelled, useLab } from './lab.ts';

/** Tabs by their names, and a text of each that is there when it has loaded. */
const TABS_LOADED = [
  ['Access', 'can_delete'],
  ['Matching', 'MISP_match_dns'],
  ['Enterprise Security', 'MISP_ES_ip_intel'],
  ['Proxy', 'Test all instances'],
  ['Logging', 'Requests for API keys'],
] as const;

describe('The other tabs', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;

  it('Access asks what a role gives away, and grants and revokes it', async () => {
    const page = await lab().open({ tab: 'access' });
    const power = page.getByRole('row', { name: 'power' });
    await power.getByText('hanna').waitFor();
    const dialog = page.getByRole('dialog');
    for (const [role, warning] of [
      ['misp_searcher', 'They cannot see its API key.'],
      ['misp_user', 'passwords and keys of other apps'],
      ['misp_writer', 'within the permissions of the API key of each instance'],
    ] as const) {
      await page.getByRole('button', { name: `Grant ${role}: power` }).click();
      await dialog.getByText(warning).waitFor();
      await dialog
        .getByText('one user of the role power, and the users of the roles that import it: admin')
        .waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(state().roles['power']?.imported_roles).toEqual(['user']);

    await page.getByRole('button', { name: 'Grant misp_searcher: power' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    const revoke = page.getByRole('button', { name: 'Revoke misp_searcher: power' });
    await power.getByText('Granted').waitFor();
    expect(state().roles['power']?.imported_roles).toEqual(['user', 'misp_searcher']);
    await expect(revoke).toBeFocused();
    await page.keyboard.press('Enter');
    await dialog.getByText('fail from then on').waitFor();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await power.getByText('Revoked').waitFor();
    expect(state().roles['power']?.imported_roles).toEqual(['user']);
    await page.getByRole('row', { name: 'admin' }).getByText('Yes (own capability)').first().waitFor();

    // The last role of a role, and a refusal, which is shown where it was asked for.
    await page.getByRole('button', { name: 'Grant misp_writer: user' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    await page.getByRole('button', { name: 'Revoke misp_writer: user' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'Grant misp_writer: user' }) })
      .getByText('Revoked')
      .waitFor();
    expect(state().roles['user']?.imported_roles).toEqual([]);
    Reflect.deleteProperty(state().roles, 'misp_writer');
    await page.getByRole('button', { name: 'Grant misp_writer: power' }).click();
    await dialog.getByRole('button', { name: 'Grant' }).click();
    await power.getByText("Role 'misp_writer' does not exist").waitFor();
    state().roles['misp_writer'] = { imported_roles: [], capabilities: ['misp_write'] };
  });

  it('Access filters and pages many roles, and fits narrow and wide windows', async () => {
    const names = Array.from(
      { length: 30 },
      (_none, index) => `role_with_a_long_name_of_department_${index}`,
    );
    for (const name of names) state().roles[name] = { imported_roles: ['user'], capabilities: [] };
    state().users['somebody.with.a.long.name@department.example.org'] = { roles: [names[29] ?? ''] };
    const page = await lab().open({ tab: 'access' });
    await page.getByText('34 roles').waitFor();
    await page.getByText('Page 1 of 4').waitFor();
    await labelled(page, 'Filter').fill('somebody.with');
    await page.getByText('1 role of 34').waitFor();
    for (const width of [600, 900, 1360, 2000]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => overflowing(page), String(width)).toEqual([]);
    }
    await labelled(page, 'Filter').fill('nobody');
    await page.getByText('No role matches "nobody".').waitFor();
    for (const name of names) Reflect.deleteProperty(state().roles, name);
    Reflect.deleteProperty(state().users, 'somebody.with.a.long.name@department.example.org');
  });

  it('Proxy checks the host, stores the proxy of all instances, and tests them', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().secrets['misp.misp_key'] = lab().misp.keys['automation'] ?? '';
    const page = await lab().open({ tab: 'proxy' });
    const use = page.getByRole('checkbox', { name: 'Reach MISP through this proxy' });
    const save = page.getByRole('button', { name: 'Save' });
    const test = page.getByRole('button', { name: 'Test all instances' });
    await test.click();
    await page.getByText('misp: connected').waitFor();
    await use.click();
    await save.click();
    await page.getByText('Proxy host is required.').waitFor();
    for (const [host, hint] of [
      ['http://proxy.example:3128', 'put the scheme into proxy_type, put the port into proxy_port'],
      ['proxy.example:3128', 'put the port into proxy_port'],
      ['http://me@proxy.example', 'put the user into proxy_username'],
    ] as const) {
      await labelled(page, 'Proxy host').fill(host);
      await save.click();
      await page.getByText(hint).waitFor();
    }
    // Hidden fields are neither checked nor changed.
    await use.click();
    await expect(save).toBeDisabled();
    await use.click();
    await labelled(page, 'Proxy host').fill('127.0.0.1');
    await labelled(page, 'Proxy port').fill('9');
    await labelled(page, 'Proxy user').fill('splunk');
    await labelled(page, 'Proxy password').fill('password-of-the-proxy');
    const goOn = await hold(page, '**/conf-misp_instances/*');
    await save.click();
    // What is typed while it is saving is not saved, and not lost.
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await labelled(page, 'Proxy port').fill('99');
    goOn();
    await page.getByText('Saved. Searches and inputs use the proxy from their next start.').waitFor();
    await expect(labelled(page, 'Proxy port')).toHaveValue('99');
    expect(state().instances['default']).toEqual({
      misp_use_proxy: 'true',
      proxy_host: '127.0.0.1',
      proxy_port: '9',
      proxy_username: 'splunk',
    });
    expect(state().secrets['default.proxy_password']).toBe('password-of-the-proxy');
    await test.click();
    await page.getByRole('list', { name: 'Results' }).getByText(/proxy/i).waitFor();
    await use.click();
    await save.click();
    await page.getByText('Saved. Searches and inputs no longer use the proxy.').waitFor();
    expect(state().instances['default']).toMatchObject({ misp_use_proxy: 'false', proxy_host: '127.0.0.1' });
  });

  it('Logging leads to searches of what the app logs', async () => {
    const page = await lab().open({ tab: 'logging' });
    const link = page.getByRole('link', { name: 'Messages of inputs' });
    await link.waitFor();
    expect(decodeURIComponent((await link.getAttribute('href')) ?? '')).toMatch(
      /^\/en-US\/app\/SA-misp\/search\?q=index=_internal.*ExecProcessor "misp:\/\/"&earliest=-24h/,
    );
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`have nothing that axe calls serious in narrow windows, and nothing outside of the window: ${theme}`, async () => {
      state().instances['misp'] = { misp_url: lab().misp.url };
      lab().web.theme = theme;
      const page = await lab().open();
      for (const width of [600, 900]) {
        await page.setViewportSize({ width, height: 900 });
        for (const [name, loaded] of TABS_LOADED) {
          await page.getByRole('tab', { name }).click();
          await page.getByText(loaded).first().waitFor();
          await expect.poll(() => overflowing(page), `${name} ${width}`).toEqual([]);
          expect(await violations(page), `${name} ${width}`).toEqual([]);
        }
      }
    });
  }

  it('show no control to a user who may not change anything, and one line that says why', async () => {
    state().instances['misp'] = { misp_url: lab().misp.url };
    state().sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    const page = await lab().open({ sessionKey: 'session-of-otto' });
    for (const [tab, loaded, reason] of [
      ['Access', 'hanna', 'To change them, you need the capability edit_roles.'],
      ['Matching', 'MISP_match_dns', 'To change them, you need the admin or sc_admin role.'],
      ['Enterprise Security', 'MISP_ES_ip_intel', 'To change them, you need the admin or sc_admin role.'],
      ['Proxy', 'Reach MISP through this proxy', 'To change them, you need the admin or sc_admin role.'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByText(reason).waitFor();
      await page.getByText(loaded).first().waitFor();
      const panel = page.getByRole('tabpanel');
      await expect(panel.getByRole('switch'), tab).toHaveCount(0);
      const buttons = panel.getByRole('button', {
        name: /Save|Set|Run|Fill|Grant|Revoke|Remove|Enable|Disable/,
      });
      await expect(buttons, tab).toHaveCount(0);
    }
  });

  it('say once that the session has expired when a login page comes instead of data', async () => {
    const page = await lab().open();
    for (const tab of ['Enterprise Security', 'Matching', 'Access', 'Proxy']) {
      await page.route('**/splunkd/__raw/**', (route) =>
        tab === 'Proxy'
          ? route.fulfill({ status: 302, headers: { Location: '/en-US/account/login' } })
          : route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>Log in' }),
      );
      await page.getByRole('tab', { name: tab }).click();
      const message = page.getByText(
        'Splunk sent a web page instead of data: your session may have expired. Reload the page.',
      );
      await message.first().waitFor();
      // Once all requests are answered.
      await settled(page);
      await expect(message, tab).toHaveCount(1);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await message.waitFor({ state: 'detached' });
    }
  });

  it('ask before edits are lost: another tab, Back, and a reload', async () => {
    const page = await lab().open();
    await page.getByRole('tab', { name: 'Proxy' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy' }).click();
    await labelled(page, 'Proxy host').fill('proxy.example.org');
    const question = page.getByRole('dialog', { name: 'Discard changes?' });
    await page.getByRole('tab', { name: 'Logging' }).click();
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect(labelled(page, 'Proxy host')).toHaveValue('proxy.example.org');
    await page.goBack();
    await question.waitFor();
    // The button that loses nothing.
    await expect(question.getByRole('button', { name: 'Keep editing' })).toBeFocused();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    await expect(page).toHaveURL(/#proxy$/);
    await expect(labelled(page, 'Proxy host')).toHaveValue('proxy.example.org');
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.type();
    });
    await page.evaluate('location.reload()').catch(() => undefined);
    expect(await asked).toBe('beforeunload');
    await page.goBack();
    await question.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tab', { name: 'Inputs', selected: true }).waitFor();
    await expect(page).toHaveURL(/configuration(#inputs)?$/);
    await page.goForward();
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy', checked: false }).waitFor();
  });

  it('are reached by the keyboard, and stand in the address', async () => {
    const page = await lab().open();
    await page.getByRole('tab', { name: 'Inputs' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Access' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByText('Who may use MISP').waitFor();
    await expect(page).toHaveURL(/#access$/);
  });
});

/** Buttons and texts of cells that are outside the window or cut without an ellipsis. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('[role=tabpanel] :is(td, th, button, input, label)')]
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > window.innerWidth + 1)
      .map((one) => one.tagName + ' ' + one.textContent.slice(0, 40))`);
}
