import { APP } from '../common/app.ts';
import { InstanceError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** Of the defaults of all instances; it is no instance. */
export const DEFAULTS = 'default';

type Secret = 'misp_key' | 'proxy_password' | 'client_key_password';

/** An entry of storage/passwords: `<instance>.<secret>`. */
export type SecretName = `${string}.${Secret}`;

/** Secrets by name; undefined for one that is not stored, or may not be read. */
export interface Secrets {
  get(name: SecretName): Promise<string | undefined>;
}

/** All that may belong to an instance. */
export function secretNames(instance: string): readonly SecretName[] {
  return [
    `${instance}.misp_key`,
    `${instance}.proxy_password`,
    `${DEFAULTS}.proxy_password`,
    `${instance}.client_key_password`,
  ];
}

/** storage/passwords, with the rights of a session. Each entry is asked for once. */
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
   * By its exact name: `misp` never gets the key of `dev_misp`. Blanks around it are a password's own, but not the end of
   * the line of a file that it was stored from.
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

/** An instance without the one secret that it cannot do without. */
export function noKey(instance: string): InstanceError {
  return new InstanceError(
    `MISP instance ${instance} has no API key. An administrator stores it in storage/passwords with realm ${APP} and name ${instance}.misp_key.`,
  );
}

/** The same for somebody whose capability another role brings, to whom the app's entries are not shown. */
export function noReadableKey(instance: string): InstanceError {
  return new InstanceError(
    `${noKey(instance).message} If there is one, it is not shown to you: ask your Splunk administrator for the role misp_searcher.`,
  );
}
