import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../../src/commands/table.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { searchesIn, searchesOnOpening } from '../stand-ins/splunk/web/simple-xml.ts';
import { commandsIn, writingCommandsIn } from '../stand-ins/splunk/writing-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const UI = join(root, 'default/data/ui');

/** The form that this page once was: opened with a parameter, it reported. */
const WRITING_FORM = `<form version="1.1">
  <fieldset submitButton="true" autoRun="false">
    <input type="text" token="uuid" searchWhenChanged="false"/>
    <input type="dropdown" token="type"><default>false_positive</default></input>
  </fieldset>
  <row><panel><table><search>
    <query>| makeresults | eval misp_attribute_uuid=$uuid|s$ | mispsight misp_instance=a type=$type|s$</query>
  </search></table></panel></row>
</form>`;

const HOSTILE = [
  'x" | mispsight misp_instance=a | eval y="',
  String.raw`x\" | outputlookup a.csv append=true`,
  'x\\',
  '`misp_collect`',
  '$value$',
  '[ | misprest method=delete ]',
  'x\n| collect index=main',
];

function filesOf(folder: string, ending: string): readonly (readonly [name: string, text: string])[] {
  return readdirSync(join(UI, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => [file, readFileSync(join(UI, folder, file), 'utf8')] as const);
}

const views = filesOf('views', '.xml');
const saved = (name: string): string => {
  const search = readConf(root, 'savedsearches').get(name)?.get('search');
  if (search === undefined) throw new Error(`There is no saved search ${name}.`);
  return search;
};
const writing = (search: string) => writingCommandsIn(root, search);

/** The definition of Dashboard Studio in a view. */
function definitionOf(xml: string): unknown {
  const json = /<definition><!\[CDATA\[([^]*)\]\]><\/definition>/.exec(xml)?.[1];
  return json === undefined ? undefined : JSON.parse(json);
}

/** Of a definition: searches stand in `query`, names of saved ones in `ref`. */
function queriesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    if (name === 'query' && typeof inner === 'string') return [inner];
    if (name === 'ref' && typeof inner === 'string') return [saved(inner)];
    return queriesIn(inner);
  });
}

/** The searches that links run: `q` is one, `s` names a saved one. */
function linkedSearches(text: string): readonly string[] {
  const links = text.replaceAll('&amp;', '&').matchAll(/[?&](q|s)=([^&"'<\s]*)/g);
  return Array.from(links, ([, name, value = '']) =>
    name === 'q' ? decodeURIComponent(value) : saved(decodeURIComponent(value).replace(/^.*\//, '')),
  );
}

describe('Views', () => {
  it('have no search with a command that writes, in Simple XML or Dashboard Studio', () => {
    expect(views.length).to.be.above(3);
    let found = 0;
    for (const [name, xml] of views) {
      const definition = definitionOf(xml);
      const searches =
        definition === undefined ? searchesIn(xml, saved).map(({ query }) => query) : queriesIn(definition);
      found += searches.length;
      for (const search of searches) expect(writing(search), `${name}: ${search}`).to.deep.equal([]);
    }
    expect(found).to.be.above(10);
  });

  it('have no link, and are reached by none, that runs a search that writes', () => {
    const all = [
      ...views,
      ...filesOf('nav', '.xml'),
      ...filesOf('alerts', '.html'),
      ['workflow_actions.conf', readFileSync(join(root, 'default/workflow_actions.conf'), 'utf8')] as const,
    ];
    for (const [name, text] of all)
      for (const search of linkedSearches(text)) expect(writing(search), name).to.deep.equal([]);
  });

  it('and the menu and workflow actions run no search by themselves', () => {
    for (const [name, text] of filesOf('nav', '.xml')) expect(text, name).not.to.match(/<saved\b/);
    for (const [name, settings] of readConf(root, 'workflow_actions'))
      expect([...settings.keys()], name).not.to.include('search.search_string');
  });

  it('of alert actions fill their lists by searches that only read', () => {
    const searches = filesOf('alerts', '.html').flatMap(([, text]) =>
      Array.from(text.matchAll(/ search="([^"]*)"/g), ([, search = '']) => search.replaceAll('&quot;', '"')),
    );
    expect(searches.length).to.be.above(0);
    for (const search of searches) expect(writing(search), search).to.deep.equal([]);
  });

  describe('opened by a link', () => {
    const open = (xml: string, parameters: string) =>
      searchesOnOpening(xml, new URLSearchParams(parameters), saved).map(({ query }) => query);

    it('are taken for submitted with any parameter, as Splunk Web does', () => {
      expect(open(WRITING_FORM, '')).to.deep.equal([]);
      expect(open(WRITING_FORM, 'other=1')).to.deep.equal([]);
      for (const parameters of ['form.uuid=a', 'uuid=a', 'form.uuid=a&form.type=expiration']) {
        const [search = ''] = open(WRITING_FORM, parameters);
        expect(writing(search), parameters).to.deep.equal(['mispsight']);
      }
    });

    for (const [name, xml] of views.filter(([, text]) => definitionOf(text) === undefined)) {
      const tokens = [...new Set([...xml.matchAll(/token="(\w+)"/g)].map(([, token = '']) => token))];

      it(`run nothing that writes: ${name}`, () => {
        for (const value of ['a', ...HOSTILE]) {
          const parameters = new URLSearchParams({ autoRun: 'true', submit: '1', uuid: value, type: value });
          for (const token of tokens) parameters.append(`form.${token}`, value);
          for (const search of open(xml, parameters.toString()))
            expect(writing(search), search).to.deep.equal([]);
        }
      });

      it(`keep a value of the link a value: ${name}`, () => {
        const commandsWith = (value: string) =>
          open(
            xml,
            String(new URLSearchParams(Object.fromEntries(tokens.map((one) => [`form.${one}`, value])))),
          ).map(commandsIn);
        for (const value of HOSTILE) expect(commandsWith(value), value).to.deep.equal(commandsWith('a'));
      });
    }
  });

  it('leave to Splunk only what it asks about: each command that writes to MISP says so', () => {
    const risky = Object.values(commands).filter(({ isRisky }) => isRisky === true);
    expect(risky.map(({ name }) => name)).to.include.members(['mispsight', 'misprest', 'mispexpire']);
    for (const { name } of risky)
      expect(writing(`| makeresults | ${name} misp_instance=a`)).to.deep.equal([name]);
    expect(writing('| makeresults | append [ | misprest misp_instance=a method=post ]')).to.deep.equal([
      'misprest',
    ]);
    expect(writing('| makeresults | `misp_collect`')).to.deep.equal(['collect']);
    expect(writing('| makeresults | eval a="| mispsight [ collect"')).to.deep.equal([]);
  });
});
