import { useCallback, useEffect, useRef, useState } from 'react';
import { wordsOf } from '../splunk/rest-error.ts';

export interface Loaded<T> {
  /** Undefined until it is there for the first time. */
  readonly value: T | undefined;
  readonly error: string | undefined;
  /** Loads it anew; what there is stays until then. */
  readonly reload: () => void;
}

/** What splunkd says, loaded when the component appears. @param key loads anew when it changes */
export function useLoaded<T>(load: () => Promise<T>, key = ''): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: string }>({});
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let isCurrent = true;
    latest.current().then(
      (value) => {
        if (isCurrent) setState({ value });
      },
      (error: unknown) => {
        if (isCurrent) setState((before) => ({ ...before, error: wordsOf(error) }));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [round, key]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return { value: state.value, error: state.error, reload };
}
