import { XMLParser } from 'fast-xml-parser';
import { isTrue } from '../conf.ts';
import type { FormInput } from './form-script.ts';
import { resolved, type Tokens, tokensIn } from './tokens.ts';

export interface ViewSearch {
  readonly query: string;
  /** Blank for all time. */
  readonly earliest: string;
}

type Element = Readonly<Record<string, unknown>>;

/** Elements that hold a search, of all versions of Simple XML. */
const QUERIES = ['searchString', 'searchTemplate', 'searchPostProcess', 'populatingSearch'];
const NAMES = ['searchName', 'populatingSavedSearch'];
/** What sets tokens without a person: there is none in the app. */
const NOT_MODELLED = ['init', 'condition', 'eval'];

/**
 * Every search of a Simple XML view, tokens as they are written.
 *
 * @param saved the search of a saved search
 */
export function searchesIn(xml: string, saved: (name: string) => string): readonly ViewSearch[] {
  const root = viewIn(xml);
  const searches = elementsIn(root, 'search');
  const byId = new Map(searches.map((one) => [textOf(one['@id']), one]));
  const queryOf = (search: Element): string => {
    const own = search['@ref'] === undefined ? textOf(search['query']) : saved(textOf(search['@ref']));
    const base = byId.get(textOf(search['@base']));
    return base && search['@base'] !== undefined ? `${queryOf(base)} ${own}` : own;
  };
  const texts = (names: readonly string[]) => names.flatMap((name) => valuesIn(root, name));
  return [
    ...searches.map((one) => ({ query: queryOf(one), earliest: textOf(one['earliest']) })),
    ...texts(QUERIES).map((query) => ({ query, earliest: '' })),
    ...texts(NAMES).map((name) => ({ query: saved(name), earliest: '' })),
  ];
}

/**
 * What runs when a view is opened by a link, before anybody presses a button. A form waits for its button only when nothing at
 * all stands in the address: FormManager.js of Splunk Web 8.2.12 submits it `if (autoRun || !hasSubmit || hasUrlTokens)`, and
 * every parameter is such a token. `form.x` also fills the input x. A search without a value for each of its tokens waits.
 */
export function searchesOnOpening(
  xml: string,
  parameters: URLSearchParams,
  saved: (name: string) => string,
): readonly ViewSearch[] {
  const root = viewIn(xml);
  const unknown = NOT_MODELLED.find((name) => valuesIn(root, name).length > 0);
  if (unknown !== undefined) throw new Error(`<${unknown}> of Simple XML is not supported.`);
  const [fieldset] = elementsIn(root, 'fieldset');
  const hasSubmit = fieldset !== undefined && fieldset['@submitButton'] !== 'false';
  const isSubmitted = isTrue(textOf(fieldset?.['@autoRun'])) || !hasSubmit || parameters.size > 0;
  const tokens = { ...defaultsIn(root), ...tokensOf(parameters) };
  return searchesIn(xml, saved)
    .filter(({ query }) => {
      const names = tokensIn(query);
      return (isSubmitted || names.length === 0) && names.every((name) => tokens[name] !== undefined);
    })
    .map(({ query, earliest }) => ({ query: resolved(query, tokens), earliest }));
}

/** The inputs of a form, with what a link or their defaults fill them with. */
export function inputsOf(xml: string, parameters: URLSearchParams): readonly FormInput[] {
  const root = viewIn(xml);
  const tokens = { ...defaultsIn(root), ...tokensOf(parameters) };
  return elementsIn(root, 'input').map((input) => {
    const token = textOf(input['@token']);
    return { token, label: textOf(input['label']), value: textOf(tokens[token]) };
  });
}

function tokensOf(parameters: URLSearchParams): Tokens {
  return Object.fromEntries(
    Array.from(parameters).flatMap(([name, value]) => [
      [name, value],
      [name.replace(/^form\./, ''), value],
    ]),
  );
}

function defaultsIn(root: Element): Tokens {
  return Object.fromEntries(
    elementsIn(root, 'input').flatMap((input) => {
      const value = input['default'] ?? input['initialValue'];
      return typeof value === 'string' ? [[textOf(input['@token']), value]] : [];
    }),
  );
}

function viewIn(xml: string): Element {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    stopNodes: ['*.html'],
  });
  return parser.parse(xml) as Element;
}

function elementsIn(root: Element, name: string): readonly Element[] {
  return membersIn(root, name).map((one) => (typeof one === 'object' ? (one as Element) : {}));
}

/** Of elements that are text. */
function valuesIn(root: Element, name: string): readonly string[] {
  return membersIn(root, name).map((one) =>
    typeof one === 'object' ? textOf((one as Element)['#text']) : textOf(one),
  );
}

function membersIn(node: unknown, wanted: string): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]: [string, unknown]) => {
    const all = Array.isArray(value) ? (value as unknown[]) : [value];
    return [...(name === wanted ? all : []), ...all.flatMap((one) => membersIn(one, wanted))];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
