import { expect } from 'chai';
import { parseDistinguishedName } from '../../src/intel/values/distinguished-name.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';

describe('A distinguished name', () => {
  for (const [text, parts] of [
    ['CN=Evil CA', { CN: 'Evil CA' }],
    ['CN=a,O=b,C=DE', { CN: 'a', O: 'b', C: 'DE' }],
    ['C = DE, O = b, CN = a', { C: 'DE', O: 'b', CN: 'a' }],
    ['  cn=a ,\n o = b ', { CN: 'a', O: 'b' }],
    ['CN=a;O=b', { CN: 'a', O: 'b' }],
    // RFC 4514, section 4, and what RFC 2253 has beside it.
    ['UID=jsmith,DC=example,DC=net', { UID: 'jsmith', DC: 'example' }],
    ['OU=Sales+CN=J.  Smith,DC=example', { OU: 'Sales', CN: 'J.  Smith', DC: 'example' }],
    ['CN=James \\"Jim\\" Smith\\, III,DC=net', { CN: 'James "Jim" Smith, III', DC: 'net' }],
    ['CN=Before\\0dAfter,DC=net', { CN: 'Before\rAfter', DC: 'net' }],
    ['CN=Lu\\C4\\8Di\\C4\\87', { CN: 'Lučić' }],
    ['1.3.6.1.4.1.1466.0=#04024869', { '1.3.6.1.4.1.1466.0': '#04024869' }],
    ['O="Sue, Grabbit and Runn",C=GB', { O: 'Sue, Grabbit and Runn', C: 'GB' }],
    ['O = "a \\"b\\", c" , OU=d', { O: 'a "b", c', OU: 'd' }],
    ['O="a+b=c;O=d",OU=e', { O: 'a+b=c;O=d', OU: 'e' }],
    ['CN=a\\=b\\+c=d,O=e', { CN: 'a=b+c=d', O: 'e' }],
    ['CN=a\\\\,O=b', { CN: 'a\\', O: 'b' }],
    ['CN=\\ a \\ ,O=b\\', { CN: 'a', O: 'b' }],
    ['CN=a=b,O=c', { CN: 'a=b', O: 'c' }],
    // Without the escapes that there should be.
    ['O=Evil, Inc., OU=C++ Team, CN=a', { O: 'Evil, Inc.', OU: 'C++ Team', CN: 'a' }],
    ['CN=a,,O=b,', { CN: 'a,', O: 'b,' }],
    ['O="a, OU=b', { O: '"a', OU: 'b' }],
    ['O=5" disks, OU=b', { O: '5" disks', OU: 'b' }],
    ['O=a"b", OU="c"', { O: 'a"b"', OU: 'c' }],
    // OpenSSL's line.
    ['/C=DE/O=Foo/Bar GmbH/CN=x', { C: 'DE', O: 'Foo/Bar GmbH', CN: 'x' }],
    ['/O=a, b+c; d/OU=e', { O: 'a, b+c; d', OU: 'e' }],
    ['/CN=L\\xC3\\xBCck', { CN: 'Lück' }],
    ['/CN=http://evil.example/x/O=b', { CN: 'http://evil.example/x', O: 'b' }],
    ['/O=5" disks/OU=b', { O: '5" disks', OU: 'b' }],
    ['/C=DE/emailAddress=a@evil.example', { C: 'DE', EMAILADDRESS: 'a@evil.example' }],
    // The first of several.
    ['OU=a,OU=b,ou=c', { OU: 'a' }],
    ['OU=,OU=b', { OU: 'b' }],
    ['organizationName=a, organizationalUnitName=b', { O: 'a', OU: 'b' }],
    ['2.5.4.10=a,2.5.4.11=b', { O: 'a', OU: 'b' }],
    ['O=日本, OU=срочно', { O: '日本', OU: 'срочно' }],
    // None.
    ['', {}],
    [' ', {}],
    ['/', {}],
    [',;+', {}],
    ['=', {}],
    ['=a', {}],
    ['Evil CA', {}],
    ['"', {}],
    ['\\', {}],
    ['/Evil CA/x', {}],
  ] as const) {
    it(`${JSON.stringify(text)} has ${JSON.stringify(parts)}`, () => {
      expect(Object.fromEntries(parseDistinguishedName(text))).to.deep.equal(parts);
    });
  }

  it('of great length takes no long time', () => {
    const time = cpuTimeOf(() => {
      for (const piece of ['"', '\\', '/', ',', '/a=', ', a', '+a=b', ' ', 'a'])
        parseDistinguishedName(`/O=${piece.repeat(20_000)}`);
      for (const piece of ['"', '\\', ',', ',a=', ', a', '+ ', ' ', 'a'])
        parseDistinguishedName(`O=${piece.repeat(20_000)}`);
    });
    expect(time, 'ms').to.be.below(5000);
  });
});
