type Values = Readonly<Record<string, string>>;

/** Whether values differ from those of before. A missing value is blank. */
export function isChanged(values: Values, before: Values): boolean {
  return [...Object.keys(values), ...Object.keys(before)].some(
    (name) => (values[name] ?? '') !== (before[name] ?? ''),
  );
}
