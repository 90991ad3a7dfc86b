const LONG_TEXT = 65_536;

/**
 * `text.replaceAll(from, to)`, in pieces where it is long: V8 keeps 80 bytes for every place where something is replaced
 * until the text is written, which makes a gigabyte of some megabytes of quotation marks.
 * @param from one character
 */
export function replacedAll(text: string, from: string, to: string): string {
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
