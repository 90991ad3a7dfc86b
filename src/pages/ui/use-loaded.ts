import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '../splunk/rest-error.ts';

export interface Loaded<T> {
  /** Undefined until it has loaded for the first time. */
  readonly value: T | undefined;
  readonly error: string | undefined;
  /** Loads again and keeps the current value until then. */
  readonly reload: () => void;
}

/** Loads a value when the component mounts. @param key loads again when it changes */
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
        if (isCurrent) setState((before) => ({ ...before, error: messageOf(error) }));
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
