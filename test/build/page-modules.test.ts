import { expect } from 'chai';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const themes = createRequire(require.resolve('@splunk/themes'));
const OURS = new URL('../../build/page-modules/colours.mjs', import.meta.url);

type GetTheme = (theme: { family: string; colorScheme: string }) => Readonly<Record<string, unknown>>;

interface ColourModule {
  readonly default: {
    try(text: string): {
      to(space: 'srgb'): { coords: number[]; alpha: number; toString(options: object): string };
    } | null;
    new (space: 'srgb', coords: number[], alpha?: number): { toString(options: object): string };
  };
}

describe('The modules in place of packages in the pages', () => {
  it('give each colour of the themes as colorjs.io does, also mixed and with another opacity', async () => {
    const theirs = (themes('colorjs.io') as ColourModule).default;
    const ours = ((await import(OURS.href)) as ColourModule).default;
    const { default: getTheme } = themes('./getTheme') as { readonly default: GetTheme };
    const colours = (['light', 'dark'] as const).flatMap((colorScheme) =>
      (['enterprise', 'prisma'] as const).flatMap((family) =>
        Object.values(getTheme({ family, colorScheme })).filter(
          (value): value is string =>
            // The colours of Cisco's brand are in OKLCH. No component mixes them.
            typeof value === 'string' && !value.startsWith('oklch(') && theirs.try(value) !== null,
        ),
      ),
    );
    expect(new Set(colours).size).to.be.above(100);
    for (const colour of [
      ...new Set(colours),
      '#abc',
      '#abcd',
      'rgb(10 20 30 / 40%)',
      'inherit',
      '',
      '#12345',
      'rgb(1,2)',
    ]) {
      const [expected, actual] = [theirs, ours].map((library) => {
        const parsed = library.try(colour)?.to('srgb');
        if (!parsed) return undefined;
        const text = (alpha: number) => {
          parsed.alpha = alpha;
          return parsed.toString({ format: alpha === 1 ? 'rgb_number' : 'rgba_number' });
        };
        const { coords, alpha } = parsed;
        const mixed = new library(
          'srgb',
          coords.map((coord) => coord * 0.37),
          0.1234567,
        );
        return { coords, alpha, texts: [1, 0.3].map(text), mixed: mixed.toString({ format: 'rgba_number' }) };
      });
      expect(actual, colour).to.deep.equal(expected);
    }
  });
});
