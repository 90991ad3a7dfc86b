import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { answersOf, definitionIn, initialTokens } from '../support/dashboards.ts';
import { addRun, addToIndex } from '../support/misp-index.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { OWN_ORG, type StoredAttribute } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { FEED_NAMES, lookupOf, resetLookups, runFeed } from '../stand-ins/splunk/es.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { resolved, type Tokens } from '../stand-ins/splunk/web/tokens.ts';
import { connectedTo } from '../support/connected.ts';

/** Of the dashboard MISP event, where a person types it. */
const REQUIRED: Tokens = { event: '1' };
const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;
const VIEWS = ['misp_indicators', 'misp_matches', 'misp_event', 'misp_health'] as const;
/** Searches that begin with a command, and not with terms. */
const GENERATING = ['feeds', 'guide', 'live', 'failed'];

describe('The dashboards', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp({ now: NOW });
    splunk = await StandInSplunk.start(connectedTo(misp, { misp_covid: {} }));
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  /** The rows of each search, and one number of the one row that a panel of one number takes. */
  async function open(view: string, changes: Tokens = {}, now = NOW + 1) {
    const definition = definitionIn(splunk.appDir, view);
    const tokens = { ...REQUIRED, ...initialTokens(definition), ...changes };
    const answers = await answersOf(splunk, definition, tokens, now);
    const rows = (name: string): readonly Row[] => answers.get(name)?.rows ?? [];
    return {
      rows,
      number: (name: string) => Number(Object.values(rows(name)[0] ?? {})[0]),
      definition,
      answers,
    };
  }

  for (const view of VIEWS) {
    describe(view, () => {
      let definition: ReturnType<typeof definitionIn>;
      before(() => {
        definition = definitionIn(splunk.appDir, view);
      });

      it('names nothing that is not there', () => {
        const { dataSources, inputs, visualizations, layout } = definition;
        const sources = Object.keys(dataSources);
        for (const [name, { dataSources: own }] of Object.entries(visualizations))
          expect(sources, name).to.include(own.primary);
        for (const { dataSources: own } of Object.values(inputs))
          if (own) expect(sources).to.include(own.primary);
        for (const { options } of Object.values(dataSources))
          if (options.extend !== undefined) expect(sources).to.include(options.extend);
        expect(layout.globalInputs).to.deep.equal(Object.keys(inputs));
        expect(layout.tabs.items.map(({ layoutId }) => layoutId)).to.deep.equal(
          Object.keys(layout.layoutDefinitions),
        );
      });

      it('has no search that nothing shows, and no chain without an end', () => {
        const { dataSources, inputs, visualizations } = definition;
        const used = new Set(
          [...Object.values(visualizations), ...Object.values(inputs)].flatMap(
            (one) => one.dataSources?.primary ?? [],
          ),
        );
        for (const name of used) {
          const extend = dataSources[name]?.options.extend;
          if (extend !== undefined) used.add(extend);
        }
        expect([...used].sort()).to.deep.equal(Object.keys(dataSources).sort());
        for (const [name, { type, options }] of Object.entries(dataSources)) {
          expect(options.query.trim(), name).not.to.equal('');
          expect(type, name).to.equal(options.extend === undefined ? 'ds.search' : 'ds.chain');
          // Splunk puts the pipe between the two searches of a chain itself only if there is none.
          expect(options.query.startsWith('|'), name).to.equal(
            options.extend !== undefined || GENERATING.includes(name),
          );
        }
      });

      it('has few searches of its own', () => {
        const own = Object.values(definition.dataSources).filter(({ type }) => type === 'ds.search');
        expect(own.length).to.be.at.most(6);
      });

      it('sets every token that a search or link has', async () => {
        const { dataSources, visualizations } = definition;
        const tokens = { ...REQUIRED, ...initialTokens(definition) };
        // Between two dollar signs Dashboard Studio may see a token, also where they are of expressions.
        for (const { options } of Object.values(dataSources))
          expect(resolved(options.query, tokens), options.query).not.to.include('$');
        const { answers } = await open(view);
        for (const { eventHandlers = [], dataSources: own } of Object.values(visualizations)) {
          for (const { options } of eventHandlers) {
            const { url = '', tokens: set = [], fields = [] } = options;
            const keys = set.map(({ token, key }) => {
              expect(Object.keys(tokens), token).to.include(token);
              return /^row\.([\w ]+)\.value$/.exec(key)?.[1] ?? key;
            });
            const columns = Array.from(
              url.matchAll(/\$row\.([\w ]+)\.value(?:\|[nu])?\$/g),
              ([, name]) => name,
            );
            expect([...keys, ...columns]).not.to.be.empty;
            const rest = url.replace(/\$row\.[\w ]+\.value(?:\|[nu])?\$/g, '');
            expect(rest.replace(/\$global_time\.(earliest|latest)\$/g, '')).not.to.include('$');
            expect(answers.get(own.primary)?.fields, url).to.include.members([
              ...keys,
              ...columns,
              ...fields,
            ]);
          }
        }
      });

      it('has expressions of known functions on what there is', () => {
        const known =
          /^> (primary|majorValue|frame\(label, value\))( \| (seriesByName\("\w+"\)|renameSeries\("\w+"\)|rangeValue\((\w+)\)|prepend\((\w+)\)|objects\(\)|lastPoint\(\)))+$/;
        for (const { options, context = {} } of [
          ...Object.values(definition.visualizations),
          ...Object.values(definition.inputs),
        ]) {
          for (const value of [...Object.values(options), ...Object.values(context)] as unknown[]) {
            if (typeof value !== 'string' || !value.startsWith('>')) continue;
            expect(value).to.match(known);
            const names = [...value.matchAll(/(?:rangeValue|prepend)\((\w+)\)/g)].map(([, name]) => name);
            expect(Object.keys(context)).to.include.members(names);
          }
        }
      });

      it('places every panel once, in rows that are as wide as the page', () => {
        const layouts = Object.values(definition.layout.layoutDefinitions);
        expect(layouts.flatMap(({ structure }) => structure.map(({ item }) => item)).sort()).to.deep.equal(
          Object.keys(definition.visualizations).sort(),
        );
        for (const { options, structure } of layouts) {
          let y = 0;
          let x = 0;
          let height = 0;
          for (const { position } of structure) {
            if (x === options.width) [x, y] = [0, y + height];
            expect([position.x, position.y]).to.deep.equal([x, y]);
            if (x > 0) expect(position.h).to.equal(height);
            expect(Math.min(position.w, position.h)).to.be.above(100);
            [x, height] = [x + position.w, position.h];
          }
          expect(x).to.equal(options.width);
        }
      });

      it('has tables that are as wide as their panels, with all columns in a window of 900 pixels', async () => {
        const { answers } = await open(view);
        for (const { structure, options } of Object.values(definition.layout.layoutDefinitions)) {
          for (const { item, position } of structure) {
            const { type, options: own, dataSources } = definition.visualizations[item] ?? {};
            if (type !== 'splunk.table') continue;
            const isHidden = own?.['showInternalFields'] === false;
            const widths = (own?.['columnFormat'] ?? {}) as Record<string, { width: number }>;
            const shown = (answers.get(dataSources?.primary ?? '')?.fields ?? []).filter(
              (name) => !isHidden || !name.startsWith('_'),
            );
            expect(shown, item).to.include.members(Object.keys(widths));
            // Dashboard Studio widens columns to fill a table if one of them has no width; such a one gets 90 at least.
            expect(Object.keys(widths).length, item).to.be.below(shown.length);
            const least = shown.reduce((sum, name) => sum + (widths[name]?.width ?? 90), 0);
            expect(least, `${view} ${item}`).to.be.at.most((position.w * 900) / options.width - 40);
          }
        }
      });

      it('is drawn of an empty index, too', async () => {
        splunk.index.clean();
        const { rows, definition: found } = await open(view);
        for (const { type, dataSources } of Object.values(found.visualizations))
          if (type === 'splunk.singlevalue')
            expect(rows(dataSources.primary), dataSources.primary).to.have.length(1);
      });
    });
  }

  it('are in the navigation, MISP indicators first', async () => {
    const { readFile } = await import('node:fs/promises');
    const nav = await readFile(`${splunk.appDir}/default/data/ui/nav/default.xml`, 'utf8');
    expect(
      [...nav.matchAll(/<view name="(\w+)"/g)].map(([, name]) => name).slice(0, VIEWS.length),
    ).to.deep.equal(VIEWS);
    expect(nav).to.match(/"misp_indicators" default="true"/);
  });

  describe('of what a MISP holds', () => {
    let held: StoredAttribute[];

    before(async () => {
      splunk.index.clean();
      const { exitCode, stderr } = await runInput(splunk, 'misp_covid', { settings: { start: 'all' } });
      expect(exitCode, stderr).to.equal(0);
      held = misp.store.attributes.filter(
        ({ deleted, event }) => !deleted && (event.distribution !== '0' || event.org === OWN_ORG),
      );
    });

    const countsOf = (keys: readonly string[]) => {
      const counts = new Map<string, number>();
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
    };
    const pairs = (rows: readonly Row[], key: string, value = 'indicators') =>
      Object.fromEntries(
        rows
          .map((row) => [String(row[key]), Number(row[value])] as const)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      );
    const tagsOf = ({ tags, event }: StoredAttribute) => [...new Set([...tags, ...event.tags])];
    const tlpOf = (one: StoredAttribute) => {
      const found = tagsOf(one).flatMap(
        (tag) => /^tlp:(.+)$/i.exec(tag)?.[1]?.toUpperCase().replace('WHITE', 'CLEAR') ?? [],
      );
      return (
        ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'].find((level) => found.includes(level)) ?? 'none'
      );
    };
    const isRecent = ({ timestamp }: StoredAttribute) => timestamp >= NOW - 30 * DAY - (NOW % DAY);

    it('count it', async () => {
      const { number } = await open('misp_indicators');
      expect(number('total')).to.equal(held.length);
      expect(number('detection')).to.equal(held.filter(({ to_ids }) => to_ids).length);
      expect(number('events')).to.equal(new Set(held.map(({ event }) => event)).size);
      expect(number('changed')).to.equal(held.filter(isRecent).length);
      const deleted = misp.store.attributes.filter((one) => one.deleted && isRecent(one));
      expect(number('withdrawn')).to.equal(deleted.length).and.above(0);
    });

    it('count it by organisation, TLP, threat level and age, and the ten most of category', async () => {
      const { rows } = await open('misp_indicators');
      expect(pairs(rows('by_organisation'), 'Organisation', 'Indicators')).to.deep.equal(
        countsOf(held.map(({ event }) => event.orgc.name)),
      );
      expect(pairs(rows('by_tlp'), 'misp_tlp')).to.deep.equal(countsOf(held.map(tlpOf)));
      const levels = ['', 'high', 'medium', 'low', 'unknown'];
      expect(rows('by_threat_level').map((row) => row['severity'])).to.deep.equal(levels.slice(1));
      expect(pairs(rows('by_threat_level'), 'severity')).to.deep.equal(
        countsOf(held.map(({ event }) => levels[Number(event.threat_level_id)] ?? '')),
      );
      const ageOf = ({ timestamp }: StoredAttribute) => {
        const days = (NOW + 1 - timestamp) / DAY;
        const steps = [1, 7, 30, 90, 365].findIndex((limit) => days < limit);
        return (
          ['up to a day', 'up to a week', 'up to 30 days', 'up to 90 days', 'up to a year'][steps] ?? 'older'
        );
      };
      expect(pairs(rows('by_age'), 'age')).to.deep.equal(countsOf(held.map(ageOf)));
      const categories = countsOf(held.map(({ category }) => category));
      const most = Object.values(categories)
        .sort((one, other) => other - one)
        .slice(0, 10);
      expect(rows('by_category').map((row) => Number(row['indicators']))).to.deep.equal(most);
      for (const row of rows('by_category'))
        expect(Number(row['indicators'])).to.equal(categories[String(row['misp_category'])]);
    });

    it('show the most frequent types, tags and events', async () => {
      const { rows } = await open('misp_indicators');
      const types = countsOf(held.map(({ type }) => type));
      expect(rows('by_type')).to.have.length(10);
      for (const row of rows('by_type'))
        expect(Number(row['indicators'])).to.equal(types[String(row['misp_type'])]);
      expect(Number(rows('by_type')[0]?.['indicators'])).to.equal(Math.max(...Object.values(types)));
      const tags = countsOf(held.flatMap(tagsOf).filter((tag) => !/^(tlp:|misp-galaxy:)/i.test(tag)));
      const shown = pairs(rows('top_tags'), '_tag', 'Indicators');
      expect(Object.keys(shown)).to.have.length(Math.min(10, Object.keys(tags).length));
      for (const [tag, count] of Object.entries(shown)) expect(count, tag).to.equal(tags[tag]);
      const events = countsOf(held.filter(isRecent).map(({ event }) => event.id));
      expect(rows('top_events')).to.have.length(10);
      for (const row of rows('top_events')) {
        expect(Number(row['Indicators'])).to.equal(events[String(row['ID'])]);
        expect(row['_misp']).to.equal(`${misp.url}/events/view/${String(row['ID'])}`);
      }
    });

    it('show it over time, each day of the range', async () => {
      const { rows } = await open('misp_indicators');
      expect(rows('over_time')).to.have.length(31);
      for (const { _time, ...series } of rows('over_time')) {
        const own = held.filter(({ timestamp }) => timestamp - (timestamp % DAY) === Number(_time));
        const sum = Object.values(series).reduce((total, count) => total + Number(count), 0);
        expect(sum, String(_time)).to.equal(own.length);
      }
    });

    it('list the latest, with the value and what is known of it', async () => {
      const { rows } = await open('misp_indicators');
      const [latest] = rows('latest');
      expect(rows('latest')).to.have.length(100);
      const stored = held.find(
        ({ value, event }) => value === latest?.['Value'] && event.id === latest['_id'],
      );
      expect(stored?.timestamp).to.equal(Math.max(...held.map(({ timestamp }) => timestamp)));
      expect(latest).to.include({
        Type: stored?.type,
        IDS: stored?.to_ids ? 'True' : 'False',
        Event: stored?.event.info,
      });
    });

    it('say how often the latest were seen in other data', async () => {
      const before = await open('misp_indicators');
      const [one, other] = held.filter(isRecent);
      const match = (count: number, ...uuids: readonly (string | undefined)[]) => {
        const content = { misp_match_last: NOW, misp_match_count: count, misp_attribute_uuid: uuids };
        splunk.index.add({
          ...{ index: 'misp', sourcetype: 'misp:match', time: NOW, host: 'h', source: 's' },
          raw: JSON.stringify({ ...content, misp_instance: ['misp_covid'] }),
        });
      };
      match(2, one?.uuid);
      match(5, one?.uuid, other?.uuid, 'no attribute of the index');
      const { rows } = await open('misp_indicators');
      const without = ({ Seen: _seen, ...row }: Row) => row;
      expect(rows('latest').map(without)).to.deep.equal(before.rows('latest').map(without));
      const seen = rows('latest').filter((row) => row['Seen'] !== 'no');
      expect(seen.map((row) => [row['Value'], row['Seen']])).to.have.deep.members([
        [one?.value, '7'],
        [other?.value, '5'],
      ]);
    });

    it('go by the choices of type, to_ids and time', async () => {
      const domains = held.filter(({ type }) => type === 'domain');
      const chosen = await open('misp_indicators', { type: 'domain', to_ids: 'False' });
      expect(chosen.number('total'))
        .to.equal(domains.filter(({ to_ids }) => !to_ids).length)
        .and.above(0);
      expect(chosen.rows('latest').every((row) => row['Type'] === 'domain')).to.equal(true);
      expect(chosen.rows('types').length).to.equal(new Set(held.map(({ type }) => type)).size + 1);
      const day = await open('misp_indicators', { 'global_time.earliest': '-1d' });
      expect(day.number('changed')).to.equal(
        held.filter(({ timestamp }) => timestamp >= NOW + 1 - DAY).length,
      );
      expect(day.number('total')).to.equal(held.length);
      expect((await open('misp_indicators', { instance: 'other' })).number('total')).to.equal(0);
    });

    it('go by every filter, together and alone', async () => {
      const some = held.find(({ type, tags }) => type === 'filename|sha256' && tags.length > 0);
      expect(some).not.to.equal(undefined);
      const orgs = [...new Set(held.map(({ event }) => event.orgc.name))];
      const cases: readonly (readonly [Tokens, (one: StoredAttribute) => boolean])[] = [
        [{ type: ['domain', 'url'] }, ({ type }) => ['domain', 'url'].includes(type)],
        [{ category: 'Payload delivery' }, ({ category }) => category === 'Payload delivery'],
        [{ tlp: ['RED', 'none'] }, (one) => ['RED', 'none'].includes(tlpOf(one))],
        [{ tag: some?.tags ?? [] }, (one) => tagsOf(one).some((tag) => some?.tags.includes(tag) === true)],
        [{ organisation: orgs[0] ?? '' }, ({ event }) => event.orgc.name === orgs[0]],
        [{ published: 'False' }, ({ event }) => !event.published],
        [{ event: '3' }, ({ event }) => event.id === '3' || event.info.includes('3')],
        [{ event: 'NIGHTOWL' }, ({ event }) => /nightowl/i.test(event.info)],
        [{ value: 'Example' }, ({ value }) => /example/i.test(value)],
        [{ value: 'vaccine*example' }, ({ value }) => /vaccine.*example/is.test(value)],
        [
          { value: '.example', to_ids: 'True', type: 'domain', published: 'True' },
          (one) =>
            one.value.includes('.example') && one.to_ids && one.type === 'domain' && one.event.published,
        ],
      ];
      for (const [tokens, isChosen] of cases) {
        const { number, rows } = await open('misp_indicators', tokens);
        const chosen = held.filter(isChosen);
        const name = JSON.stringify(tokens);
        expect(chosen.length, name).to.be.within(1, held.length - 1);
        expect(number('total'), name).to.equal(chosen.length);
        expect(number('changed'), name).to.equal(chosen.filter(isRecent).length);
        expect(rows('latest').length, name).to.equal(Math.min(100, chosen.filter(isRecent).length));
        const sum = rows('by_type').reduce((all, row) => all + Number(row['indicators']), 0);
        expect(sum, name).to.be.at.most(chosen.length);
      }
    });

    it('take a typed text for nothing but a text', async () => {
      for (const text of [
        '" OR *',
        'x" | delete',
        '\\',
        'x\\',
        '%',
        '_',
        '[ | makeresults ]',
        '`misp_collect`',
        '$type$',
        'C:\\x*"',
        "'misp_value'",
      ]) {
        const { number } = await open('misp_indicators', { value: text });
        const found = held.filter(({ value }) => value.toLowerCase().includes(text.toLowerCase()));
        if (!text.includes('*')) expect(number('total'), text).to.equal(found.length);
        const { rows } = await open('misp_indicators', { event: text, type: text, tag: [text, 'none'] });
        if (!text.includes('*')) expect(rows('latest'), text).to.deep.equal([]);
        const definition = definitionIn(splunk.appDir, 'misp_event');
        // MISP is not asked: the command refuses what is no id.
        const { live, failed, ...dataSources } = definition.dataSources;
        const tokens = { event: text, instance: text };
        const answers = await answersOf(splunk, { ...definition, dataSources }, tokens, NOW);
        if (!text.includes('*')) expect(answers.get('list')?.rows, text).to.deep.equal([]);
        for (const source of [live, failed]) {
          const refused = await runSpl(splunk, resolved(source?.options.query ?? '', tokens));
          expect(refused.messages.map(([, message]) => message).join(' '), text).to.match(
            /eventid|misp_instance|no MISP instance/,
          );
        }
      }
    });

    it('say where the period before differs, and nothing of all time', async () => {
      const { rows } = await open('misp_indicators', { 'global_time.earliest': '-7d@d' });
      const start = NOW + 1 - 7 * DAY - ((NOW + 1) % DAY);
      const before = 2 * start - (NOW + 1);
      const changed = held.filter(({ timestamp }) => timestamp >= start).length;
      const earlier = held.filter(({ timestamp }) => timestamp >= before && timestamp < start).length;
      expect(rows('changed')).to.deep.equal([
        { indicators: String(changed), change: String(changed - earlier) },
      ]);
      const all = await open('misp_indicators', { 'global_time.earliest': '0' });
      expect(all.rows('changed')).to.deep.equal([
        { indicators: String(held.length), change: String(held.length) },
      ]);
    });

    it('have galaxies by their names', async () => {
      const { rows } = await open('misp_indicators');
      const bears = held.filter((one) => tagsOf(one).includes('misp-galaxy:threat-actor="Invented Bear"'));
      expect(rows('actors')).to.deep.equal([
        {
          'Threat actor': 'Invented Bear',
          Indicators: String(bears.length),
          Events: String(new Set(bears.map(({ event }) => event)).size),
          _tag: 'misp-galaxy:threat-actor="Invented Bear"',
        },
      ]);
      expect(rows('malware').map((row) => row['Malware or tool'])).to.include('NightOwl');
      addToIndex(splunk, 'misp_covid', 'misp:attribute', NOW, {
        misp_attribute_uuid: 'with-technique',
        misp_type: 'url',
        misp_event_id: '1',
        misp_tag: ['misp-galaxy:mitre-attack-pattern="Spearphishing Attachment - T1566.001"', 'tlp:red'],
      });
      const chosen = await open('misp_indicators', {
        tag: 'misp-galaxy:mitre-attack-pattern="Spearphishing Attachment - T1566.001"',
      });
      expect(chosen.rows('techniques').map((row) => row['Technique'])).to.deep.equal([
        'Spearphishing Attachment (T1566.001)',
      ]);
      expect(chosen.number('total')).to.equal(1);
      expect(chosen.rows('tags').map((row) => row['label'])).to.include(
        'mitre-attack-pattern: Spearphishing Attachment (T1566.001)',
      );
      addToIndex(splunk, 'misp_covid', 'misp:attribute', NOW, {
        misp_attribute_uuid: 'with-technique',
        misp_deleted: true,
      });
    });

    it('count each event once, whatever is chosen', async () => {
      for (const type of ['*', 'domain'])
        for (const ids of ['*', 'True', 'False']) {
          const chosen = held.filter(
            (one) => (type === '*' || one.type === type) && (ids === '*' || one.to_ids === (ids === 'True')),
          );
          const { number } = await open('misp_indicators', { type, to_ids: ids });
          expect(number('events'), `${type} ${ids}`).to.equal(new Set(chosen.map(({ event }) => event)).size);
        }
    });

    it('count what was changed once, and what was withdrawn no more', async () => {
      const before = await open('misp_indicators');
      const [edited, deleted, removed] = held.filter(
        (one) => isRecent(one) && one.type === 'domain' && one.to_ids,
      );
      const copy = (one: StoredAttribute | undefined, more: object) => ({
        misp_attribute_uuid: one?.uuid,
        misp_event_id: one?.event.id,
        misp_type: one?.type,
        misp_to_ids: true,
        misp_deleted: false,
        ...more,
      });
      const add = (content: object) => {
        addToIndex(splunk, 'misp_covid', 'misp:attribute', NOW, content);
      };
      add(copy(edited, { misp_to_ids: false }));
      add(copy(deleted, { misp_deleted: true }));
      add({ misp_attribute_uuid: removed?.uuid, misp_deleted: true, misp_removed: true });
      const after = await open('misp_indicators');
      const changes = (name: string) => after.number(name) - before.number(name);
      expect(['total', 'detection', 'changed', 'withdrawn'].map(changes)).to.deep.equal([-2, -3, -2, 2]);
    });
  });

  describe('of an index without events', () => {
    const guideOf = async (view: string) => {
      const { rows } = await open(view, {}, NOW);
      return rows('guide').map((row) => [row['State'], row['Open'], row['_page']]);
    };
    const add = (sourcetype: 'misp:attribute' | 'misp:run', time: number) => {
      addToIndex(splunk, 'a', sourcetype, time, {
        misp_attribute_uuid: 'a',
        misp_type: 'url',
        status: 'success',
      });
    };

    beforeEach(() => {
      splunk.index.clean();
    });

    it('say why, and where to go', async () => {
      for (const view of ['misp_indicators', 'misp_health'])
        expect(await guideOf(view)).to.deep.equal([
          ['The index of the macro misp_index has no events of MISP.', 'Configuration', 'configuration'],
        ]);
      const { rows } = await open('misp_indicators', {}, NOW);
      expect(rows('nothing')).to.have.length(1);
      for (const menu of ['instances', 'types', 'categories', 'organisations', 'tags'])
        expect(rows(menu), menu).to.deep.equal([{ label: 'All', value: '*' }]);
      expect(String(rows('guide')[0]?.['What to do'])).to.include('Configuration > Inputs');
    });

    it('say that an input runs and has nothing yet, and then nothing more', async () => {
      add('misp:run', NOW - 60);
      expect((await guideOf('misp_indicators')).map(([state]) => state)).to.deep.equal([
        'The input runs, but it has not indexed any indicator yet.',
      ]);
      add('misp:attribute', NOW - 40 * DAY);
      expect(await guideOf('misp_indicators')).to.deep.equal([]);
      const { rows } = await open('misp_indicators', {}, NOW);
      expect(rows('nothing')).to.deep.equal([]);
      expect((await open('misp_indicators', { type: 'md5' }, NOW)).rows('nothing')).to.have.length(1);
    });

    it('say when nothing is written any more', async () => {
      add('misp:attribute', NOW - 60);
      const later = await open('misp_indicators', {}, NOW + 3 * DAY);
      expect(String(later.rows('guide')[0]?.['State'])).to.match(/^Nothing has been indexed since \d{4}-/);
    });
  });

  describe('of the runs of inputs', () => {
    const run = { duration: 4, attributes: 40, requests: 5, lag: 90 };
    const failed = { ...run, status: 'failed', error: 'MISP refused the API key', attributes: 0 } as const;

    before(() => {
      splunk.index.clean();
      for (const hour of [1, 2, 3, 4])
        addRun(splunk, 'good', { ...run, time: NOW - hour * 3600, status: 'success' });
      addRun(splunk, 'bad', { ...run, time: NOW - 30 * 3600, status: 'success' });
      addRun(splunk, 'bad', { ...failed, time: NOW - 7200, lag: 7300 });
      addRun(splunk, 'bad', { ...failed, time: NOW - 3600, lag: 10_800 });
      addRun(splunk, 'late', { ...run, time: NOW - 9 * DAY, status: 'success' });
    });

    it('say how each input is, and why it is not well', async () => {
      const { rows, number } = await open('misp_health', {}, NOW);
      const lines = rows('status').map((row) =>
        ['Instance', 'Status', 'Lag', 'Runs', 'Failed', 'Error'].map((name) => row[name]).join(' | '),
      );
      expect(lines).to.deep.equal([
        'bad | failed | 3 hours | 3 | 2 | MISP refused the API key',
        'good | success | 90 seconds | 4 | 0 | -',
      ]);
      expect(number('failing')).to.equal(1);
      expect(number('failures')).to.equal(2);
      expect(number('requested')).to.equal(35);
      expect(rows('oldest')).to.deep.equal([{ age: '30 hours' }]);
      expect(rows('lag')).to.deep.equal([{ lag: '3 hours' }]);
      expect(rows('errors').map((row) => [row['Instance'], row['Error'], row['Times']])).to.deep.equal([
        ['bad', 'MISP refused the API key', '2'],
      ]);
      expect(rows('instances').map((row) => row['value'])).to.deep.equal(['*', 'bad', 'good']);
    });

    it('sum up each hour', async () => {
      const { rows } = await open('misp_health', {}, NOW);
      const sum = (name: string, field: string) =>
        rows(name).reduce((total, row) => total + Number(row[field] ?? 0), 0);
      expect(sum('by_status', 'success')).to.equal(5);
      expect(sum('by_status', 'failed')).to.equal(2);
      expect(sum('written', 'indicators')).to.equal(200);
      expect(sum('requests', 'requests')).to.equal(35);
      expect(Math.max(...rows('lags').map((row) => Number(row['bad'] ?? 0)))).to.equal(180);
      expect(Math.max(...rows('durations').map((row) => Number(row['good'] ?? 0)))).to.equal(4);
    });

    it('go by the choice of an instance', async () => {
      const { number } = await open('misp_health', { instance: 'good' }, NOW);
      expect([number('failing'), number('failures'), number('requested')]).to.deep.equal([0, 0, 20]);
    });

    it('have the last lag that a run knew', async () => {
      const hour = NOW - (NOW % 3600) - 3600;
      const { lag: _lag, ...unknown } = run;
      const add = (minute: number, content: object) => {
        const time = hour + minute * 60;
        const more = { misp_input: 'mixed', status: 'success', ...content };
        addToIndex(splunk, 'mixed', 'misp:run', time, more);
      };
      add(10, { ...run, lag: 5 });
      add(20, { ...run, status: 'failed', error: 'e', lag: 600 });
      add(30, unknown);
      const { rows } = await open('misp_health', { instance: 'mixed' }, NOW);
      expect(rows('lag')).to.deep.equal([{ lag: '10 minutes' }]);
      expect(rows('status').map((row) => [row['Status'], row['Runs'], row['Failed']])).to.deep.equal([
        ['success', '3', '1'],
      ]);
    });

    it('say how the scheduled searches run', async () => {
      const add = (name: string, minutes: number, status: string, more = {}) => {
        splunk.index.addFields({
          ...{ index: '_internal', sourcetype: 'scheduler', savedsearch_name: name, status, ...more },
          _time: String(NOW - 60 * minutes),
        });
      };
      add('MISP_match_dns', 30, 'success', { result_count: '2', run_time: '1.26' });
      add('MISP_match_dns', 15, 'success', { result_count: '3', run_time: '0.5' });
      add('MISP_match_web', 10, 'skipped');
      add('MISP_ES_ip_intel', 10, 'delegated_remote_error');
      add('Other', 10, 'success');
      const { rows } = await open('misp_health', {}, NOW);
      const lines = rows('scheduled').map((row) =>
        ['Search', 'Runs', 'Failed', 'Skipped', 'Status', 'Results', 'Longest (s)']
          .map((name) => row[name])
          .join(' '),
      );
      expect(lines).to.deep.equal([
        'MISP_ES_ip_intel 0 1 0 delegated_remote_error - -',
        'MISP_match_web 0 0 1 skipped - -',
        'MISP_match_dns 2 0 0 success 5 1.3',
      ]);
    });

    it('say how many values the lookups of the feeds hold, and how old the newest is', async () => {
      resetLookups(splunk);
      const { failed: isFailed } = await runFeed(splunk, 'domain');
      expect(isFailed).to.equal(false);
      const { rows } = await open('misp_health', {}, NOW);
      const byFeed = new Map(rows('feeds').map((row) => [row['Feed'], row]));
      expect([...byFeed.keys()]).to.have.members([...FEED_NAMES, 'misp_indicators (KV store)']);
      const known = lookupOf(splunk, 'misp_es_domain_state').rows.map((row) => row['misp_intel_value']);
      expect(Number(byFeed.get('domain')?.['Values']))
        .to.equal(new Set(known).size)
        .and.above(20);
      expect(Number(byFeed.get('domain')?.['Days ago'])).to.be.within(0, 2);
      expect(byFeed.get('ip')).to.include({ Values: '0', Newest: '-' });
    });

    it('lead to the log of an input, whatever its name is', async () => {
      addRun(splunk, 'a" | delete "', { ...run, time: NOW - 60, status: 'success' });
      const { rows } = await open('misp_health', {}, NOW);
      const logs = rows('status').map((row) => String(row['_log']));
      expect(logs).to.include('index=_internal sourcetype=splunkd component=ExecProcessor "misp://good"');
      expect(logs).to.include(
        'index=_internal sourcetype=splunkd component=ExecProcessor "misp://a*delete*"',
      );
    });
  });
});
