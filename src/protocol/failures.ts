/** Whether an error is a mistake of the program's own, whose message says nothing to who searches. */
export function isDefect(error: Error): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/** What went wrong, for people; of a defect all that helps to find it. @param where it is */
export function explain(error: unknown, where = ''): string {
  if (error instanceof Error && !isDefect(error)) return error.message;
  const all = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Internal error${where === '' ? '' : ` in ${where}`}: ${all}`;
}

/** A text as splunkd takes it: it ends a message at the end of a line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
