import { expect } from 'chai';
import { REDACTED, Redactor } from '../../../src/misp/http/redactor.ts';

const KEY = 'Kd83hfKQ0sLmZ7aPx4Yc1Rv6Tn2Bg5Jw9EuHoiDq';
const PASSWORD = 'p"ss/w\'rd & <ü> 100%';
const CLIENT = 'client key: \\ back';

const redactor = new Redactor({
  key: KEY,
  proxy: { type: 'http', host: 'proxy.example', port: 3128, username: 'otto', password: PASSWORD },
  clientCertificate: { path: 'client.pem', password: CLIENT },
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const asEscapes = (text: string) =>
  Array.from(text, (one) => `\\u00${one.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** How a server may spell a secret in JSON. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'the key': `header ${KEY}`,
  'the key twice': `${KEY}${KEY}`,
  'the key in base64': base64(KEY),
  'the key in base64 after a byte': base64(`x${KEY}`),
  'the key in base64 within a header': base64(`Authorization: ${KEY}\r\nHost: misp`),
  'the key in base64url': Buffer.from(`??>${KEY}`).toString('base64url'),
  'the key in hexadecimal': Buffer.from(KEY).toString('hex'),
  'the key escaped': asEscapes(KEY),
  'the key as it is, and escaped': `${KEY} ${asEscapes(KEY)}`,
  'the key escaped in part': `${asEscapes(KEY.slice(0, 3))}${KEY.slice(3)}`,
  'the password': JSON.stringify(PASSWORD).slice(1, -1),
  'the password as PHP writes it': JSON.stringify(PASSWORD).slice(1, -1).replaceAll('/', '\\/'),
  'the password in a URL': encodeURIComponent(PASSWORD),
  'the password in a form': encodeURIComponent(PASSWORD).replaceAll('%20', '+'),
  'the password in JSON in JSON': JSON.stringify(JSON.stringify(PASSWORD)).slice(3, -3),
  'credentials of a proxy': `Basic ${base64(`otto:${PASSWORD}`)}`,
  'the password in HTML': 'p&quot;ss/w&#039;rd &amp; &lt;ü&gt; 100%',
  'the password of the client key': JSON.stringify(CLIENT).slice(1, -1),
};

describe('A redactor', () => {
  for (const [name, spelling] of Object.entries(SPELLINGS)) {
    it(`finds ${name}`, () => {
      const clean = redactor.bytes(Buffer.from(`{"message":"before ${spelling} after"}`)).toString();
      expect(clean).to.match(/^\{"message":"before .*\[redacted\].* after"\}$/);
      const message = (JSON.parse(clean) as { message: string }).message;
      for (const secret of [KEY, PASSWORD, CLIENT]) {
        expect(message).not.to.include(secret);
        expect(clean).not.to.include(secret.slice(0, -2));
      }
      expect(clean).not.to.include(base64(KEY).slice(4, -4));
    });
  }

  it('leaves everything else as it is, byte for byte', () => {
    for (const text of [
      '',
      '{"a":"\\u00fc \\u0041 \\\\u0041"}',
      `{"a":"${KEY.slice(1)}"}`,
      '{"a":"secret"}',
    ]) {
      const bytes = Buffer.from(text);
      expect(redactor.bytes(bytes)).to.equal(bytes);
    }
    const invalid = Buffer.from([0xff, 0xfe, 0x5c, 0x75]);
    expect(redactor.bytes(invalid)).to.equal(invalid);
  });

  it('takes an escaped backslash for what it is', () => {
    const json = JSON.stringify({ regex: '\\u0041', key: KEY });
    const clean = JSON.parse(redactor.bytes(Buffer.from(json)).toString()) as Record<string, string>;
    expect(clean).to.deep.equal({ regex: '\\u0041', key: REDACTED });
  });

  it('keeps JSON what it is when a character must stay escaped', () => {
    const json = `{"a":"\\u0022 ${asEscapes(KEY)} \\u005c \\u000a"}`;
    const clean = JSON.parse(redactor.bytes(Buffer.from(json)).toString()) as { a: string };
    expect(clean.a).to.equal(`" ${REDACTED} \\ \n`);
  });

  it('finds an escaped key wherever it is in a long text', () => {
    for (const before of ['x', '\\\\', '\\u0001'])
      for (let count = 49_940; count < 50_010; count += 7) {
        const filling = before.repeat(count);
        const clean = redactor.text(`${filling}${asEscapes(KEY)}\\`);
        expect(clean === `${filling}${REDACTED}\\`).to.equal(true);
      }
  });

  it('leaves short passwords, which data may hold', () => {
    const short = new Redactor({
      key: KEY,
      proxy: { type: 'http', host: 'proxy.example', port: 3128, username: 'a', password: 'dns' },
    });
    expect(short.text('dns.example')).to.equal('dns.example');
  });

  it('cleans headers', () => {
    for (const spelling of [KEY, asEscapes(KEY), `${asEscapes(KEY.slice(0, 3))}${KEY.slice(3)}`]) {
      const headers = redactor.headers(new Headers({ location: `https://x.example/${spelling}` }));
      expect(headers.get('location')).to.equal(`https://x.example/${REDACTED}`);
    }
    const headers = redactor.headers(new Headers({ location: String.raw`/\u0041` }));
    expect(headers.get('location')).to.equal(String.raw`/\u0041`);
    expect(headers.get('date')).to.equal(null);
  });
});
