const LONG_TEXT = 65_536;

/**
 * Works like `text.replaceAll(from, to)`, but processes a long text in pieces: V8 needs 80 bytes for every replacement
 * until the result is complete, a gigabyte for some megabytes of quotation marks.
 * @param from one character
 */
export function replaceAllInPieces(text: string, from: string, to: string): string {
  if (text.length <= LONG_TEXT) return text.replaceAll(from, () => to);
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += LONG_TEXT)
    pieces.push(
      text
        .slice(start, start + LONG_TEXT)
        .split(from)
        .join(to),
    );
  return pieces.join('');
}
