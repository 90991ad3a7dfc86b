import { useSyncExternalStore } from 'react';
import { type PageRuns, SearchRuns } from '../model/search-runs.ts';

/** Runs of the page. They go on while another tab is open. */
const RUNS = new SearchRuns();

// Searches that wait do not run once the page is left: the browser asks before.
RUNS.subscribe(() => {
  const isWaiting = [...RUNS.current().values()].some(({ state }) => state === 'waiting');
  if (isWaiting) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
});

/** The runs that the page started, and what starts and stops them. */
export function useSearchRuns(): {
  readonly runs: PageRuns;
  readonly start: SearchRuns['start'];
  readonly cancel: () => void;
} {
  const runs = useSyncExternalStore(RUNS.subscribe, RUNS.current);
  return {
    runs,
    start: (searches) => RUNS.start(searches),
    cancel: () => {
      RUNS.cancel();
    },
  };
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
