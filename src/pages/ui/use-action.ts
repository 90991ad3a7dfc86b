import { useRef, useState } from 'react';
import { messageOf } from '../splunk/rest-error.ts';

export interface Action {
  readonly isBusy: boolean;
  /** The error message of the last run. */
  readonly error: string | undefined;
  readonly clearError: () => void;
  /** Runs `what` unless a run is in progress. Resolves to whether it succeeded. */
  readonly run: (what: () => Promise<void>) => Promise<boolean>;
}

/** An action that does not run twice at a time, however often a button is clicked. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isRunning = useRef(false);
  return {
    isBusy,
    error,
    clearError: () => {
      setError(undefined);
    },
    run: async (what) => {
      if (isRunning.current) return false;
      isRunning.current = true;
      setIsBusy(true);
      setError(undefined);
      try {
        await what();
        return true;
      } catch (thrown) {
        setError(messageOf(thrown));
        return false;
      } finally {
        isRunning.current = false;
        setIsBusy(false);
      }
    },
  };
}
