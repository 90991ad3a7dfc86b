import { APP } from '../common/app.ts';
import { InstanceError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** Of the defaults of all instances; it is no instance. */
export const DEFAULT_STANZA = 'default';

type Secret = 'misp_key' | 'proxy_password' | 'client_key_password';

/** An entry of storage/passwords: `<instance>.<secret>`. */
export type SecretName = `${string}.${Secret}`;

/** Secrets by name. Undefined for a secret that is not stored or not readable. */
export interface Secrets {
  get(name: SecretName): Promise<string | undefined>;
}

/** All secrets that an instance may have. */
export function secretNames(instance: string): readonly SecretName[] {
  return [
    `${instance}.misp_key`,
    `${instance}.proxy_password`,
    `${DEFAULT_STANZA}.proxy_password`,
    `${instance}.client_key_password`,
  ];
}

/** Reads storage/passwords with the permissions of a session. Each entry is read once. */
export class StoredSecrets implements Secrets {
  readonly #splunkd: Splunkd;
  readonly #values = new Map<SecretName, Promise<string | undefined>>();

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  get(name: SecretName): Promise<string | undefined> {
    const value = this.#values.get(name) ?? this.#read(name);
    this.#values.set(name, value);
    return value;
  }

  /**
   * Matches the exact name: `misp` never gets the key of `dev_misp`. Keeps blanks around a password, but removes a trailing
   * line break from a file.
   */
  async #read(name: SecretName): Promise<string | undefined> {
    const id = encodeURIComponent(`${APP}:${name}:`);
    const entries = await this.#splunkd.entries(`storage/passwords/${id}`);
    const content = entries?.find(
      ({ content: { realm, username } }) => realm === APP && username === name,
    )?.content;
    const value = content?.['clear_password'];
    return typeof value === 'string' && value.trim() !== '' ? value.replace(/[\r\n]+$/, '') : undefined;
  }
}

/** The instance has no API key. */
export function missingKeyError(instance: string): InstanceError {
  return new InstanceError(
    `MISP instance ${instance} has no API key. An administrator can enter it in Configuration > Inputs, or store it in storage/passwords with realm ${APP} and name ${instance}.misp_key.`,
  );
}

/** The same for a user with the capability from another role, who cannot see the app's entries. */
export function unreadableKeyError(instance: string): InstanceError {
  return new InstanceError(
    `${missingKeyError(instance).message} If it has one, you may not see it: ask your Splunk administrator for the role misp_searcher.`,
  );
}
