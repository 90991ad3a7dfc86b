import { expect } from 'chai';
import { searchOf } from '../../tools/search-words.ts';

const NO_PIPELINE = /^This tool runs one command, without a pipeline\. Use --limit 3 .*--input FILE\.csv/;

describe('The words of npm run search', () => {
  for (const [words, text] of [
    [['mispgetioc last=7d type=url'], 'mispgetioc last=7d type=url'],
    [['mispgetioc', 'last=7d', 'type=url'], 'mispgetioc last=7d type=url'],
    [['| mispgetioc last=7d'], '| mispgetioc last=7d'],
    [['mispgetioc', 'last=7d', 'tags=two words'], 'mispgetioc last=7d tags="two words"'],
    [['mispgetioc', 'type=domain|ip'], 'mispgetioc type="domain|ip"'],
    [['mispgetioc', 'json_request={"last": "7d"}'], 'mispgetioc json_request={"last": "7d"}'],
    [['mispgetioc type="domain|ip"'], 'mispgetioc type="domain|ip"'],
    [['mispgetioc tags="a \\" | b"'], 'mispgetioc tags="a \\" | b"'],
  ] as const)
    it(`are one search: ${words.join(' · ')}`, () => {
      expect(searchOf(words).text).to.equal(text);
    });

  for (const [search, message] of [
    ['| mispgetioc last=7d | head 3', NO_PIPELINE],
    ['mispgetioc last=7d| table misp_value', NO_PIPELINE],
    ['index=proxy | mispsearch field=dest', NO_PIPELINE],
    ['mispgetioc type=domain|ip', /^Put quotation marks around a value with a pipe: type="…\|…"\.$/],
    ['mispgetiok last=7d', /^Unknown command "mispgetiok": did you mean "mispgetioc"\?$/],
    ['stats count', /^Unknown command "stats": use one of mispgetioc, /],
    ['constructor', /^Unknown command "constructor"/],
    ['', /^Unknown command ""/],
  ] as const)
    it(`are refused: ${search}`, () => {
      expect(() => searchOf([search])).to.throw(message);
    });

  it('say whether the command works on rows', () => {
    expect(searchOf(['mispsearch field=x']).needsRows).to.equal(true);
    expect(searchOf(['mispgetioc last=7d']).needsRows).to.equal(false);
  });
});
