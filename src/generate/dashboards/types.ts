/** A dashboard as it is declared; `definition.ts` makes what Dashboard Studio reads of it. */
export interface Dashboard {
  /** Of the view. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly searches: Readonly<Record<string, Search>>;
  readonly panels: Readonly<Record<string, Panel>>;
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

/** A choice among all (`*`) and given values, or those of a field of a search. */
export interface Choice {
  readonly kind: 'choice';
  readonly title: string;
  readonly token: string;
  readonly search?: string;
  readonly field?: string;
  readonly values?: readonly (readonly [label: string, value: string])[];
}

/** A text that is typed, with * for any characters; at first it is `*`. */
export interface TextFilter {
  readonly kind: 'text';
  readonly title: string;
  readonly token: string;
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
}

export interface Link {
  /** With `$row.<column>.value$` of the row that was clicked. */
  readonly url: string;
  /** The columns that are links. */
  readonly columns: readonly string[];
}
