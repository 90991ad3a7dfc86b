import { expect } from 'chai';
import { exposureWarnings, findExposures } from '../../../src/misp/http/exposures.ts';

const proxy = { type: 'http', host: 'proxy.example', username: 'otto' } as const;

/** [address, whether its certificate is checked, proxy] -> what is exposed */
const CASES = [
  ['https://misp.example', true, undefined, []],
  ['http://misp.example', true, undefined, ['http']],
  ['HTTP://MISP.example:8080/path', true, undefined, ['http']],
  ['http://127.evil.example', true, undefined, ['http']],
  ['http://127.0.0.1:8080', true, undefined, []],
  ['http://localhost', true, undefined, []],
  ['http://[::1]:80', true, undefined, []],
  ['http://[::ffff:127.0.0.1]', true, undefined, []],
  ['http://[::ffff:126.0.0.1]', true, undefined, ['http']],
  ['https://misp.example', false, undefined, ['certificate_unchecked']],
  ['https://127.0.0.1', false, undefined, []],
  ['http://misp.example', false, undefined, ['http']],
  // What a proxy makes of a name is its own business.
  ['http://localhost', true, { type: 'socks5h', host: 'proxy.example' }, ['http']],
  ['https://misp.example', true, proxy, ['proxy_password_in_clear']],
  ['https://misp.example', true, { ...proxy, type: 'socks5' }, ['proxy_password_in_clear']],
  ['https://misp.example', true, { ...proxy, type: 'https' }, []],
  ['https://misp.example', true, { ...proxy, host: '127.0.0.1' }, []],
  ['https://misp.example', true, { type: 'http', host: 'proxy.example' }, []],
  ['http://misp.example', false, proxy, ['http', 'proxy_password_in_clear']],
] as const;

describe('What somebody on the way to MISP can read', () => {
  for (const [url, verifyCertificate, through, expected] of CASES) {
    it(`is ${expected.join(' and ') || 'nothing'}: ${url}, ${JSON.stringify([verifyCertificate, through])}`, () => {
      const settings = { url, verifyCertificate, ...(through && { proxy: through }) };
      expect(findExposures(settings)).to.deep.equal(expected);
      expect(exposureWarnings(settings)).to.have.length(expected.length);
    });
  }
});
