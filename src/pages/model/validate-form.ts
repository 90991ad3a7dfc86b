import * as v from 'valibot';
import { InstanceStanza, invalidKeyReason } from '../../splunkd/instance-schema.ts';
import { isTestStanza } from '../../splunkd/test-stanza.ts';
import { isOn } from '../splunk/flags.ts';
import type { Connection, Values } from './connections.ts';
import type { Form } from './form.ts';
import { validateInput } from './input-settings.ts';
import { DEFAULT, NAME } from './names.ts';

/** Error messages by field: the end of "<label> …", or a sentence of its own. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * Validates a form.
 * @param taken existing names, for a new connection
 * @param before the connection to edit, for an existing one
 */
export function validateForm(
  form: Form,
  taken: readonly string[] | undefined,
  before?: Connection,
): FieldErrors {
  return {
    ...(taken && validateName(form.name, taken)),
    ...(form.instance && validateInstance(form.instance)),
    ...(form.instance && validateSecrets(form.secrets, taken !== undefined)),
    ...(form.instance && before?.instance && validateKeyForOrigin(form, before.instance)),
    ...(form.downloads && validateInput(form.input)),
    ...(!form.instance &&
      (form.input['misp_instance'] ?? '').trim() === '' && { misp_instance: 'is required' }),
  };
}

/** Validates the proxy of an instance, or of all instances. */
export function validateProxy(values: Values): FieldErrors {
  if (!isOn(values['misp_use_proxy'])) return {};
  const missing = ['proxy_host', 'proxy_port'].filter((name) => (values[name] ?? '').trim() === '');
  return Object.fromEntries(missing.map((name) => [name, 'is required']));
}

export function validateSettings(values: Values): FieldErrors {
  return { ...validateStanza(values), ...validateProxy(values) };
}

function validateInstance(values: Values): FieldErrors {
  return {
    ...((values['misp_url'] ?? '').trim() === '' && { misp_url: 'is required' }),
    ...validateSettings(values),
  };
}

/** As in other add-ons for Splunk. */
const MAX_NAME_LENGTH = 50;

function validateName(untrimmed: string, taken: readonly string[]): FieldErrors {
  const name = untrimmed.trim();
  if (name === '') return { name: 'is required' };
  if (!NAME.test(name)) return { name: 'Use only letters, digits and underscores, for example misp_prod.' };
  if (name.length > MAX_NAME_LENGTH) return { name: `Use at most ${MAX_NAME_LENGTH} characters.` };
  if (isTestStanza(name))
    return { name: 'Use another name: this one is reserved for tests of a connection.' };
  const same = [DEFAULT, ...taken].find((one) => one.toLowerCase() === name.toLowerCase());
  return same === undefined ? {} : { name: `The name ${same} is in use. Choose another.` };
}

/** The fields that a test of the connection needs, as far as they are wrong. */
export function missingForTest(mistakes: FieldErrors): readonly string[] {
  const ofConnection = [...Object.keys(InstanceStanza.entries), 'misp_key'];
  return Object.keys(mistakes).filter((name) => ofConnection.includes(name));
}

function validateSecrets({ misp_key: key }: Form['secrets'], isNew: boolean): FieldErrors {
  if (isNew && isBlank(key)) return { misp_key: 'is required' };
  const error = key === 'remove' ? undefined : invalidKeyReason(key.value.trim());
  return error === undefined ? {} : { misp_key: error };
}

/** A stored key must not be sent to another server when the address changes. */
function validateKeyForOrigin({ instance = {}, secrets }: Form, before: Values): FieldErrors {
  const [oldOrigin, newOrigin] = [before, instance].map(({ misp_url: url = '' }) =>
    URL.canParse(url.trim()) ? new URL(url.trim()).origin : '',
  );
  if (oldOrigin === '' || newOrigin === '' || oldOrigin === newOrigin || !isBlank(secrets.misp_key))
    return {};
  return {
    misp_key: `Enter the API key again: the stored one is for ${oldOrigin} and would be sent to ${newOrigin}.`,
  };
}

function isBlank(secret: Form['secrets']['misp_key']): boolean {
  return secret === 'remove' || secret.value.trim() === '';
}

/** An empty setting is not set. */
function validateStanza(values: Values): FieldErrors {
  const definedSettings = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value.trim() !== ''),
  );
  const result = v.safeParse(InstanceStanza, definedSettings);
  const issues = result.success ? [] : result.issues;
  return Object.fromEntries(issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]));
}
