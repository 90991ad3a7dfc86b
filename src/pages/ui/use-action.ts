import { useRef, useState } from 'react';
import { messageOf } from '../splunk/rest-error.ts';

export interface Action {
  readonly isBusy: boolean;
  /** The error message of the last run. */
  readonly error: string | undefined;
  readonly clearError: () => void;
  /** Runs `what` unless a run is in progress. Resolves to whether it succeeded. */
  readonly run: (what: () => Promise<void>) => Promise<boolean>;
  /** Runs `what` after the runs in progress. For controls that can be used meanwhile, such as switches. */
  readonly enqueue: (what: () => Promise<void>) => Promise<boolean>;
}

/** An action that does not run twice at a time, however often a button is clicked. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string>();
  const pending = useRef(0);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const perform = async (what: () => Promise<void>) => {
    try {
      await what();
      return true;
    } catch (thrown) {
      setError(messageOf(thrown));
      return false;
    } finally {
      pending.current -= 1;
      setIsBusy(pending.current > 0);
    }
  };
  const enqueue = (what: () => Promise<void>) => {
    pending.current += 1;
    setIsBusy(true);
    setError(undefined);
    const result = last.current.then(() => perform(what));
    last.current = result;
    return result;
  };
  return {
    isBusy,
    error,
    clearError: () => {
      setError(undefined);
    },
    run: (what) => (pending.current > 0 ? Promise.resolve(false) : enqueue(what)),
    enqueue,
  };
}
