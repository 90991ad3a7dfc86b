/** Unix seconds of a text that holds them, with or without a fraction; undefined for anything else, milliseconds too. */
export function secondsOf(text: string): number | undefined {
  return /^\d{1,10}(\.\d*)?$/.test(text.trim()) ? Math.floor(Number(text)) : undefined;
}
