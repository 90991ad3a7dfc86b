import type { Panel } from './types.ts';

type More = Partial<Omit<Panel, 'type' | 'title' | 'search'>>;

/** One number. @param warns whether everything above 0 is bad */
export function single(title: string, search: string, warns = false, more: More = {}): Panel {
  return {
    type: 'splunk.singlevalue',
    title,
    search,
    ...more,
    options: {
      sparklineDisplay: 'off',
      trendDisplay: 'off',
      ...(warns && { majorColor: '> majorValue | rangeValue(levels)' }),
      ...more.options,
    },
    ...(warns && {
      context: {
        levels: [
          { to: 1, value: GOOD },
          { from: 1, value: BAD },
        ],
      },
    }),
  };
}

/** One number, and by how much it is more than in the period before. @param field of the number; `change` is the other */
export function trend(title: string, search: string, field: string): Panel {
  return single(title, search, false, {
    description: 'In range; vs. before',
    options: {
      majorValue: `> primary | seriesByName("${field}") | lastPoint()`,
      trendValue: '> primary | seriesByName("change") | lastPoint()',
      trendDisplay: 'absolute',
    },
  });
}

/** Bars from the left: names that are long. */
export function bars(title: string, search: string, more: More = {}): Panel {
  return { type: 'splunk.bar', title, search, ...more, options: { ...PLAIN, ...more.options } };
}

/** Columns: few names in their own order, or times. */
export function columns(title: string, search: string, more: More = {}): Panel {
  return { type: 'splunk.column', title, search, ...more, options: { ...PLAIN, ...more.options } };
}

/** Columns upon each other, a colour for each field. */
export function stacked(title: string, search: string, more: More = {}): Panel {
  const options = { ...PLAIN, stackMode: 'stacked', legendDisplay: 'bottom', ...more.options };
  return { type: 'splunk.column', title, search, ...more, options };
}

export function lines(title: string, search: string, more: More = {}): Panel {
  const options = { ...PLAIN, legendDisplay: 'bottom', nullValueDisplay: 'connect', ...more.options };
  return { type: 'splunk.line', title, search, ...more, options };
}

export function pie(title: string, search: string, more: More = {}): Panel {
  return { type: 'splunk.pie', title, search, ...more, options: { showDonutHole: true, ...more.options } };
}

/** Of tables with columns for links alone, whose names begin with an underscore. */
export const HIDDEN = { showInternalFields: false };

/**
 * @param widths the least that columns need, in pixels, but for at least one of them: then Dashboard Studio widens all in proportion,
 * and the table is as wide as its panel
 */
export function table(
  title: string,
  search: string,
  widths: Readonly<Record<string, number>>,
  more: More = {},
): Panel {
  const columnFormat = Object.fromEntries(
    Object.entries(widths).map(([column, width]) => [column, { width }]),
  );
  const options = { headerVisibility: 'fixed', columnFormat, ...more.options };
  return { type: 'splunk.table', title, search, ...more, options };
}

const PLAIN = { xAxisTitleVisibility: 'hide', yAxisTitleVisibility: 'hide', legendDisplay: 'off' };

/** Legible on light and on dark. */
const GOOD = '#2f9e6a';
const BAD = '#e0563f';

export const TLP_COLOURS: Readonly<Record<string, string>> = {
  RED: '#d93f3c',
  'AMBER+STRICT': '#c46a12',
  AMBER: '#f0a030',
  GREEN: '#3fa66b',
  CLEAR: '#8a9bb0',
  none: '#5c6773',
  NONE: '#5c6773',
};
