import { expect } from 'chai';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { type ProxyServer, startHttpProxy } from '../support/proxies.ts';
import { runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const WRITER = 'session-of-writer';
const HTTP =
  'MISP instance far: misp_url begins with http:// so the API key is sent unencrypted: anybody on the network can read it. Use https.';

/** A MISP that is reached by plain http, over a proxy: nothing else leads away from this machine in a test. */
describe('A MISP that is reached in clear', () => {
  let misp: MispServer;
  let proxy: ProxyServer;
  let splunk: StandInSplunk;

  before(async () => {
    misp = await startMisp();
    proxy = await startHttpProxy();
    splunk = await StandInSplunk.start({
      instances: {
        far: {
          misp_url: misp.url,
          misp_use_proxy: true,
          proxy_type: 'http',
          proxy_host: proxy.host,
          proxy_port: proxy.port,
        },
        near: { misp_url: misp.url },
      },
      secrets: {
        'far.misp_key': misp.keys['automation'] ?? '',
        'near.misp_key': misp.keys['automation'] ?? '',
      },
    });
    splunk.state.sessions[WRITER] = {
      username: 'writer',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
  });
  after(async () => {
    await splunk.close();
    await misp.close();
    await proxy.close();
  });

  const record = { v: 'vaccine.example', misp_attribute_uuid: '' };
  const searches: Readonly<Record<string, string>> = {
    mispgetioc: '| mispgetioc misp_instance=far last=1d',
    mispgetevent: '| mispgetevent misp_instance=far last=1d',
    mispsearch: '| mispsearch misp_instance=far field=v',
    mispfetch: String.raw`| mispfetch misp_instance=far misp_http_body="{\"last\":\"1d\"}"`,
    mispgetattribute: '| mispgetattribute misp_instance=far attributeid=1',
    misprest: '| misprest misp_instance=far target=/servers/getVersion',
    mispsight: '| mispsight misp_instance=far by=value field=v',
  };

  for (const [name, search] of Object.entries(searches)) {
    it(`is warned of once by ${name}`, async () => {
      const takesRows = /search|fetch|getattribute|sight/.test(name);
      const options = { sessionKey: WRITER, ...(takesRows && { input: [[record], [record]] }) };
      const { messages, failed } = await splunk.search(search, options);
      expect(failed).to.equal(false);
      expect(messages.filter(([level, text]) => level === 'WARN' && text === HTTP)).to.have.length(1);
      const near = await splunk.search(search.replace('=far', '=near'), options);
      expect(near.messages.map(([, text]) => text).join()).not.to.match(/http:\/\//);
    });
  }

  it('is told by mispstatus', async () => {
    const { rows } = await splunk.search('| mispstatus');
    expect(rows.map(({ misp_instance, insecure }) => [misp_instance, insecure])).to.deep.equal([
      ['far', 'http'],
      ['near', undefined],
    ]);
  });

  it("is in the input's log", async () => {
    const { lines } = await runInput(splunk, 'far', { settings: { start: '1d' } });
    expect(lines('WARN')).to.include(HTTP);
  });

  it("is in an alert action's log", async () => {
    const { lines } = await runAlert(splunk, 'misp_alert_sighting', {
      rows: [record],
      sessionKey: WRITER,
      params: { misp_instance: 'far', mode: 'byvalue' },
    });
    expect(lines('WARN')).to.include(HTTP);
  });
});
