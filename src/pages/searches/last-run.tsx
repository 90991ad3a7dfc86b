import Link from '@splunk/react-ui/Link';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { plural } from '../../common/plural.ts';
import type { LastRun } from '../model/last-runs.ts';
import type { PageRun } from '../model/search-runs.ts';
import { appLink } from '../splunk/links.ts';
import { Bar, Muted } from '../ui/layout.ts';
import { Status } from '../ui/status.tsx';
import { countText, durationText, timeText } from '../ui/time.ts';

interface LastRunProps {
  /** The last run by schedule. */
  readonly scheduled: LastRun | undefined;
  /** The last run that the page started. */
  readonly started: PageRun | undefined;
}

/** The last run of a search: when, how long, how many rows, and why it failed. */
export function LastRunCell({ scheduled, started }: LastRunProps) {
  if (started?.state === 'waiting') return <Muted>Waiting…</Muted>;
  if (started?.state === 'running') return <Running run={started} />;
  const isStartedLater = started !== undefined && started.time >= (scheduled?.time ?? 0);
  const run = isStartedLater ? outcomeOf(started) : scheduled;
  if (!run) return <Muted>None in 7 days</Muted>;
  const { time, status, seconds, rows, sid, failure } = run;
  const facts = [
    status === 'success' ? undefined : status,
    seconds === undefined ? undefined : durationText(seconds),
    rows === undefined || status !== 'success' ? undefined : plural(rows, 'result', countText),
  ].filter((fact) => fact !== undefined);
  return (
    <div>
      <Status kind={status === 'success' ? 'good' : 'bad'}>{timeText(time)}</Status>
      <div>
        <Muted>
          {facts.join(', ')}{' '}
          {sid !== '' && <Link to={appLink(`search?sid=${encodeURIComponent(sid)}`)}>Job</Link>}
        </Muted>
      </div>
      {failure !== undefined && <Muted>{failure}</Muted>}
    </div>
  );
}

function Running({ run: { progress, seconds } }: { readonly run: PageRun }) {
  return (
    <Bar style={{ margin: 0 }}>
      <WaitSpinner screenReaderText="Running" />
      <Muted>
        Running… {progress > 0 ? `${Math.round(progress * 100)} %, ` : ''}
        {durationText(seconds)}
      </Muted>
    </Bar>
  );
}

function outcomeOf({ time, state, seconds, rows, sid = '', failure }: PageRun): LastRun {
  return { time, status: state === 'done' ? 'success' : state, seconds, rows, sid, failure };
}
