import { useMemo, useRef, useState } from 'react';
import { changesConnection, withTestStanza } from '../model/connection-test.ts';
import type { Connection, Values } from '../model/connections.ts';
import type { Form } from '../model/form.ts';
import { loadNames, nameWarning, type Names } from '../model/suggestions.ts';
import { isEnabled } from '../model/switch.ts';
import { messageOf } from '../splunk/rest-error.ts';
import type { Suggestions } from '../ui/suggestions.ts';

/**
 * MISP's names for the filters of a form, loaded when a list first opens: from the saved instance, or with the settings that
 * are typed.
 *
 * @param before the connection that is edited
 * @param isComplete whether the form has what a connection needs
 */
export function useSuggestions(
  form: Form,
  before: Connection | undefined,
  defaults: Values,
  isComplete: boolean,
): Suggestions {
  const [names, setNames] = useState<Names>({});
  const [isLoading, setIsLoading] = useState(false);
  const [note, setNote] = useState<string>();
  const loadedFor = useRef<string>();
  const load = async () => {
    const key = JSON.stringify([form.instance, form.secrets]);
    if (isLoading || loadedFor.current === key) return;
    if (!isComplete) {
      setNote('Enter the URL and the API key first to choose from the lists of MISP.');
      return;
    }
    loadedFor.current = key;
    setIsLoading(true);
    setNote(undefined);
    try {
      setNames(await namesFor(form, before, defaults));
    } catch (error) {
      setNote(`Could not load the lists of MISP: ${messageOf(error)}`);
    } finally {
      setIsLoading(false);
    }
  };
  const warning = useMemo(() => (name: string, value: string) => nameWarning(name, value, names), [names]);
  return { names, isLoading, note, load: () => void load(), warning };
}

function namesFor(form: Form, before: Connection | undefined, defaults: Values): Promise<Names> {
  const saved = form.instance ? before?.name : form.input['misp_instance'];
  const isUsable = before !== undefined && isEnabled(before) && !changesConnection(form, before);
  return isUsable && saved !== undefined
    ? loadNames(saved)
    : withTestStanza(form, before, defaults, loadNames);
}
