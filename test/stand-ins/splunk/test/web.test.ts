import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { StandInSplunk } from '../splunk.ts';
import { type SplunkWeb, startSplunkWeb } from '../web/web.ts';

describe('The stand-in Splunk Web', () => {
  let splunk: StandInSplunk;
  let web: SplunkWeb;
  let cookies: string;
  let token: string;
  const APP = '/en-US/splunkd/__raw/servicesNS/nobody/SA-misp/';

  before(async () => {
    splunk = await StandInSplunk.start();
    splunk.state.sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    web = await startSplunkWeb(splunk);
    await logIn('session-of-admin');
  });
  after(async () => {
    await web.close();
    await splunk.close();
  });

  async function logIn(session: string): Promise<void> {
    const answer = await fetch(web.entry(session, 'configuration'), { redirect: 'manual' });
    cookies = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    token = /splunkweb_csrf_token_\d+=(\w+)/.exec(cookies)?.[1] ?? '';
  }

  /** Status, and splunkd's words or the names and contents of what it lists. */
  async function ask(method: string, path: string, form?: Readonly<Record<string, string>>) {
    const answer = await fetch(`${web.url}${APP}${path}`, {
      method,
      headers: { Cookie: cookies, 'X-Splunk-Form-Key': token },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    const body = (isJson ? JSON.parse(text) : { messages: [{ text }] }) as {
      entry?: { name: string; content: Record<string, unknown> }[];
      messages: { text: string }[];
      results?: unknown[];
    };
    return { status: answer.status, ...body, said: body.messages.map(({ text }) => text).join(' ') };
  }

  it('says when its port is taken', async () => {
    const refused: unknown = await startSplunkWeb(splunk, Number(new URL(web.url).port)).catch(
      (error: unknown) => error,
    );
    expect(String(refused)).to.include('EADDRINUSE');
  });

  it('takes links without a locale', async () => {
    const answer = await fetch(`${web.url}/app/SA-misp/misp_event?form.event=1`, { redirect: 'manual' });
    expect(answer.headers.get('location')).to.equal('/en-US/app/SA-misp/misp_event?form.event=1');
  });

  it('serves static files to everybody, a page without a character set, and a folder to nobody', async () => {
    const page = await fetch(`${web.url}/static/app/SA-misp/help/index.html`);
    expect(page.url).to.equal(`${web.url}/en-US/static/app/SA-misp/help/index.html`);
    expect(page.headers.get('content-type')).to.equal('text/html');
    const kept = await fetch(`${web.url}/en-US/static/@abc:10000/app/SA-misp/help/help.css`);
    expect(kept.headers.get('cache-control')).to.equal('public, max-age=31536000');
    expect((await fetch(`${web.url}/en-US/static/app/SA-misp/help`)).status).to.equal(404);
  });

  it('hands requests to splunkd with the session of the cookie, and writes only with the token of the form', async () => {
    expect((await ask('GET', 'configs/conf-misp_instances')).status).to.equal(200);
    const right = token;
    token = 'forged';
    const refused = fetch(`${web.url}${APP}configs/conf-misp_instances`, {
      method: 'POST',
      headers: { Cookie: cookies, 'X-Splunk-Form-Key': token },
      body: 'name=forged',
    });
    expect((await refused).status).to.equal(401);
    token = right;
    expect(splunk.state.instances).to.deep.equal({});
    expect((await fetch(`${web.url}${APP}configs/conf-misp_instances`)).status).to.equal(401);
  });

  it('creates once, changes without a name, and deletes', async () => {
    const path = 'configs/conf-misp_instances';
    expect((await ask('POST', path, { name: 'a', misp_url: 'https://a.example' })).status).to.equal(201);
    expect(await ask('POST', path, { name: 'a' })).to.include({
      status: 409,
      said: 'An object with name=a already exists',
    });
    expect((await ask('POST', `${path}/a`, { name: 'a' })).status).to.equal(400);
    expect((await ask('POST', `${path}/a`, { page_size: '100' })).status).to.equal(200);
    expect(splunk.state.instances['a']).to.deep.equal({ misp_url: 'https://a.example', page_size: '100' });
    expect((await ask('DELETE', `${path}/a`)).status).to.equal(200);
    expect(await ask('GET', `${path}/a`)).to.include({ status: 404, said: 'Could not find object id=a' });
  });

  it('switches inputs by enable and disable, and takes the setting no other way', async () => {
    splunk.state.inputs['a'] = { index: 'main' };
    expect((await ask('POST', 'data/inputs/misp/a', { disabled: '1' })).said).to.match(/"disabled" is not/);
    expect((await ask('POST', 'data/inputs/misp/a/disable', {})).status).to.equal(200);
    expect(splunk.state.inputs['a']).to.include({ disabled: '1' });
    await ask('DELETE', 'data/inputs/misp/a');
  });

  it('passes on nothing that neither Splunk nor the app exposes, and no other method', async () => {
    splunk.state.inputs['a'] = { index: 'main' };
    for (const [method, path] of [
      ['DELETE', 'data/inputs/misp'],
      ['GET', 'data/inputs/misp/a/disable'],
      ['POST', 'data/inputs/misp/a/remove'],
      ['POST', 'data/inputs/other'],
      ['GET', 'storage/collections/data/misp_indicators'],
      ['DELETE', 'configs/conf-macros'],
    ] as const)
      expect(await ask(method, path, method === 'POST' ? {} : undefined), `${method} ${path}`).to.include({
        status: 404,
        said: 'Not Found',
      });
    expect(splunk.state.inputs['a']).to.deep.equal({ index: 'main' });
    await ask('DELETE', 'data/inputs/misp/a');
  });

  it('knows the inputs of an app only by its web.conf as it was when Splunk Web started', async () => {
    const path = join(splunk.appDir, 'default/web.conf');
    const conf = await readFile(path, 'utf8');
    await rm(path);
    expect((await ask('GET', 'data/inputs/misp')).status).to.equal(200);
    const other = await startSplunkWeb(splunk);
    const answer = await fetch(other.entry('session-of-admin', 'configuration'), { redirect: 'manual' });
    const headers = { Cookie: answer.headers.getSetCookie().join('; ') };
    expect((await fetch(`${other.url}${APP}data/inputs/misp`, { headers })).status).to.equal(404);
    await writeFile(path, conf);
    await other.close();
  });

  it('gives static files another address with another build', async () => {
    const address = async () => {
      const page = await fetch(`${web.url}/en-US/app/SA-misp/configuration`, {
        headers: { Cookie: cookies },
      });
      return /src="([^"]*configuration\.js)"/.exec(await page.text())?.[1];
    };
    const before = await address();
    const path = join(splunk.appDir, 'default/app.conf');
    const conf = await readFile(path, 'utf8');
    await writeFile(path, conf.replace(/^build = .*$/m, 'build = 99999'));
    expect(await address()).to.match(/:99999\//);
    expect(before).to.match(/:\d+\/app\/SA-misp\//);
    expect(before).not.to.match(/:(0|99999)\//);
    await writeFile(path, conf);
  });

  it('shows secrets to those who may read them, also in answers to writes, unless f leaves them out', async () => {
    const form = { name: 'a.misp_key', realm: 'SA-misp', password: 'secret-of-the-test' };
    expect((await ask('POST', 'storage/passwords', form)).entry?.[0]?.content).to.include({
      clear_password: 'secret-of-the-test',
    });
    const path = 'storage/passwords/SA-misp%3Aa.misp_key%3A';
    const answer = await ask('POST', `${path}?f=realm&f=username`, { password: 'another' });
    expect(answer.entry?.[0]?.content).to.deep.equal({ realm: 'SA-misp', username: 'a.misp_key' });
    expect(splunk.state.secrets['a.misp_key']).to.equal('another');
    await ask('DELETE', path);
  });

  it('lets no other site frame a page, and runs the searches of a form that is opened with a parameter', async () => {
    const open = async (view: string) => {
      const answer = await fetch(`${web.url}/en-US/app/SA-misp/${view}`, { headers: { Cookie: cookies } });
      const [, searches = ''] = /const searches = (.*);$/m.exec(await answer.text()) ?? [];
      return { frames: answer.headers.get('x-frame-options'), searches: JSON.parse(searches) as unknown[] };
    };
    expect(await open('misp_lookup')).to.deep.equal({ frames: 'SAMEORIGIN', searches: [] });
    const { searches } = await open('misp_lookup?form.value=</script>"a');
    expect(JSON.stringify(searches)).to.include(String.raw`eval value=\"</script>\\\"a\" | mispsearch`);
    expect((await open('misp_report?form.uuid=a')).searches).to.deep.equal([]);
  });

  it('refuses what the user lacks the capability for', async () => {
    await logIn('session-of-otto');
    expect((await ask('POST', 'configs/conf-misp_instances', { name: 'b' })).status).to.equal(403);
    expect((await ask('GET', 'storage/passwords')).said).to.match(/user=otto.*list_storage_passwords/);
    expect((await ask('POST', 'authorization/roles/user', { imported_roles: 'misp_user' })).status).to.equal(
      403,
    );
    await logIn('session-of-admin');
  });

  it('runs a search as the user, and tells what a failing command says', async () => {
    const search = (text: string) => ask('POST', 'search/v2/jobs', { search: text, exec_mode: 'oneshot' });
    expect((await search('| makeresults | eval a=1')).results).to.have.length(1);
    expect((await search('| mispgetioc misp_instance=none last=1d')).said).to.match(
      /no MISP instance "none"/,
    );
    for (const one of [
      { index: 'main', _time: '100', sourcetype: 'misp:run', attributes: '1', status: 'failed' },
      { index: '_internal', _time: '300', sourcetype: 'misp:run', attributes: '4', status: 'hidden' },
      { index: 'main', _time: '200', sourcetype: 'misp:run', attributes: '2', status: 'success' },
    ])
      splunk.index.addFields(one);
    const stats = '| stats latest(status) AS status sum(attributes) AS sum by sourcetype';
    expect((await search(`search index=* ${stats}`)).results).to.deep.equal([
      { sourcetype: 'misp:run', status: 'success', sum: '3' },
    ]);
    expect((await search(`search index=_internal ${stats}`)).results).to.deep.equal([
      { sourcetype: 'misp:run', status: 'hidden', sum: '4' },
    ]);
  });

  it('writes what a search then goes by', async () => {
    await ask('POST', 'configs/conf-macros/misp_es_source', { definition: 'misp_instance=none changed=1d' });
    const { said } = await ask('POST', 'search/v2/jobs', {
      search: '| mispgetioc `misp_es_source`',
      exec_mode: 'oneshot',
    });
    expect(said).to.match(/no MISP instance "none"/);
  });
});
