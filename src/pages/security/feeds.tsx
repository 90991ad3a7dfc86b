import Button from '@splunk/react-ui/Button';
import { useState } from 'react';
import {
  type FeedSearch,
  loadFeeds,
  loadLastRuns,
  loadRows,
  scheduleFeed,
  switchFeed,
} from '../model/feeds.ts';
import { Bar, Muted } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { FeedsTable } from './feeds-table.tsx';

/** The searches of the feeds. Last runs and rows load separately, and may be missing. */
export function Feeds() {
  const feeds = useLoaded(loadFeeds);
  const lastRuns = useLoaded(loadLastRuns);
  const rows = useLoaded(loadRows);
  const action = useAction();
  const [busy, setBusy] = useState<string>();
  const [said, setSaid] = useState<string>();
  const change = async (name: string, what: () => Promise<void>, done: string) => {
    setSaid(undefined);
    setBusy(name);
    const isDone = await action.run(what);
    setBusy(undefined);
    if (!isDone) return;
    setSaid(done);
    feeds.reload();
  };
  const toggle = ({ name, isOn }: FeedSearch) =>
    change(name, () => switchFeed(name, !isOn), `${name} is ${isOn ? 'off' : 'on'}.`);
  return (
    <>
      <Outcome
        action={action}
        message={said}
        onClose={() => {
          setSaid(undefined);
        }}
      />
      <Loading of={feeds}>
        {(all) => (
          <>
            <Bar>
              <Muted role="status">
                {all.filter(({ isOn }) => isOn).length} of {all.length} on
              </Muted>
              <Button
                appearance="subtle"
                label="Refresh"
                onClick={() => {
                  for (const one of [feeds, lastRuns, rows]) one.reload();
                }}
              />
            </Bar>
            <FeedsTable
              feeds={all}
              lastRuns={lastRuns.value}
              rows={rows.value}
              busy={busy}
              onSwitch={(feed) => void toggle(feed)}
              onSchedule={({ name }, schedule) =>
                void change(name, () => scheduleFeed(name, schedule), `${name} runs at ${schedule} now.`)
              }
            />
          </>
        )}
      </Loading>
      {lastRuns.error !== undefined && (
        <Notice type="warning" text={`Last runs are not known: ${lastRuns.error}`} />
      )}
      {rows.error !== undefined && (
        <Notice type="warning" text={`Rows of the lookups are not known: ${rows.error}`} />
      )}
    </>
  );
}
