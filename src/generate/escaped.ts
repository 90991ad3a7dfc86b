/** A text in HTML or XML, also in an attribute. The content of events is escaped by `splunkd/xml.ts`, which keeps JSON equivalent. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
