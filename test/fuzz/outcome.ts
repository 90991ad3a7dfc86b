/** What a reader did. */
export interface Outcome {
  /** In a word or two, for the summary: rows, no rows, a message. */
  readonly end: string;
  /** All that it wrote, wherever. */
  readonly written: readonly string[];
  /** What it says of a failure: none, or one. */
  readonly errors: readonly string[];
  /** What must not be. */
  readonly problems: readonly string[];
}

/** What is shown of a message. */
const MAX_MESSAGE = 5100;

/** What must hold of whatever a reader did. @param forms of the secrets that must not be in it */
export function problemsOf({ written, errors, problems }: Outcome, forms: readonly string[]): string[] {
  const found = [...problems];
  for (const error of errors) {
    if (error.trim() === '') found.push('a message without words');
    if (error.length > MAX_MESSAGE) found.push(`a message of ${error.length} characters`);
    if (error.includes('\n')) found.push('a message of several lines');
    if (/\bundefined\b|\[object |\bNaN\b seconds/.test(error))
      found.push(`a message that says nothing: ${error}`);
  }
  for (const text of written) {
    const defect =
      /Internal error[^\n]*(\n[ \t]+at [^\n]*)?/.exec(text) ?? /\n[ \t]{1,8}at \S+ \([^\n]*/.exec(text);
    if (defect) found.push(defect[0].slice(0, 1500));
    for (const form of forms)
      if (text.includes(form))
        found.push(`a secret, in a form like ${form.slice(0, 8)}…: ${around(text, form)}`);
  }
  return [...new Set(found)];
}

function around(text: string, form: string): string {
  const at = text.indexOf(form);
  return text.slice(Math.max(0, at - 80), at + 20);
}
