import { changesConnection, withTestStanza } from '../model/connection-test.ts';
import type { Connection, Values } from '../model/connections.ts';
import type { Form } from '../model/form.ts';
import { loadNames, type Names } from '../model/suggestions.ts';
import { isEnabled } from '../model/switch.ts';
import type { Suggestions } from '../ui/suggestions.ts';
import { useNames } from '../ui/use-names.ts';

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
  const missing = isComplete
    ? undefined
    : 'Enter the URL and the API key first to choose from the lists of MISP.';
  return useNames(JSON.stringify([form.instance, form.secrets]), missing, () =>
    namesFor(form, before, defaults),
  );
}

function namesFor(form: Form, before: Connection | undefined, defaults: Values): Promise<Names> {
  const saved = form.instance ? before?.name : form.input['misp_instance'];
  const isUsable = before !== undefined && isEnabled(before) && !changesConnection(form, before);
  return isUsable && saved !== undefined
    ? loadNames(saved)
    : withTestStanza(form, before, defaults, loadNames);
}
