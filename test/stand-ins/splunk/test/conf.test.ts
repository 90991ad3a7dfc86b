import { expect } from 'chai';
import { isTrue, parseConf, readConf } from '../conf.ts';
import { StandInSplunk } from '../splunk.ts';
import { install } from '../../../splunkd/installed.ts';

describe('A conf file', () => {
  it('is stanzas of keys and values', () => {
    const conf = parseConf('# comment\n\n[one]\na = 1\nb=x = y \n  # not a key\n[two]\n[one]\na = 2\n');
    expect([...conf.keys()]).to.deep.equal(['one', 'two']);
    expect(Object.fromEntries(conf.get('one') ?? [])).to.deep.equal({ a: '2', b: 'x = y' });
  });

  it('goes on with a value after a backslash', () => {
    const conf = parseConf('[s]\nsearch = | a \\\n  # b \\\n\n| c = d\nnext = 1\n'.replace('\n\n', '\n'));
    expect(conf.get('s')?.get('search')).to.equal('| a \n  # b \n| c = d');
    expect(conf.get('s')?.get('next')).to.equal('1');
  });

  it('ends a comment with its line, and takes CRLF', () => {
    const conf = parseConf('[s]\r\n# a \\\r\nb = c\r\n');
    expect(Object.fromEntries(conf.get('s') ?? [])).to.deep.equal({ b: 'c' });
  });

  it('has keys before the first stanza for all, and no other lines', () => {
    expect(parseConf('a = 1').get('default')?.get('a')).to.equal('1');
    expect(() => parseConf('[s]\nsomething')).to.throw('Not a line of a conf file: something');
    expect(() => parseConf('[s]\n= 1')).to.throw('Not a line of a conf file');
  });

  it('knows the words for true', () => {
    expect(['true', 'T', 'yes', '1'].every(isTrue)).to.equal(true);
    expect(['false', '', '2', undefined].some(isTrue)).to.equal(false);
  });

  describe('of an installed app', () => {
    let splunk: StandInSplunk;

    before(async () => {
      splunk = await StandInSplunk.start();
    });
    after(() => splunk.close());

    it('is that of default, with what local says key by key', async () => {
      await install(splunk, 'default/invented.conf', '[a]\nx = 1\ny = 1\n');
      await install(splunk, 'local/invented.conf', '[a]\ny = 2\n[b]\n');
      const conf = readConf(splunk.appDir, 'invented');
      expect(Object.fromEntries(conf.get('a') ?? [])).to.deep.equal({ x: '1', y: '2' });
      expect(conf.has('b')).to.equal(true);
      expect(readConf(splunk.appDir, 'missing').size).to.equal(0);
    });
  });
});
