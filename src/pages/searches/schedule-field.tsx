import Button from '@splunk/react-ui/Button';
import Text from '@splunk/react-ui/Text';
import { useState } from 'react';
import type { ScheduledSearch } from '../model/scheduled-searches.ts';
import { Bar } from '../ui/layout.ts';

const CRON = /^\s*(\S+\s+){4}\S+\s*$/;

interface ScheduleFieldProps {
  readonly search: ScheduledSearch;
  readonly isBusy: boolean;
  readonly onSave: (schedule: string) => void;
}

/** Edits a cron schedule. The button appears after a change, and is enabled for a valid schedule. */
export function ScheduleField({ search: { name, schedule }, isBusy, onSave }: ScheduleFieldProps) {
  const [typed, setTyped] = useState(schedule);
  const isSchedule = CRON.test(typed);
  const isChanged = typed.trim() !== schedule;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isSchedule && isChanged) onSave(typed.trim());
      }}
    >
      <Bar style={{ margin: 0, flexWrap: 'nowrap' }}>
        <Text
          value={typed}
          error={!isSchedule}
          aria-label={`Schedule of ${name}`}
          spellCheck={false}
          style={{ width: 120 }}
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
            disabled={isBusy || !isSchedule}
          />
        )}
      </Bar>
    </form>
  );
}
