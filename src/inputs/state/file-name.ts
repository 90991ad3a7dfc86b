/** Names of devices on Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * The base name of an input's files. A stanza may have any name, so other characters are percent-encoded. File names on
 * Windows ignore letter case while `[misp://a]` and `[misp://A]` are two inputs, so capitals are encoded there.
 */
export function fileName(input: string, platform: NodeJS.Platform): string {
  const name = encodeURIComponent(input).replaceAll('*', '%2A').replaceAll('.', '%2E');
  if (platform !== 'win32') return name;
  // The capitals of an escape like `%2A` need no encoding: it means the same in lower case.
  const lower = name.replace(/%[0-9A-F]{2}|[A-Z]/g, (part) =>
    part.length > 1 ? part : percentEncoded(part),
  );
  return lower.replace(DEVICE, (device) => percentEncoded(device.charAt(0)) + device.slice(1));
}

function percentEncoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
