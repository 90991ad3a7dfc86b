import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isTrue, readConf } from '../stand-ins/splunk/conf.ts';
import { FEED_NAMES } from '../stand-ins/splunk/es.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const conf = (name: string) => readConf(root, name);

describe("The confs of Enterprise Security's feeds", () => {
  it('have a definition for each lookup file, and for each that is made or changed on the search head alone', () => {
    const shipped = readdirSync(`${root}lookups`);
    const made = ['misp_es_weight.csv', ...FEED_NAMES.map((feed) => `misp_es_${feed}_state.csv`)];
    const definitions = [...conf('transforms').values()].flatMap((stanza) => stanza.get('filename') ?? []);
    expect(definitions.sort()).to.deep.equal([...shipped, ...made].sort());
    expect(
      made.filter((file) => shipped.includes(file)),
      'an upgrade would replace it',
    ).to.deep.equal([]);
  });

  it('have the deployer of a cluster leave the lookups alone, and inputs made on a member reach the others', () => {
    expect(conf('app').get('shclustering')?.get('deployer_lookups_push_mode')).to.equal('always_preserve');
    const replicated = conf('server').get('shclustering');
    for (const name of ['inputs', 'misp_instances', 'managed_configurations'])
      expect(isTrue(replicated?.get(`conf_replication_include.${name}`)), name).to.equal(true);
  });

  for (const feed of FEED_NAMES) {
    const lookup = `misp_es_${feed}_intel`;
    it(`give ${lookup} to Enterprise Security, disabled`, () => {
      const input = conf('inputs').get(`threatlist://${lookup}`);
      expect(input?.get('url')).to.equal(`lookup://${lookup}`);
      expect(input?.get('type')).to.equal('threatlist');
      expect(isTrue(input?.get('disabled'))).to.equal(true);
      expect(conf('managed_configurations').get(`lookup:${lookup}`)?.get('label')).to.match(/^MISP /);
      expect(conf('savedsearches').get(`MISP_ES_${feed}_intel`)?.get('search')).to.match(
        new RegExp(`^\\| mispgetioc [^]*\\| outputlookup override_if_empty=false ${lookup}$`),
      );
    });
  }

  it('ship every search disabled, scheduled when it is enabled, at a time of its own, over a bounded range', () => {
    const searches = [...conf('savedsearches').values()];
    for (const search of searches) {
      expect(isTrue(search.get('disabled'))).to.equal(true);
      expect(isTrue(search.get('enableSched'))).to.equal(true);
      expect(search.get('description')).not.to.equal(undefined);
      expect(search.get('schedule_window')).to.match(/^\d+$/);
      expect(search.get('dispatch.earliest_time')).to.match(/^-/);
      expect(search.get('dispatch.latest_time')).to.equal('now');
    }
    const times = searches.map((search) => search.get('cron_schedule'));
    expect(new Set(times).size).to.equal(times.length);
  });

  it('write no lookup that a failed or empty pull would empty', () => {
    for (const [name, search] of conf('savedsearches')) {
      const text = search.get('search') ?? '';
      for (const [write] of text.matchAll(/outputlookup [^|\]]*/g))
        expect(write, name).to.match(/override_if_empty=false|append=true/);
      for (const [read] of text.matchAll(/inputlookup [^|\]]*/g))
        expect(read, name).to.include('strict=true');
    }
  });

  it('run nothing for previews that could write what is not complete', () => {
    for (const [name, command] of conf('commands'))
      expect(command.get('run_in_preview'), name).to.equal('false');
    for (const [name, search] of conf('savedsearches'))
      for (const [pipe] of (search.get('search') ?? '').matchAll(/appendpipe [^[]*\[/g))
        expect(pipe, name).to.equal('appendpipe run_in_preview=false [');
  });

  it('let the upper-level settings stand in five macros', () => {
    const feeds = [...conf('macros').keys()].filter((name) => /^misp_(es|indicators)_/.test(name));
    expect(feeds).to.deep.equal([
      'misp_es_source',
      'misp_es_filters',
      'misp_es_mapping',
      'misp_es_max_age',
      'misp_indicators_source',
    ]);
  });

  it('accelerate look-ups by value and by time, each by JSON that can be read', () => {
    const collection = conf('collections').get('misp_indicators');
    const accelerations = [...(collection ?? [])].filter(([key]) => key.startsWith('accelerated_fields.'));
    const fields = accelerations.map(([, json]) => Object.keys(JSON.parse(json) as object)[0]);
    expect(fields).to.include.members(['misp_value', 'misp_seen']);
    for (const field of fields) expect([...(collection?.keys() ?? [])]).to.include(`field.${String(field)}`);
  });

  it('keep the lookups off the search peers', () => {
    const csv = [...conf('transforms').values()].filter((stanza) => stanza.has('filename'));
    expect(csv.every((stanza) => stanza.get('replicate') === 'false')).to.equal(true);
  });

  it('are read by the mapping alone: no lookup has a row of its own but the weights', () => {
    for (const file of readdirSync(`${root}lookups`).filter((one) => one !== 'misp_es_weight_default.csv'))
      expect(readFileSync(`${root}lookups/${file}`, 'utf8').trimEnd().split('\n'), file).to.have.length(1);
  });
});
