import Button from '@splunk/react-ui/Button';
import Text from '@splunk/react-ui/Text';
import { useId, useState } from 'react';
import { cronMistake } from '../../common/cron.ts';
import type { ScheduledSearch } from '../model/scheduled-searches.ts';
import { Bar, Muted } from '../ui/layout.ts';
import { useUnsavedEdits } from '../ui/leave-guard.tsx';

interface ScheduleFieldProps {
  readonly search: ScheduledSearch;
  readonly isBusy: boolean;
  readonly onSave: (schedule: string) => void;
}

/** Edits a cron schedule. Says what is wrong with one that Splunk cannot run. */
export function ScheduleField({ search: { name, schedule }, isBusy, onSave }: ScheduleFieldProps) {
  const [typed, setTyped] = useState(schedule);
  const [shown, setShown] = useState(schedule);
  // Follow a change in Splunk, unless somebody is editing. The control stays the same, so that it keeps the focus.
  if (shown !== schedule) {
    setShown(schedule);
    if (typed === shown) setTyped(schedule);
  }
  const id = useId();
  const mistake = cronMistake(typed);
  const isChanged = typed.trim() !== schedule;
  useUnsavedEdits(isChanged);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (mistake !== undefined || !isChanged) return;
        const normalized = typed.trim().replaceAll(/\s+/g, ' ');
        setTyped(normalized);
        onSave(normalized);
      }}
    >
      <Bar style={{ margin: 0, flexWrap: 'nowrap' }}>
        <Text
          value={typed}
          error={mistake !== undefined}
          aria-label={`Schedule of ${name}`}
          aria-describedby={id}
          spellCheck={false}
          style={{ width: 130 }}
          onChange={(_event, { value }) => {
            setTyped(value);
          }}
        />
        {isChanged && (
          <Button
            type="submit"
            appearance="default"
            label="Set"
            aria-label={`Set schedule of ${name}`}
            disabled={isBusy || mistake !== undefined}
          />
        )}
      </Bar>
      <Muted id={id} role="status">
        {isChanged && mistake !== undefined && `The schedule ${mistake}.`}
      </Muted>
    </form>
  );
}
