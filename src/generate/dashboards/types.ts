/** A dashboard as it is declared; `definition.ts` makes what Dashboard Studio reads of it. */
export interface Dashboard {
  /** Of the view. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly searches: Readonly<Record<string, Search>>;
  readonly panels: Readonly<Record<string, Panel>>;
  /** At least one; the searches of a tab run when it is opened. */
  readonly tabs: readonly Tab[];
}

export interface Tab {
  readonly label: string;
  /** From the top; the widths of a row add up to `WIDTH`. */
  readonly rows: readonly Row[];
}

/** Of the layout, in pixels. */
export const WIDTH = 1200;

export interface Row {
  readonly height: number;
  /** Panels by name, from the left, with their widths. */
  readonly panels: Readonly<Record<string, number>>;
}

/** A search of its own over the time range of the dashboard, or one that goes on with the results of another. */
export interface Search {
  /** The search whose results this one takes. */
  readonly extend?: string;
  /** Its lines, which are joined by spaces. */
  readonly query: readonly string[];
}

export interface TimeRange {
  readonly kind: 'time';
  readonly title: string;
  readonly token: string;
  /** earliest,latest */
  readonly initial: string;
}

/** A choice among all (`*`) and given values, or those of a search. */
export interface Choice {
  readonly kind: 'choice';
  readonly title: string;
  readonly token: string;
  /** Several can be chosen: searches use `field IN ($token|s$)`. */
  readonly isMultiple?: boolean;
  /** Has the items in its fields `label` and `value`, all among them. */
  readonly search?: string;
  readonly values?: readonly (readonly [label: string, value: string])[];
}

/** A text that is typed. It is `*` at first, and again when it is cleared. */
export interface TextFilter {
  readonly kind: 'text';
  readonly title: string;
  readonly token: string;
  /** The searches wait until something is typed. */
  readonly isRequired?: boolean;
}

export type Input = TimeRange | Choice | TextFilter;

export interface Panel {
  readonly type: `splunk.${string}`;
  readonly title: string;
  readonly description?: string;
  readonly search: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly links?: readonly Link[];
  readonly pivots?: readonly Pivot[];
  /** Shown only while its search finds something. */
  readonly isHiddenWhenEmpty?: boolean;
}

export interface Link {
  /** With `$row.<column>.value$` of the row that was clicked. */
  readonly url: string;
  /** The columns that are links. */
  readonly columns: readonly string[];
}

/** A click that sets a filter. */
export interface Pivot {
  readonly token: string;
  /** The field of the row whose value the filter gets. */
  readonly field: string;
  /** The columns of a table that can be clicked; a chart has none. */
  readonly columns?: readonly string[];
}
