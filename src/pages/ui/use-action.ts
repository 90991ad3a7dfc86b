import { useRef, useState } from 'react';
import { wordsOf } from '../splunk/rest-error.ts';

export interface Action {
  readonly isBusy: boolean;
  /** In words, until the next try. */
  readonly error: string | undefined;
  readonly forget: () => void;
  /** Does it, unless something is being done already. Resolves to whether it was done. */
  readonly run: (what: () => Promise<void>) => Promise<boolean>;
}

/** Something that is done once however often the button is pressed. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isRunning = useRef(false);
  return {
    isBusy,
    error,
    forget: () => {
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
        setError(wordsOf(thrown));
        return false;
      } finally {
        isRunning.current = false;
        setIsBusy(false);
      }
    },
  };
}
