/** Whether MISP reads a text as a number: PHP's is_numeric. */
export function isNumericInPhp(text: string): boolean {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
}
