import { expect } from 'chai';
import { expandSplunkHome } from '../../src/splunkd/splunk-home.ts';

describe('SPLUNK_HOME in a path', () => {
  const HOME = 'C:\\Program Files\\Splunk$&';

  for (const written of ['$SPLUNK_HOME', '${SPLUNK_HOME}', '%SPLUNK_HOME%', '%Splunk_Home%']) {
    it(`may be written ${written}`, () => {
      expect(expandSplunkHome(`${written}\\etc\\auth\\ca.pem`, HOME)).to.equal(`${HOME}\\etc\\auth\\ca.pem`);
      expect(expandSplunkHome(`${written}/etc/ca.pem`, '/opt/splunk')).to.equal('/opt/splunk/etc/ca.pem');
    });
  }

  it('is the whole name of a variable, and at the beginning', () => {
    for (const path of ['$SPLUNK_HOME2/ca.pem', 'D:\\%SPLUNK_HOME%\\ca.pem', '/etc/ca.pem'])
      expect(expandSplunkHome(path, HOME)).to.equal(path);
  });
});
