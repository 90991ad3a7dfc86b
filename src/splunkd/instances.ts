import * as v from 'valibot';
import { closestName } from '../common/nearest.ts';
import { capabilitiesOf } from './access.ts';
import { BROKER } from './broker-endpoint.ts';
import { InstanceError, MissingCapabilityError } from './errors.ts';
import { fetchSecretsFromBroker } from './broker-secrets.ts';
import { InstanceStanza, invalidKeyReason, type Stanza } from './instance-schema.ts';
import type { KeyFiles } from './key-files.ts';
import {
  DEFAULT_STANZA,
  missingKeyError,
  unreadableKeyError,
  type Secrets,
  StoredSecrets,
} from './secrets.ts';
import { expandSplunkHome } from './splunk-home.ts';
import type { Entry, Splunkd } from './splunkd.ts';
import { secretsOfTest } from './test-secrets.ts';
import { isTestStanza } from './test-stanza.ts';

/** The settings of one MISP instance, secrets included. */
export type Instance = Awaited<ReturnType<Instances['get']>>;

/** The MISP instances of misp_instances.conf. */
export class Instances {
  readonly #splunkd: Splunkd;
  readonly #splunkHome: string | undefined;
  readonly #keyFiles: KeyFiles;
  #entries: Promise<readonly Entry[]> | undefined;

  /** @param keyFiles the files of the broker, for users that may use secrets but not read them */
  constructor(splunkd: Splunkd, splunkHome: string | undefined, keyFiles: KeyFiles) {
    this.#splunkd = splunkd;
    this.#splunkHome = splunkHome;
    this.#keyFiles = keyFiles;
  }

  /** The names of the enabled instances. */
  async enabled(): Promise<readonly string[]> {
    return (await this.#stanzas()).filter((entry) => !isDisabled(entry)).map(({ name }) => name);
  }

  /** Whether an instance exists and is disabled. */
  async isDisabled(name: string): Promise<boolean> {
    return (await this.#stanzas()).some((entry) => entry.name === name && isDisabled(entry));
  }

  /**
   * Resolves `misp_instance=`: one name, several, `*` for all enabled instances, or none for the only instance.
   * @param mayBeDisabled accepts disabled instances that are named
   * @throws InstanceError for an unknown or disabled name, and for none when there are several instances
   */
  async resolve(names: readonly string[], { mayBeDisabled = false } = {}): Promise<readonly string[]> {
    const all = await this.#stanzas();
    const enabled = await this.enabled();
    if (all.length === 0 && names.every((name) => name === '' || name === '*'))
      throw new InstanceError(`There is no MISP instance yet. ${ADD_INSTANCE_ADVICE}`);
    if (names.every((name) => name === '')) return [onlyInstance(all, enabled)];
    const chosen = names.flatMap((name) => (name === '*' ? enabled : [name]));
    const tests = (await this.#allStanzas()).map(({ name }) => name).filter(isTestStanza);
    const usable = [...(mayBeDisabled ? all.map(({ name }) => name) : enabled), ...tests];
    for (const name of chosen) if (!usable.includes(name)) throw unknownInstanceError(name, all, enabled);
    if (chosen.length === 0) throw new InstanceError(listNames(enabled));
    return [...new Set(chosen)];
  }

  /**
   * The instance for an option that accepts one. A blank name and `*` stand for the only instance.
   * @throws InstanceError, MissingCapabilityError
   */
  async getOnly(name: string): Promise<Instance> {
    const [only = ''] = await this.resolve([name === '*' ? '' : name]);
    return this.get(only);
  }

  /** @throws InstanceError unless the text is the name of one enabled instance */
  async assertSingle(name: string): Promise<void> {
    const [first, ...others] = await this.resolve([name]);
    if (name !== first || others.length > 0)
      throw new InstanceError(
        `"${name}" is not a single MISP instance: set misp_instance to exactly one name.`,
      );
  }

  /** @throws InstanceError, MissingCapabilityError */
  async get(name: string) {
    const entry = (await this.#allStanzas()).find((one) => one.name === name);
    if (!entry) throw unknownInstanceError(name, [], []);
    const stanza = parse(entry);
    const secrets = await (isTestStanza(name) && stanza.test_of !== ''
      ? secretsOfTest(name, stanza.test_of, (one) => this.#secretsOf(one))
      : this.#secretsOf(name));
    const key = (await secrets.get(`${name}.misp_key`))?.trim();
    if (key === undefined) throw missingKeyError(name);
    const invalidReason = invalidKeyReason(key);
    if (invalidReason !== undefined)
      throw new InstanceError(`MISP instance ${name}: the API key (${name}.misp_key) ${invalidReason}.`);
    return {
      prefix: stanza.prefix,
      connection: {
        name,
        url: stanza.misp_url,
        key,
        verifyCertificate: stanza.misp_verifycert,
        ...(stanza.misp_ca_path === '' ? {} : { caPath: this.#expandHome(stanza.misp_ca_path) }),
        ...(stanza.client_cert_path === ''
          ? {}
          : { clientCertificate: await this.#clientCertificate(name, stanza, secrets) }),
        ...(stanza.misp_use_proxy ? { proxy: await this.#proxy(name, stanza, secrets) } : {}),
        connectionTimeout: stanza.connection_timeout,
        readTimeout: stanza.read_timeout,
        retryTimeout: stanza.retry_timeout,
        pageSize: stanza.page_size,
      },
    };
  }

  /** Fetches the secrets of an instance from the broker, even if this user may read them. @throws SplunkdError */
  fetchSecretsFromBroker(name: string): Promise<Secrets> {
    return fetchSecretsFromBroker(this.#splunkd, this.#keyFiles, name);
  }

  /** Reads the secrets from storage/passwords, or else from the broker. @throws InstanceError, MissingCapabilityError, SplunkdError */
  async #secretsOf(name: string): Promise<Secrets> {
    const stored = new StoredSecrets(this.#splunkd);
    if ((await stored.get(`${name}.misp_key`)) !== undefined) return stored;
    const capabilities = await capabilitiesOf(this.#splunkd);
    if (!capabilities) throw missingKeyError(name);
    if (capabilities.has(BROKER.capability)) return this.fetchSecretsFromBroker(name);
    if (capabilities.has('list_storage_passwords')) throw unreadableKeyError(name);
    throw new MissingCapabilityError(
      `You are not allowed to use the API key of MISP instance ${name}. Ask your Splunk administrator for the role misp_searcher (which grants the capability ${BROKER.capability}), or on Windows for misp_user (list_storage_passwords).`,
    );
  }

  async #clientCertificate(name: string, stanza: Stanza, secrets: Secrets) {
    const password = await secrets.get(`${name}.client_key_password`);
    return {
      path: this.#expandHome(stanza.client_cert_path),
      ...(stanza.client_key_path === '' ? {} : { keyPath: this.#expandHome(stanza.client_key_path) }),
      ...(password === undefined ? {} : { password }),
    };
  }

  async #proxy(name: string, stanza: Stanza, secrets: Secrets) {
    if (stanza.proxy_host === '' || stanza.proxy_port === undefined) {
      throw new InstanceError(
        `MISP instance ${name}: misp_use_proxy is on, but proxy_host or proxy_port is missing. Set both, or switch misp_use_proxy off.`,
      );
    }
    // A proxy for all instances is in [default], with its password.
    const password =
      stanza.proxy_username === ''
        ? undefined
        : ((await secrets.get(`${name}.proxy_password`)) ??
          (await secrets.get(`${DEFAULT_STANZA}.proxy_password`)));
    return {
      type: stanza.proxy_type,
      host: stanza.proxy_host,
      port: stanza.proxy_port,
      ...(stanza.proxy_username === '' ? {} : { username: stanza.proxy_username }),
      ...(password === undefined ? {} : { password }),
    };
  }

  /** The instances that users see. */
  async #stanzas(): Promise<readonly Entry[]> {
    return (await this.#allStanzas()).filter(({ name }) => !isTestStanza(name));
  }

  async #allStanzas(): Promise<readonly Entry[]> {
    this.#entries ??= this.#splunkd.entries('configs/conf-misp_instances').then((entries) => {
      if (entries) return entries.filter((entry) => entry.name !== DEFAULT_STANZA);
      throw new InstanceError(
        'misp_instances.conf cannot be read. Check that the app SA-misp is shared with you.',
      );
    });
    return this.#entries;
  }

  #expandHome(path: string): string {
    return this.#splunkHome === undefined ? path : expandSplunkHome(path, this.#splunkHome);
  }
}

const ADD_INSTANCE_ADVICE =
  'Ask your Splunk administrator to add one in Apps > MISP for Splunk > Configuration.';

function parse({ name, content }: Entry): Stanza & { readonly misp_url: string } {
  // An empty setting is not set.
  const definedSettings = Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== null && value !== ''),
  );
  const result = v.safeParse(InstanceStanza, definedSettings);
  if (!result.success) {
    const mistakes = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}.`);
    throw new InstanceError(`MISP instance ${name}: ${mistakes.join(' ')}`);
  }
  const { misp_url } = result.output;
  if (misp_url === undefined)
    throw new InstanceError(`MISP instance ${name} has no misp_url. Set it in Configuration > Inputs.`);
  return { ...result.output, misp_url };
}

function isDisabled({ content }: Entry): boolean {
  return v.safeParse(InstanceStanza.entries.disabled, content['disabled']).output === true;
}

/**
 * The only instance. A disabled one counts: if it were passed over, a search would use another MISP while its own is
 * disabled. @throws InstanceError
 */
function onlyInstance(all: readonly Entry[], enabled: readonly string[]): string {
  const [first, ...others] = all;
  if (first === undefined || others.length > 0)
    throw new InstanceError(
      `There are several MISP instances: choose one with misp_instance. ${listNames(enabled)}`,
    );
  if (isDisabled(first)) throw unknownInstanceError(first.name, all, enabled);
  return first.name;
}

function unknownInstanceError(
  name: string,
  all: readonly Entry[],
  enabled: readonly string[],
): InstanceError {
  if (all.some((entry) => entry.name === name))
    return new InstanceError(
      `MISP instance ${name} is disabled. An administrator can enable it in Configuration > Inputs.`,
    );
  if (enabled.length === 0)
    return new InstanceError(`There is no MISP instance "${name}". ${ADD_INSTANCE_ADVICE}`);
  const suggestion = closestName(name, enabled);
  const hint = suggestion === undefined ? '.' : `: did you mean "${suggestion}"?`;
  return new InstanceError(`There is no MISP instance "${name}"${hint} ${listNames(enabled)}`);
}

function listNames(enabled: readonly string[]): string {
  if (enabled.length === 0) return 'All instances are disabled.';
  return enabled.length <= 20 ? `There are: ${enabled.join(', ')}.` : `There are ${enabled.length}.`;
}
