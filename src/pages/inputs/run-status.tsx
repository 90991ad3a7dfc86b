import Link from '@splunk/react-ui/Link';
import type { Connection } from '../model/connections.ts';
import { type Run, RUNS_SINCE, runsSearch } from '../model/runs.ts';
import { searchLink } from '../splunk/links.ts';
import { Muted } from '../ui/layout.ts';
import { Status } from '../ui/status.tsx';
import { statusText } from './columns.ts';

interface RunStatusProps {
  readonly row: Connection;
  readonly run: Run | undefined;
  /** `unknown` when the search for the runs failed. */
  readonly runs: 'loading' | 'known' | 'unknown';
}

const KINDS: Readonly<Record<string, 'good' | 'bad'>> = {
  Success: 'good',
  'For searches only': 'good',
  Failed: 'bad',
};

/** The status of an input, with the reason of a failure and a link to its runs. */
export function RunStatus({ row, run, runs }: RunStatusProps) {
  const text = statusText(row, run);
  if (text === 'No run yet' && runs !== 'known')
    return <Muted>{runs === 'loading' ? 'loading…' : 'unknown'}</Muted>;
  return (
    <Status kind={KINDS[text] ?? 'idle'}>
      {run && row.input ? (
        <Link to={searchLink(runsSearch(row), RUNS_SINCE)} aria-label={`${text}: runs of ${row.name}`}>
          {text}
        </Link>
      ) : (
        text
      )}
      {text === 'Failed' || text === 'Stopped' ? reason(run) : ''}
    </Status>
  );
}

function reason(run: Run | undefined): string {
  return run === undefined || run.error === '' ? '' : `: ${run.error}`;
}
