import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '../splunk/rest-error.ts';

export interface Loaded<T> {
  /** Undefined until it has loaded for the first time. */
  readonly value: T | undefined;
  readonly error: string | undefined;
  /** Also while it loads again. */
  readonly isLoading: boolean;
  /** Loads again and keeps the current value until then. */
  readonly reload: () => void;
}

interface State<T> {
  readonly value?: T;
  readonly error?: string;
}

/** Loads a value when the component mounts. @param key loads again when it changes */
export function useLoaded<T>(load: () => Promise<T>, key = ''): Loaded<T> {
  const [state, setState] = useState<State<T>>({});
  const [round, setRound] = useState(0);
  const [isLoading, setIsLoading] = useState(true);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let isCurrent = true;
    setIsLoading(true);
    const settle = (next: (before: State<T>) => State<T>) => {
      if (!isCurrent) return;
      setState(next);
      setIsLoading(false);
    };
    latest.current().then(
      (value) => {
        settle(() => ({ value }));
      },
      (error: unknown) => {
        settle((before) => ({ ...before, error: messageOf(error) }));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [round, key]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return { value: state.value, error: state.error, isLoading, reload };
}
