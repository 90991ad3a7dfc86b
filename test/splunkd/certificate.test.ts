import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Splunkd } from '../../src/splunkd/splunkd.ts';
import { type Identity, TestCa } from '../support/certificates.ts';

/** An address of this machine that is none of loopback; undefined where it has none. */
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const THREE_YEARS_OLD = [-1096, -1] as const;

describe("splunkd's certificate", function () {
  const splunkCa = new TestCa('SplunkCommonCA');
  const foreignCa = new TestCa('Somebody else');
  let home: string;
  let closers: (() => void)[] = [];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'splunk $home '));
    await put('etc/auth/cacert.pem', splunkCa.pem);
  });
  afterEach(async () => {
    for (const close of closers) close();
    closers = [];
    await rm(home, { recursive: true });
  });

  /** Writes a file below SPLUNK_HOME. */
  async function put(path: string, ...parts: readonly string[]): Promise<void> {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), parts.join(''));
  }

  /** splunkd's own file: its certificate, its key, what is said to have signed it. */
  const serverPem = (path: string, { cert, key }: Identity, ...chain: readonly string[]) =>
    put(path, cert, key, ...chain);

  /** What asking a splunkd with this certificate ends with, and the session keys that it was sent. */
  async function ask(
    identity: Identity,
    { host = '127.0.0.1', caPath = undefined as string | undefined } = {},
  ) {
    const seen: unknown[] = [];
    const server = https.createServer(identity, (request, response) => {
      seen.push(request.headers.authorization);
      response.end('{"entry":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    closers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const uri = `https://${host}:${(server.address() as AddressInfo).port}`;
    const trust = { splunkHome: home, caPath };
    const splunkd = new Splunkd({ uri, sessionKey: 'key', app: 'SA-misp', trust });
    const said = await splunkd.entries('server/info').then(
      () => 'accepted',
      (error: unknown) => (error as Error).message,
    );
    if (said === 'accepted') expect(seen).to.deep.equal(['Splunk key']);
    else expect(seen, 'what is not trusted has had no key').to.deep.equal([]);
    return said.replace(uri, 'URI').replaceAll(home, 'HOME');
  }

  describe('on a loopback address', () => {
    it('is accepted when it is the very one of server.conf, expired and made out to no host', async () => {
      const old = splunkCa.issue('SplunkServerDefaultCert', [], THREE_YEARS_OLD);
      await serverPem('etc/auth/server.pem', old, splunkCa.pem);
      for (const host of ['127.0.0.1', 'localhost', '127.8.9.10', '[::ffff:127.0.0.1]'])
        expect(await ask(old, { host }), host).to.equal('accepted');
    });

    it('is accepted when its authority is not known, nor valid yet', async () => {
      const early = foreignCa.issue('somewhere', ['somewhere.example'], [1, 2]);
      await serverPem('etc/auth/server.pem', early);
      expect(await ask(early)).to.equal('accepted');
    });

    it('is accepted as one that was replaced on the disk, while a known authority signed it', async () => {
      await serverPem('etc/auth/server.pem', splunkCa.issue('SplunkServerDefaultCert'));
      expect(await ask(splunkCa.issue('SplunkServerDefaultCert'))).to.equal('accepted');
    });

    it('is refused when it is a foreign one', async () => {
      await serverPem('etc/auth/server.pem', splunkCa.issue('SplunkServerDefaultCert'));
      const foreign = foreignCa.issue('SplunkServerDefaultCert', ['127.0.0.1']);
      expect(await ask(foreign)).to.equal(
        "splunkd's certificate at URI is not trusted (UNABLE_TO_GET_ISSUER_CERT_LOCALLY): no CA in server.conf signed it, and it is not the one in HOME/etc/auth/server.pem (serverCert, by Splunk's default). If that file was replaced, restart Splunk; otherwise set SA_MISP_SPLUNKD_CA in splunk-launch.conf to the PEM file of its CA.",
      );
    });

    it('is refused when it has the name and issuer of the right one, but another key', async () => {
      await serverPem('etc/auth/server.pem', splunkCa.issue('SplunkServerDefaultCert', [], THREE_YEARS_OLD));
      const alike = new TestCa('SplunkCommonCA').issue('SplunkServerDefaultCert', [], THREE_YEARS_OLD);
      expect(await ask(alike)).to.match(/^splunkd's certificate at URI (is not trusted|has expired)/);
    });

    it('is refused when another of the same authority has expired', async () => {
      await serverPem('etc/auth/server.pem', splunkCa.issue('SplunkServerDefaultCert'));
      const old = splunkCa.issue('SplunkServerDefaultCert', [], THREE_YEARS_OLD);
      expect(await ask(old)).to.match(
        /^splunkd's certificate at URI has expired on .+ GMT, and it is not the one in HOME.*\. Renew .* into HOME\/etc\/auth\/server\.pem and restart Splunk/,
      );
    });

    it('is not to be mistaken by a certificate that only signed it', async () => {
      const identity = splunkCa.issue('SplunkServerDefaultCert');
      const other = foreignCa.issue('beside');
      await serverPem('etc/auth/server.pem', identity, other.cert);
      const expired = foreignCa.issue('beside', [], THREE_YEARS_OLD);
      expect(await ask(expired)).to.match(/is not trusted|has expired/);
    });

    it('says so when the file of serverCert cannot be read', async () => {
      expect(await ask(foreignCa.issue('x'))).to.match(
        /server\.pem \(.*\), which has no readable certificate\. If that/,
      );
      await put('etc/auth/server.pem', '-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n');
      await put('etc/auth/cacert.pem', '-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n');
      expect(await ask(foreignCa.issue('x'))).to.match(/, which has no readable certificate/);
    });

    it('may be named by the administrator, itself or its authority', async () => {
      const foreign = foreignCa.issue('x', [], THREE_YEARS_OLD);
      await put('own.pem', foreign.cert);
      await put('ca.pem', foreignCa.pem);
      expect(await ask(foreign, { caPath: join(home, 'own.pem') })).to.equal('accepted');
      expect(await ask(foreignCa.issue('y'), { caPath: join(home, 'ca.pem') })).to.equal('accepted');
      expect(await ask(foreign, { caPath: join(home, 'ca.pem') })).to.match(/has expired/);
    });
  });

  describe('elsewhere', () => {
    before(function () {
      if (ADDRESS === undefined) this.skip();
    });
    const elsewhere = { host: ADDRESS ?? '' };

    it('is accepted when it is valid for the name asked for', async () => {
      const identity = splunkCa.issue('sh1', [elsewhere.host]);
      await serverPem('etc/auth/server.pem', identity, splunkCa.pem);
      expect(await ask(identity, elsewhere)).to.equal('accepted');
    });

    it('is refused with another name, even as the very one of server.conf', async () => {
      const identity = splunkCa.issue('SplunkServerDefaultCert', ['sh1.example', '127.0.0.1']);
      await serverPem('etc/auth/server.pem', identity, splunkCa.pem);
      expect(await ask(identity, elsewhere)).to.equal(
        `splunkd's certificate at URI is for DNS:sh1.example, IP Address:127.0.0.1, not for ${elsewhere.host}. Let splunkd listen on 127.0.0.1 (mgmtHostPort in web.conf), or use a certificate with this name: Renew splunkd's certificate: put a new one into HOME/etc/auth/server.pem and restart Splunk (without etc/auth/server.pem, Splunk creates a new one when it starts).`,
      );
      const unnamed = splunkCa.issue('SplunkServerDefaultCert');
      expect(await ask(unnamed, elsewhere)).to.match(/is for CN=SplunkServerDefaultCert, not for/);
    });

    it('is refused when it has expired, even as the very one of server.conf', async () => {
      const old = splunkCa.issue('sh1', [elsewhere.host], THREE_YEARS_OLD);
      await serverPem('etc/auth/server.pem', old, splunkCa.pem);
      expect(await ask(old, elsewhere)).to.match(
        /^splunkd's certificate at URI, or that of its CA, has expired\. Renew .+ and restart Splunk/,
      );
    });

    it('is refused before it is valid', async () => {
      expect(await ask(splunkCa.issue('sh1', [elsewhere.host], [1, 2]), elsewhere)).to.match(
        /^splunkd's certificate at URI is not valid yet\. Check the clock/,
      );
    });

    it('is good with a chain that has no root', async function () {
      if (!hasPartialChains()) this.skip();
      const intermediate = new TestCa('Intermediate', new TestCa('Root that nobody has'));
      const identity = intermediate.issue('sh1', [elsewhere.host]);
      await serverPem('etc/auth/mine.pem', identity, intermediate.pem);
      await put('etc/system/local/server.conf', '[sslConfig]\nserverCert = $SPLUNK_HOME/etc/auth/mine.pem\n');
      const sent = { ...identity, cert: identity.cert + intermediate.pem };
      expect(await ask(sent, elsewhere)).to.equal('accepted');
      // What another of the same chain would be is known by the intermediate, which server.conf names as its authority.
      await put('etc/auth/mine.pem', '');
      await put('etc/auth/chain.pem', intermediate.pem);
      await put('etc/system/local/server.conf', '[sslConfig]\nsslRootCAPath = etc/auth/chain.pem\n');
      expect(await ask(sent, elsewhere)).to.equal('accepted');
    });
  });

  describe('as server.conf names it', () => {
    const mine = foreignCa.issue('mine', [], THREE_YEARS_OLD);
    const theirs = foreignCa.issue('theirs', [], THREE_YEARS_OLD);

    /** Of the two, the one that counts. */
    async function chosen(): Promise<string> {
      const [one, other] = [await ask(mine), await ask(theirs)];
      return one === 'accepted' ? 'mine' : other === 'accepted' ? 'theirs' : 'none';
    }
    const names = (file: string) => `[sslConfig]\nserverCert = $SPLUNK_HOME/etc/auth/${file}.pem\n`;

    beforeEach(async () => {
      await serverPem('etc/auth/mine.pem', mine);
      await serverPem('etc/auth/theirs.pem', theirs);
    });

    it('may be in an app', async () => {
      await put('etc/apps/org_all_tls/default/server.conf', names('mine'));
      expect(await chosen()).to.equal('mine');
    });

    for (const [stronger, weaker] of [
      ['etc/system/local', 'etc/apps/a/local'],
      ['etc/apps/a/local', 'etc/apps/a/default'],
      ['etc/apps/z/local', 'etc/apps/a/default'],
      ['etc/apps/Z/local', 'etc/apps/a/local'],
      ['etc/apps/0_first/default', 'etc/apps/A/default'],
      ['etc/apps/a/default', 'etc/system/default'],
    ] as const) {
      it(`counts more in ${stronger} than in ${weaker}`, async () => {
        await put(`${weaker}/server.conf`, names('theirs'));
        expect(await chosen()).to.equal('theirs');
        await put(`${stronger}/server.conf`, names('mine'));
        expect(await chosen()).to.equal('mine');
      });
    }

    it('does not count in an app that is disabled', async () => {
      await put('etc/apps/a/default/server.conf', names('mine'));
      await put('etc/apps/a/default/app.conf', '[install]\nstate = disabled\n');
      expect(await chosen()).to.equal('none');
      await put('etc/apps/a/local/app.conf', '[install]\nstate = enabled\n');
      expect(await chosen()).to.equal('mine');
    });

    it('counts in its own stanza alone, which counts more than [default]', async () => {
      await put('etc/system/local/server.conf', names('theirs').replace('sslConfig', 'httpServer'));
      expect(await chosen()).to.equal('none');
      await put(
        'etc/apps/a/local/server.conf',
        '# [sslConfig]\r\n[sslConfig]\r\n#x = 1\r\n' + names('mine').slice(12),
      );
      await put('etc/system/local/server.conf', names('theirs').replace('sslConfig', 'default'));
      expect(await chosen()).to.equal('mine');
    });

    it('may be relative to SPLUNK_HOME, or to caPath', async () => {
      await put('etc/system/local/server.conf', '[sslConfig]\nserverCert = etc/auth/mine.pem\n');
      expect(await chosen()).to.equal('mine');
      await put('etc/system/local/server.conf', '[sslConfig]\nserverCert=mine.pem\n');
      expect(await chosen()).to.equal('mine');
      await put('etc/auth/tls/mine.pem', theirs.cert);
      await put(
        'etc/system/local/server.conf',
        '[sslConfig]\nserverCert=mine.pem\ncaPath=$SPLUNK_HOME/etc/auth/tls\n',
      );
      expect(await chosen()).to.equal('theirs');
    });

    it('says where the setting is', async () => {
      await put('etc/apps/a/local/server.conf', names('gone'));
      expect(await ask(mine)).to.include(
        'HOME/etc/auth/gone.pem (serverCert, by HOME/etc/apps/a/local/server.conf), which has no readable certificate',
      );
    });

    it("is not signed by Splunk's own authority any more where another is named", async () => {
      await put('etc/auth/foreign.pem', foreignCa.pem);
      await put(
        'etc/apps/a/local/server.conf',
        '[sslConfig]\nsslRootCAPath = $SPLUNK_HOME/etc/auth/foreign.pem\n',
      );
      await put(
        'etc/system/default/server.conf',
        '[sslConfig]\ncaCertFile = $SPLUNK_HOME/etc/auth/cacert.pem\n',
      );
      expect(await ask(foreignCa.issue('x'))).to.equal('accepted');
      expect(await ask(splunkCa.issue('SplunkServerDefaultCert'))).to.match(/is not trusted/);
    });

    it('is looked for without server.conf that cannot be read', async () => {
      await put('etc/apps/a/local/server.conf', names('mine'));
      await chmod(join(home, 'etc/apps/a/local/server.conf'), 0);
      await put('etc/apps/not-a-folder', '');
      await serverPem('etc/auth/server.pem', theirs);
      expect(await chosen()).to.equal(process.getuid?.() === 0 ? 'mine' : 'theirs');
    });
  });
});

/** allowPartialTrustChain came with Node.js 20.18 and 22.9. */
function hasPartialChains(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return (major === 20 && minor >= 18) || (major === 22 && minor >= 9) || major > 22;
}
