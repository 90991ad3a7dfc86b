import * as v from 'valibot';
import { InstanceStanza, invalidKeyReason } from '../../splunkd/instance-schema.ts';
import { isOn } from '../splunk/flags.ts';
import type { Connection, Values } from './connections.ts';
import type { Form } from './form.ts';
import { mistakesInInput } from './input-settings.ts';
import { DEFAULT, NAME } from './names.ts';

/** Field to what is wrong with it, as in "<label> is …". */
export type Mistakes = Readonly<Record<string, string>>;

/**
 * @param taken names there are already, when this one is new
 * @param before what is edited, when it is not
 */
export function mistakesIn(form: Form, taken: readonly string[] | undefined, before?: Connection): Mistakes {
  return {
    ...(taken && mistakesInName(form.name, taken)),
    ...(form.instance && mistakesInInstance(form.instance)),
    ...(form.instance && mistakesInSecrets(form.secrets, taken !== undefined)),
    ...(form.instance && before?.instance && mistakesInMove(form, before.instance)),
    ...(form.downloads && mistakesInInput(form.input)),
    ...(!form.instance &&
      (form.input['misp_instance'] ?? '').trim() === '' && { misp_instance: 'is missing' }),
  };
}

/** Also of the settings that hold for all instances. */
export function mistakesInProxy(values: Values): Mistakes {
  if (!isOn(values['misp_use_proxy'])) return {};
  const missing = ['proxy_host', 'proxy_port'].filter((name) => (values[name] ?? '').trim() === '');
  return Object.fromEntries(missing.map((name) => [name, 'is missing']));
}

export function mistakesInSettings(values: Values): Mistakes {
  return { ...mistakesInStanza(values), ...mistakesInProxy(values) };
}

function mistakesInInstance(values: Values): Mistakes {
  return {
    ...((values['misp_url'] ?? '').trim() === '' && { misp_url: 'is missing' }),
    ...mistakesInSettings(values),
  };
}

function mistakesInName(name: string, taken: readonly string[]): Mistakes {
  if (name === '') return { name: 'is missing' };
  if (!NAME.test(name)) return { name: 'has letters, digits and underscores only, like misp_covid' };
  if (name === DEFAULT || taken.includes(name)) return { name: 'is taken: choose another' };
  return {};
}

function mistakesInSecrets({ misp_key: key }: Form['secrets'], isNew: boolean): Mistakes {
  if (isNew && isBlank(key)) return { misp_key: 'is missing' };
  const mistake = key === 'remove' ? undefined : invalidKeyReason(key.value.trim());
  return mistake === undefined ? {} : { misp_key: mistake };
}

/** A key that is stored for one server must not go to another because an address was changed. */
function mistakesInMove({ instance = {}, secrets }: Form, before: Values): Mistakes {
  const [old, now] = [before, instance].map(({ misp_url: url = '' }) =>
    URL.canParse(url.trim()) ? new URL(url.trim()).origin : '',
  );
  if (old === '' || now === '' || old === now || !isBlank(secrets.misp_key)) return {};
  return { misp_key: `has to be entered again: it is the key of ${old}, and would be sent to ${now}` };
}

function isBlank(secret: Form['secrets']['misp_key']): boolean {
  return secret === 'remove' || secret.value.trim() === '';
}

/** A setting left empty is a setting not made. */
function mistakesInStanza(values: Values): Mistakes {
  const made = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  const result = v.safeParse(InstanceStanza, made);
  const issues = result.success ? [] : result.issues;
  return Object.fromEntries(issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]));
}
