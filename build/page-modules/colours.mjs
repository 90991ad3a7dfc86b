/**
 * Replaces colorjs.io, of which @splunk/themes needs the sRGB colours of its themes only: hexadecimal, rgb(), rgba() and
 * `transparent`. test/build/page-modules.test.ts compares each colour of the themes with colorjs.io.
 */
export default class Colour {
  /** @param coords red, green and blue from 0 to 1 */
  constructor(_space, coords, alpha = 1) {
    this.coords = coords;
    this.alpha = alpha;
  }

  /** Returns null for a text that is no colour. */
  static try(text) {
    const parts = hexParts(text) ?? rgbParts(text);
    if (!parts) return text === 'transparent' ? new Colour('srgb', [0, 0, 0], 0) : null;
    const [red, green, blue, alpha = 1] = parts;
    return new Colour(
      'srgb',
      [red, green, blue].map((part) => part / 255),
      alpha,
    );
  }

  to() {
    return new Colour('srgb', this.coords, this.alpha);
  }

  toString() {
    const parts = this.coords.map((coord) => rounded(coord * 255));
    return this.alpha === 1
      ? `rgb(${parts.join(', ')})`
      : `rgba(${[...parts, rounded(this.alpha)].join(', ')})`;
  }
}

function hexParts(text) {
  const [, digits] = /^#((?:[\da-f]{3,4}){1,2})$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const pairs = digits.length < 6 ? Array.from(digits, (one) => one + one) : digits.match(/../g);
  const [red, green, blue, alpha] = pairs.map((pair) => parseInt(pair, 16));
  return [red, green, blue, alpha === undefined ? 1 : alpha / 255];
}

function rgbParts(text) {
  const [, list] = /^rgba?\(([^)]+)\)$/i.exec(text) ?? [];
  const parts = list
    ?.split(/[\s,/]+/)
    .map((part) => (part.endsWith('%') ? parseFloat(part) / 100 : Number(part)));
  return parts && parts.length >= 3 && !parts.some(Number.isNaN) ? parts : undefined;
}

/** Five significant digits, as colorjs.io writes. */
function rounded(number) {
  return Number(number.toPrecision(5));
}
