import { expect } from 'chai';
import { parseArguments, unknownNameMessage } from '../../src/protocol/arguments.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  listOption,
  textOption,
} from '../../src/protocol/options.ts';

const options = {
  name: textOption({ hint: '<name>', text: 'A name.', required: true }),
  flag: booleanOption({ default: true, text: 'A flag.' }),
  count: integerOption({ min: 0, max: 10, text: 'A count.' }),
  list: listOption({ hint: '<a>,...', text: 'A list.' }),
  output: choiceOption({ values: ['fields', 'json'], default: 'fields', text: 'A choice.' }),
};

function mistakesOf(...args: string[]): readonly string[] {
  return parseArguments(args, options).mistakes;
}

describe('Options', () => {
  it('have their defaults, and none where there is none', () => {
    expect(parseArguments(['name=x'], options).values).to.deep.equal({
      name: 'x',
      flag: true,
      output: 'fields',
    });
  });

  for (const [text, value] of [
    ...['1', 't', 'true', 'TRUE', 'y', 'yes', 'Yes', 'on', ' true '].map((one) => [one, true] as const),
    ...['0', 'f', 'false', 'False', 'n', 'no', 'NO', 'off'].map((one) => [one, false] as const),
  ]) {
    it(`take "${text}" for ${value}`, () => {
      expect(parseArguments(['name=x', `flag=${text}`], options).values.flag).to.equal(value);
    });
  }

  it('take lists with spaces and empty places', () => {
    expect(parseArguments(['name=x', 'list= a, b c ,,d,'], options).values.list).to.deep.equal([
      'a',
      'b c',
      'd',
    ]);
  });

  for (const [text, values] of [
    ['misp-galaxy:sector="Bank, Insurance",tlp:red', ['misp-galaxy:sector="Bank, Insurance"', 'tlp:red']],
    ['"Acme, Inc.", Other', ['Acme, Inc.', 'Other']],
    ['!"Acme, Inc.",b', ['!Acme, Inc.', 'b']],
    ['"a ""b"", c"', ['a "b", c']],
    ['custom:tag="a, b \'c\'"', ['custom:tag="a, b \'c\'"']],
    ['5" disk,b', ['5" disk', 'b']],
    ['a="x,y",5",c', ['a="x,y"', '5"', 'c']],
    ['"",!,"  ",a', ['a']],
  ] as const) {
    it(`take the list ${text}`, () => {
      expect(parseArguments(['name=x', `list=${text}`], options).values.list).to.deep.equal(values);
    });
  }

  for (const text of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    it(`refuse "${text}" for a flag, a choice and a name`, () => {
      expect(mistakesOf('name=x', `flag=${text}`, `output=${text}`, `${text}=1`)).to.have.length(3);
    });
  }

  it('take values with equals signs, quotes and newlines', () => {
    expect(parseArguments(['name=a=b "c"\nd'], options).values.name).to.equal('a=b "c"\nd');
  });

  it('take the last value when one is given twice', () => {
    expect(parseArguments(['name=x', 'count=1', 'count=2'], options).values.count).to.equal(2);
  });

  it('take choices in any case', () => {
    expect(parseArguments(['name=x', 'output=JSON'], options).values.output).to.equal('json');
  });

  it('report every mistake with the name and what is allowed', () => {
    expect(mistakesOf('flag=perhaps', 'count=11', 'output=xml', 'list=,', 'nmae=x', 'word')).to.deep.equal([
      '"word" is not an option: write options as name=value.',
      'name is missing: A name.',
      'flag="perhaps" must be true or false (also t, f, yes, no, 1, 0).',
      'count="11" must be a whole number from 0 to 10.',
      'list="," is blank: give it a value (<a>,...) or remove it.',
      'output="xml" must be one of fields, json.',
      'Unknown option "nmae": did you mean "name"?',
    ]);
  });

  for (const args of [
    ['name', '=', 'x'],
    ['name=', 'x'],
    ['name', '=x'],
  ])
    it(`name the space beside the = once: ${args.join(' ')}`, () => {
      const mistakes = ['Write options without spaces around the =: name=x.'];
      expect(mistakesOf(...args)).to.deep.equal(mistakes);
      expect(mistakesOf(...args, 'count', '=', '11')).to.deep.equal([
        'Write options without spaces around the =: name=x and count=11.',
        'count="11" must be a whole number from 0 to 10.',
      ]);
    });

  it('take a blank value before another option as it is', () => {
    expect(mistakesOf('name=x', 'flag=', 'count=1')).to.deep.equal([
      'flag="" must be true or false (also t, f, yes, no, 1, 0).',
    ]);
  });

  it('name all words that are none in one sentence', () => {
    expect(mistakesOf('name=x', '|', 'head', '3')).to.deep.equal([
      '"|", "head" and "3" are not options: write options as name=value.',
    ]);
    const [mistake = ''] = mistakesOf(
      'name=x',
      ...Array.from({ length: 1000 }, (_, index) => `word${index}`),
    );
    expect(mistake).to.include('and 997 more are not options').and.to.have.length.below(200);
  });

  for (const text of ['-1', '1.5', '1e1', '0x1', '', ' ', 'ten', '99999999999999999999']) {
    it(`refuse "${text}" for an integer from 0 to 10`, () => {
      expect(mistakesOf('name=x', `count=${text}`)).to.have.length(1);
    });
  }

  it('are not suggested when nothing is near', () => {
    expect(unknownNameMessage('zzzzzz', ['name', 'flag'], 'option')).to.equal(
      'Unknown option "zzzzzz": use one of name, flag.',
    );
  });

  it('quote the beginning of what is long', () => {
    const long = 'x'.repeat(100_000);
    for (const argument of [long, `count=${long}`, `${long}=1`]) {
      const [mistake = ''] = mistakesOf('name=x', argument);
      expect(mistake)
        .to.include(`${'x'.repeat(200)}… (`)
        .and.to.have.length.below(500);
    }
  });

  it('leave bare words to commands that take field names', () => {
    expect(parseArguments(['name=x', 'src', 'dest'], options, true).fields).to.deep.equal(['src', 'dest']);
  });
});
