import { expect } from 'chai';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { closeLab, labelled, useLab } from './lab.ts';

describe('The other tabs', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const state = () => lab().splunk.state;
  const setting = (conf: string, stanza: string, key: string) =>
    readConf(lab().splunk.appDir, conf).get(stanza)?.get(key);

  it('Account offers to let a role search MISP without seeing its key, before it offers the key', async () => {
    const page = await lab().open({ tab: 'account' });
    await page.getByText('use MISP without access to its key').waitFor();
    const power = page.getByRole('row', { name: 'power' });
    const offers = await power.getByRole('button').allTextContents();
    expect(offers).to.deep.equal(['Grant misp_searcher', 'Grant misp_user', 'Grant misp_writer']);
    await power.getByRole('button', { name: 'Grant misp_searcher: power' }).click();
    await page.getByText('The role power now has misp_searcher.').waitFor();
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user', 'misp_searcher']);
    await power.getByText('Yes, from misp_searcher').waitFor();
    await power.getByRole('button', { name: 'Revoke misp_searcher: power' }).click();
    await page.getByText('The role power no longer has misp_searcher.').waitFor();
  });

  it('Account says who may read the keys, and gives and takes the role by one click', async () => {
    const page = await lab().open({ tab: 'account' });
    const power = page.getByRole('row', { name: 'power' });
    await page.getByText('can run a simple search to read, in plain text, every secret').waitFor();
    await power.getByText('hanna').waitFor();
    await power.getByRole('button', { name: 'Grant misp_user: power' }).click();
    await page.getByText('The role power now has misp_user.').waitFor();
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user', 'misp_user']);
    await power.getByText('Yes, from misp_user').waitFor();
    await power.getByRole('button', { name: 'Revoke misp_user: power' }).click();
    await page.getByText('The role power no longer has misp_user.').waitFor();
    expect(state().roles['power']?.imported_roles).to.deep.equal(['user']);
    await page.getByRole('row', { name: 'admin' }).getByText('Yes, directly').first().waitFor();
  });

  it('Account takes the last role of a role, and says when the user may not', async () => {
    const page = await lab().open({ tab: 'account' });
    await page.getByRole('button', { name: 'Grant misp_writer: user' }).click();
    await page.getByRole('button', { name: 'Revoke misp_writer: user' }).click();
    await page.getByText('The role user no longer has misp_writer.').waitFor();
    expect(state().roles['user']?.imported_roles).to.deep.equal([]);
    state().sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    const other = await lab().open({ tab: 'account', sessionKey: 'session-of-otto' });
    await other.getByRole('button', { name: 'Grant misp_user: user' }).click();
    await other.getByText('(requires capability: edit_roles)').waitFor();
  });

  it('Enterprise Security switches a feed on, and sets its schedule', async () => {
    lab().splunk.index.addFields({
      index: '_internal',
      sourcetype: 'scheduler',
      savedsearch_name: 'MISP_ES_ip_intel',
      status: 'success',
      _time: String(Math.floor(Date.now() / 1000) - 60),
    });
    const page = await lab().open({ tab: 'security' });
    await page.getByText('Enterprise Security is not installed here.').waitFor();
    await page.getByText('0 of 11 on').waitFor();
    const ip = page.getByRole('row', { name: 'MISP_ES_ip_intel' });
    await ip.getByText(/, success$/).waitFor();
    await page.getByRole('switch', { name: 'On: MISP_ES_ip_intel' }).click();
    await page.getByText('MISP_ES_ip_intel is on.').waitFor();
    await ip.getByText('03:00:00 UTC').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).to.equal('0');
    const schedule = page.getByRole('textbox', { name: 'Schedule of MISP_ES_ip_intel' });
    await schedule.fill('every day');
    expect(
      await page.getByRole('button', { name: 'Set schedule of MISP_ES_ip_intel' }).isDisabled(),
    ).to.equal(true);
    await schedule.fill('15 4 * * *');
    await schedule.press('Enter');
    await ip.getByText('04:15:00 UTC').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'cron_schedule')).to.equal('15 4 * * *');
    await page.getByRole('switch', { name: 'On: MISP_ES_ip_intel' }).click();
    await page.getByText('MISP_ES_ip_intel is off.').waitFor();
    expect(setting('savedsearches', 'MISP_ES_ip_intel', 'disabled')).to.equal('1');
  });

  it('Enterprise Security writes the macros as searches take them', async () => {
    state().apps.push('SplunkEnterpriseSecuritySuite');
    const page = await lab().open({ tab: 'security' });
    await page.getByText('Enterprise Security is installed on this search head.').waitFor();
    state().apps.length = 0;
    await labelled(page, 'MISP instance').fill('misp_a, misp_b');
    await labelled(page, 'Window').fill('90d');
    await labelled(page, 'Maximum age').fill('ninety');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Maximum age must be a number of days from 1 to 9999.').waitFor();
    await labelled(page, 'Maximum age').fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The macros are saved.').waitFor();
    expect(setting('macros', 'misp_es_source', 'definition')).to.equal(
      'misp_instance=misp_a,misp_b changed=90d',
    );
    expect(setting('macros', 'misp_es_max_age', 'definition')).to.equal('relative_time(now(), "-30d")');
  });

  it('Proxy stores the one of all instances with its password, which instances then use', async () => {
    state().instances['misp_covid'] = { misp_url: lab().misp.url };
    const page = await lab().open({ tab: 'proxy' });
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Proxy host is missing.').waitFor();
    await labelled(page, 'Proxy host').fill('127.0.0.1');
    await labelled(page, 'Proxy port').fill('9');
    await labelled(page, 'Proxy user').fill('splunk');
    await labelled(page, 'Proxy password').fill('password-of-the-proxy');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The proxy is saved.').waitFor();
    expect(state().instances['default']).to.deep.equal({
      misp_use_proxy: 'true',
      proxy_host: '127.0.0.1',
      proxy_port: '9',
      proxy_username: 'splunk',
    });
    expect(state().secrets).to.deep.equal({ 'default.proxy_password': 'password-of-the-proxy' });
    state().secrets['misp_covid.misp_key'] = lab().misp.keys['automation'] ?? '';
    const { rows } = await lab().splunk.search('| mispstatus misp_instance=misp_covid');
    expect(rows[0]?.['error']).to.match(/proxy/i);
  });

  it('Logging leads to searches of what the app logs', async () => {
    const page = await lab().open({ tab: 'logging' });
    const link = await page.getByRole('link', { name: 'Messages of inputs' }).getAttribute('href');
    expect(decodeURIComponent(link ?? '')).to.match(
      /^\/en-US\/app\/SA-misp\/search\?q=index=_internal.*ExecProcessor "SA-misp"&earliest=-24h/,
    );
  });

  it('are reached by the keyboard, and stand in the address', async () => {
    const page = await lab().open();
    await page.getByRole('tab', { name: 'Inputs' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Who may use MISP').waitFor();
    expect(page.url()).to.match(/#account$/);
  });
});
