import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MATCH_KINDS, MATCH_RULES } from '../../src/intel/match/kinds.ts';
import { MATCHED_DATASETS } from '../../src/matching/table.ts';
import { DATASETS } from '../stand-ins/splunk/cim/models.ts';
import { LISTS } from '../../src/generate/matching/events.ts';
import { isTrue, readConf } from '../stand-ins/splunk/conf.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const conf = (name: string) => readConf(root, name);
const searches = () => [...conf('savedsearches')].filter(([name]) => name.startsWith('MISP_match_'));
const searchOf = (name: string) => conf('savedsearches').get(name)?.get('search') ?? '';

describe('The searches of matching', () => {
  for (const { name, model, dataset } of MATCHED_DATASETS)
    for (const search of [`MISP_match_${name}`, `MISP_match_lookback_${name}`])
      it(`${search} names only fields that ${model}.${dataset} has in the CIM, in one tstats`, () => {
        const text = searchOf(search);
        const known = DATASETS[`${model}.${dataset}`];
        expect(text.match(/\btstats\b/g)).to.have.length(1);
        expect(text).to.include(`FROM datamodel=${model}.${dataset} `);
        const named = [
          ...text
            .replaceAll(`${model}.${dataset}`, '')
            .matchAll(new RegExp(`(?<![\\w=.])${dataset}\\.([\\w.]+)`, 'g')),
        ].map(([, field]) => field);
        expect(named).not.to.be.empty;
        expect([...(known?.filled ?? []), ...(known?.fields ?? [])]).to.include.members([...new Set(named)]);
      });

  it('write for continuous schedules, so that no quarter of an hour is left out', () => {
    for (const [name, search] of searches())
      if (search.get('search')?.includes('`misp_match_collect`') === true)
        expect(search.get('realtime_schedule'), name).to.equal('0');
  });

  it('are shipped disabled, none at the minute of another', () => {
    const crons = searches().map(([, search]) => search.get('cron_schedule'));
    expect(searches().every(([, search]) => isTrue(search.get('disabled')))).to.equal(true);
    expect(new Set(crons).size).to.equal(crons.length);
    expect(searches()).to.have.length(2 * MATCHED_DATASETS.length + 6);
  });

  it('find every kind of value, and every kind comes of a type', () => {
    const kinds = Object.keys(MATCH_KINDS);
    const looked = new Set(MATCHED_DATASETS.flatMap(({ fields }) => fields.flatMap((field) => field.kinds)));
    expect([...looked]).to.have.members(kinds);
    expect([...new Set(MATCH_RULES.map(({ kind }) => kind))]).to.have.members(kinds);
  });

  it('write events whose lists search time reads as lists', () => {
    const props = conf('props').get('misp:match');
    for (const field of LISTS)
      expect(props?.get(`EVAL-${field}`)).to.equal(`coalesce('${field}{}', ${field})`);
  });

  it('look up where the collections are, in lookups that say how many matches they give', () => {
    for (const name of ['misp_match_indicators', 'misp_match_network_indicators', 'misp_match_networks'])
      expect(conf('transforms').get(name)?.get('max_matches'), name).to.equal('1000');
    expect(conf('transforms').get('misp_match_networks')?.get('match_type')).to.equal('CIDR(network)');
    const accelerations = [...(conf('collections').get('misp_indicators') ?? [])].filter(([, value]) =>
      value.includes('misp_match_key'),
    );
    expect(accelerations).to.deep.equal([['accelerated_fields.match', '{"misp_match_key": 1}']]);
    for (const [, definition] of conf('macros'))
      for (const [lookup] of (definition.get('definition') ?? '').matchAll(/\| lookup (?!local=true)[^|]*/g))
        expect.fail(`not on the search head: ${lookup}`);
  });
});
