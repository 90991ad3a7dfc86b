/** Windows takes these for devices, whatever follows a dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * What the files of an input are called. Stanzas may be called anything. File names of Windows know no capitals, while
 * `[misp://a]` and `[misp://A]` are two inputs.
 */
export function fileName(input: string, platform: NodeJS.Platform): string {
  const name = encodeURIComponent(input).replaceAll('*', '%2A').replaceAll('.', '%2E');
  if (platform !== 'win32') return name;
  // Those of `%2A` say the same in either case.
  const lower = name.replace(/%[0-9A-F]{2}|[A-Z]/g, (part) => (part.length > 1 ? part : encoded(part)));
  return lower.replace(DEVICE, (device) => encoded(device.charAt(0)) + device.slice(1));
}

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
