import { useMemo, useRef, useState } from 'react';
import { type Names, nameWarning } from '../model/suggestions.ts';
import { messageOf } from '../splunk/rest-error.ts';
import type { Suggestions } from './suggestions.ts';

/**
 * MISP's names for the filters of a form, loaded when a list first opens.
 *
 * @param key loads again when a list opens after it has changed
 * @param missing what the user has to do before they can be loaded. Undefined: nothing
 */
export function useNames(key: string, missing: string | undefined, load: () => Promise<Names>): Suggestions {
  const [names, setNames] = useState<Names>({ lists: {} });
  const [isLoading, setIsLoading] = useState(false);
  const [note, setNote] = useState<string>();
  const loadedFor = useRef<string>();
  const loadOnce = async () => {
    if (isLoading || loadedFor.current === key) return;
    if (missing !== undefined) {
      setNote(missing);
      return;
    }
    loadedFor.current = key;
    setIsLoading(true);
    setNote(undefined);
    try {
      setNames(await load());
    } catch (error) {
      setNote(`Could not load the lists of MISP: ${messageOf(error)}`);
    } finally {
      setIsLoading(false);
    }
  };
  const warning = useMemo(() => (name: string, value: string) => nameWarning(name, value, names), [names]);
  return { names: names.lists, isLoading, note, load: () => void loadOnce(), warning };
}
