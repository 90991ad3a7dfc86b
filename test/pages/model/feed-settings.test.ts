import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  feedMacroMistakes,
  feedMacrosOf,
  FEED_MACROS,
  feedSettingsOf,
} from '../../../src/pages/model/feed-settings.ts';
import { withWindow } from '../../../src/pages/model/fill.ts';
import { parseConf } from '../../stand-ins/splunk/conf.ts';

const conf = parseConf(readFileSync(new URL('../../../default/macros.conf', import.meta.url), 'utf8'));
const SHIPPED = Object.fromEntries(
  FEED_MACROS.map((name) => [name, conf.get(name)?.get('definition') ?? '']),
);

describe('Settings of feeds', () => {
  it('show the shipped macros as fields, and write them as they were when nothing changes', () => {
    const settings = feedSettingsOf(SHIPPED);
    expect([...settings.asText]).to.deep.equal([]);
    expect(settings.values).to.include({
      changed: '2d',
      to_ids: 'true',
      category: '!Antivirus detection',
      days: '90',
    });
    expect(feedMacrosOf(settings, SHIPPED)).to.deep.equal(SHIPPED);
  });

  it('keep definitions that somebody wrote in an own order, unless a value of the macro changes', () => {
    const before = {
      ...SHIPPED,
      misp_es_source: 'changed="3d"   misp_instance="a, b"',
      misp_es_filters:
        'include_withdrawn=t  published=yes include_sightings=true tags="x y" org="\\"A, \\"\\"B\\"\\"\\",!7"',
    };
    const { values, asText } = feedSettingsOf(before);
    expect(values).to.include({
      misp_instance: 'a, b',
      published: 'true',
      to_ids: '',
      org: '"A, ""B""",!7',
      more: 'include_sightings=true',
    });
    const after = feedMacrosOf({ values: { ...values, tags: 'x y,z' }, asText }, before);
    expect(after['misp_es_source']).to.equal(before.misp_es_source);
    expect(after['misp_es_filters']).to.equal(
      'published=true warning_list=true tags="x y,z" org="\\"A, \\"\\"B\\"\\"\\",!7" include_withdrawn=true include_sightings=true',
    );
    expect(feedSettingsOf(after).values).to.deep.equal({ ...values, tags: 'x y,z' });
  });

  const filters: Readonly<Record<string, string>> = {
    'tag=apt include_withdrawn=true': 'did you mean "tags"?',
    'allow_privat=true include_withdrawn=true': 'Unknown option "allow_privat"',
    'to_ids=maybe include_withdrawn=true': 'must be true or false',
    'include_withdrawn=true | delete': 'Remove the "|"',
    'include_withdrawn=true tags="a|b"': '',
    'include_withdrawn=true `other`': 'Remove the backtick',
    'include_withdrawn=true tags="a': 'is not closed',
    'include_withdrawn=true [ search x ]': 'Remove the brackets',
    'to_ids=true': 'Add include_withdrawn=true',
    'include_withdrawn=true type=url': 'Remove type',
    'include_withdrawn=true threat_level_id=5': 'must be a whole number from 1 to 4',
    'include_withdrawn=true last=1d': 'Unknown option "last"',
  };
  for (const [definition, mistake] of Object.entries(filters))
    it(`say what is wrong with misp_es_filters: ${definition}`, () => {
      const mistakes = feedMacroMistakes('misp_es_filters', definition);
      if (mistake === '') expect(mistakes).to.deep.equal([]);
      else expect(mistakes.join(' ')).to.contain(mistake);
    });

  it('refuse a source without a look-back, or with another window', () => {
    expect(feedMacroMistakes('misp_es_source', 'misp_instance=misp')).to.have.length(1);
    expect(feedMacroMistakes('misp_es_source', 'changed=2d last=1d')).to.have.length(1);
    expect(feedMacroMistakes('misp_es_source', 'changed=2w')).to.have.length(1);
    expect(feedMacroMistakes('misp_es_mapping', 'include=imphsh').join()).to.contain(
      'did you mean "imphash"',
    );
  });
});

describe('A search over another time', () => {
  const search = '| mispgetioc `misp_es_source` `misp_es_filters` type="ip-dst"';

  it('has the rest of the macro as it is', () => {
    const macros = { misp_es_source: 'misp_instance="a b",c changed=2d limit=5' };
    expect(withWindow({ name: 'x', search }, macros, '90d').search).to.equal(
      '| mispgetioc misp_instance="a b",c changed=90d limit=5 `misp_es_filters` type="ip-dst"',
    );
  });

  it('is refused when the macro has no window to replace', () => {
    expect(() =>
      withWindow({ name: 'x', search }, { misp_es_source: 'misp_instance=a last=2d' }, '90d'),
    ).to.throw('The macro misp_es_source has no option changed');
  });
});
