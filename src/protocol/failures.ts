/** Whether an error is a mistake of the program's own, whose message says nothing to who searches. */
export function isDefect(error: Error): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/** A text as splunkd takes it: it ends a message at the end of a line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
