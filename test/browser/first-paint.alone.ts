import { closeLab, expect, useLab } from './lab.ts';

/** By itself, after the other tests: what it measures is the page, and not what runs beside it. */
describe('The page, first opened', () => {
  const lab = useLab();
  after(closeLab);

  it('is there within two seconds, with nothing cached', async () => {
    let best = Infinity;
    // What else the machine does is no concern of the page: the best of ten counts.
    for (let tries = 0; tries < 10 && best >= 2000; tries += 1) {
      const page = await lab().open({ isFirst: true });
      await page.getByText('Nothing is set up yet').waitFor();
      // The largest paint, which is the page's own: what the frame paints before does not count.
      const painted = await page.evaluate<number>(
        `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
          .observe({ type: 'largest-contentful-paint', buffered: true }))`,
      );
      const filled = await page.evaluate<number>('performance.now()');
      process.stdout.write(
        `      painted after ${painted.toFixed(0)} ms, filled after ${filled.toFixed(0)} ms\n`,
      );
      best = Math.min(best, Math.max(painted, filled));
    }
    expect(best).toBeLessThan(2000);
  });
});
