const EVERY_SECOND = 1000;
/** A file or pipe gets a line, not a counter: seconds until the first one, and between them. */
const LINE_EVERY = 5;

/**
 * Reports on standard error while something is waited for: a counter on a terminal, else a line every five seconds.
 * @param text what to report after so many seconds
 * @returns how to stop
 */
export function reportProgress(text: (seconds: number) => string): () => void {
  const { stderr } = process;
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text(seconds)}`);
    else if (seconds % LINE_EVERY === 0) stderr.write(`${text(seconds)}\n`);
  }, EVERY_SECOND);
  return () => {
    clearInterval(timer);
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  };
}
