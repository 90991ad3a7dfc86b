import { closePackaged } from './packaged.ts';
import { tryCase, type Verdict } from './case.ts';
import { HostileMisp } from './server.ts';

/** What the pool wants: cases of a seed. */
export interface Task {
  readonly seed: number;
  readonly number: number;
}

/** What a worker tells. */
export type Told =
  /** It has begun. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** What nobody was waiting for failed: in one of the cases that were under way. */
  | { readonly kind: 'stray'; readonly numbers: readonly number[]; readonly text: string }
  /** Bytes of memory that the process has. */
  | { readonly kind: 'memory'; readonly bytes: number };

const SAMPLE_MS = 20;

const tell = (told: Told) => process.send?.(told);
const misp = await HostileMisp.start();
const under = new Set<number>();

for (const event of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(event, (error: unknown) => {
    tell({
      kind: 'stray',
      numbers: [...under],
      text: `${event}: ${error instanceof Error ? String(error.stack) : String(error)}`,
    });
  });

let most = 0;
setInterval(() => {
  const bytes = process.memoryUsage.rss();
  if (bytes > most) tell({ kind: 'memory', bytes: (most = bytes) });
}, SAMPLE_MS).unref();

process.on('message', ({ seed, number }: Task) => {
  under.add(number);
  void tryCase(misp, seed, number).then((verdict) => {
    under.delete(number);
    tell({ kind: 'verdict', verdict });
  });
});
tell({ kind: 'ready' });
process.on('disconnect', () => {
  void Promise.all([misp.close(), closePackaged()]).finally(() => process.exit(0));
});
