/** What to choose from in the lists of a form, by setting. */
export interface Suggestions {
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly isLoading: boolean;
  /** Why there are none. */
  readonly note: string | undefined;
  /** Called when a list opens. */
  readonly load: () => void;
  /** What may be wrong with the values of a setting. */
  readonly warning: (name: string, value: string) => string | undefined;
}
