import {
  type Choice,
  type Dashboard,
  type Input,
  type Panel,
  type Search,
  type TimeRange,
  WIDTH,
} from './types.ts';

const LAYOUT = 'layout_1';

/** What stands in the view, for Dashboard Studio: a definition with one tab and a grid. */
export function definitionOf(dashboard: Dashboard): Readonly<Record<string, unknown>> {
  const { label, description, inputs, searches, panels } = dashboard;
  return {
    title: label,
    description,
    inputs: mapValues(inputs, inputOf),
    dataSources: mapValues(searches, searchOf),
    visualizations: mapValues(panels, panelOf),
    layout: {
      globalInputs: Object.keys(inputs),
      tabs: { items: [{ layoutId: LAYOUT, label }] },
      layoutDefinitions: {
        [LAYOUT]: { type: 'grid', options: { width: WIDTH }, structure: structureOf(dashboard) },
      },
    },
    defaults: { dataSources: { 'ds.search': { options: { queryParameters: timesOf(inputs) } } } },
  };
}

function searchOf({ extend, query }: Search, name: string): object {
  const options = { query: query.join(' ') };
  return extend === undefined
    ? { type: 'ds.search', name, options }
    : { type: 'ds.chain', name, options: { extend, ...options } };
}

function panelOf({ type, title, description, search, options = {}, context, links }: Panel): object {
  return {
    type,
    title,
    ...(description !== undefined && { description }),
    dataSources: { primary: search },
    options,
    ...(context && { context }),
    ...(links && {
      eventHandlers: links.map(({ url, columns }) => ({
        type: 'drilldown.customUrl',
        options: { url, newTab: true, fields: columns },
      })),
    }),
  };
}

function inputOf(input: Input): object {
  const { title, token } = input;
  switch (input.kind) {
    case 'time':
      return { type: 'input.timerange', title, options: { token, defaultValue: input.initial } };
    case 'text':
      return { type: 'input.text', title, options: { token, defaultValue: '*' } };
    case 'choice':
      return { type: 'input.dropdown', title, ...choiceOf(input) };
  }
}

function choiceOf({ token, search, field, values = [] }: Choice): object {
  const options = { token, defaultValue: '*', selectFirstSearchResult: false };
  const all = [['All', '*'], ...values];
  if (search === undefined || field === undefined)
    return { options: { ...options, items: all.map(([label, value]) => ({ label, value })) } };
  return {
    dataSources: { primary: search },
    options: { ...options, items: '> frame(label, value) | prepend(statics) | objects()' },
    context: {
      statics: [all.map(([label]) => label), all.map(([, value]) => value)],
      label: `> primary | seriesByName("${field}") | renameSeries("label")`,
      value: `> primary | seriesByName("${field}") | renameSeries("value")`,
    },
  };
}

/** The time range is that of the first input of its kind. */
function timesOf(inputs: Dashboard['inputs']): object {
  const time = Object.values(inputs).find((input): input is TimeRange => input.kind === 'time');
  if (!time) return {};
  return { earliest: `$${time.token}.earliest$`, latest: `$${time.token}.latest$` };
}

function structureOf({ rows }: Dashboard): object[] {
  let y = 0;
  return rows.flatMap(({ height, panels }) => {
    let x = 0;
    const placed = Object.entries(panels).map(([item, w]) => {
      const position = { x, y, w, h: height };
      x += w;
      return { item, type: 'block', position };
    });
    y += height;
    return placed;
  });
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  make: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value, name)]));
}
