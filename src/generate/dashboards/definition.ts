import {
  type Choice,
  type Dashboard,
  type Input,
  type Panel,
  type Search,
  type Tab,
  type TextFilter,
  type TimeRange,
  WIDTH,
} from './types.ts';

/** Builds the definition of a view for Dashboard Studio: tabs with grids. */
export function definitionOf(dashboard: Dashboard): Readonly<Record<string, unknown>> {
  const { label, description, inputs, searches, panels, tabs } = dashboard;
  const layouts = tabs.map((tab, index) => [`layout_${index + 1}`, tab] as const);
  return {
    title: label,
    description,
    inputs: mapValues(inputs, inputOf),
    dataSources: mapValues(searches, searchOf),
    visualizations: mapValues(panels, panelOf),
    layout: {
      globalInputs: Object.keys(inputs),
      tabs: { items: layouts.map(([layoutId, tab]) => ({ layoutId, label: tab.label })) },
      layoutDefinitions: Object.fromEntries(
        layouts.map(([name, tab]) => [
          name,
          { type: 'grid', options: { width: WIDTH }, structure: structureOf(tab) },
        ]),
      ),
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

function panelOf(panel: Panel): object {
  const { type, title, description, search, options = {}, context, isHiddenWhenEmpty } = panel;
  const eventHandlers = handlersOf(panel);
  return {
    type,
    title,
    ...(description !== undefined && { description }),
    dataSources: { primary: search },
    options,
    ...(context && { context }),
    ...(isHiddenWhenEmpty === true && { containerOptions: { visibility: { hideWhenNoData: true } } }),
    ...(eventHandlers.length > 0 && { eventHandlers }),
  };
}

function handlersOf({ links = [], pivots = [] }: Panel): object[] {
  return [
    ...links.map(({ url, columns }) => ({
      type: 'drilldown.customUrl',
      options: { url, newTab: true, fields: columns },
    })),
    ...pivots.map(({ token, field, columns }) => ({
      type: 'drilldown.setToken',
      options: { tokens: [{ token, key: `row.${field}.value` }], ...(columns && { fields: columns }) },
    })),
  ];
}

function inputOf(input: Input): object {
  const { title, token } = input;
  switch (input.kind) {
    case 'time':
      return { type: 'input.timerange', title, options: { token, defaultValue: input.initial } };
    case 'text':
      return { type: 'input.text', title, options: { token, ...textDefault(input) } };
    case 'choice':
      return {
        type: input.isMultiple === true ? 'input.multiselect' : 'input.dropdown',
        title,
        ...choiceOf(input),
      };
  }
}

/** When a text is cleared, Dashboard Studio sets its default again, and a blank default is none. */
function textDefault({ isRequired }: TextFilter): object {
  return isRequired === true ? {} : { defaultValue: '*' };
}

function choiceOf({ token, isMultiple, search, values = [] }: Choice): object {
  const options = {
    token,
    defaultValue: isMultiple === true ? ['*'] : '*',
    selectFirstSearchResult: false,
  };
  if (search === undefined) {
    const all = [['All', '*'], ...values];
    return { options: { ...options, items: all.map(([label, value]) => ({ label, value })) } };
  }
  return {
    dataSources: { primary: search },
    options: { ...options, items: '> frame(label, value) | objects()' },
    context: {
      label: '> primary | seriesByName("label") | renameSeries("label")',
      value: '> primary | seriesByName("value") | renameSeries("value")',
    },
  };
}

/** The time range is that of the first input of its kind; without one, it is all time. */
function timesOf(inputs: Dashboard['inputs']): object {
  const time = Object.values(inputs).find((input): input is TimeRange => input.kind === 'time');
  if (!time) return { earliest: '0', latest: 'now' };
  return { earliest: `$${time.token}.earliest$`, latest: `$${time.token}.latest$` };
}

function structureOf({ rows }: Tab): object[] {
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
