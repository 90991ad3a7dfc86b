import * as v from 'valibot';
import { nearest } from '../common/nearest.ts';
import { capabilitiesOf } from './access.ts';
import { BROKER } from './broker-endpoint.ts';
import { InstanceError, NoCapabilityError } from './errors.ts';
import { handedOver } from './broker-secrets.ts';
import { InstanceStanza, mistakeInKey, type Stanza } from './instance-schema.ts';
import type { KeyFiles } from './key-files.ts';
import { DEFAULTS, noKey, noReadableKey, type Secrets, StoredSecrets } from './secrets.ts';
import { expandSplunkHome } from './splunk-home.ts';
import type { Entry, Splunkd } from './splunkd.ts';

/** What is known of one MISP, secrets included. */
export type Instance = Awaited<ReturnType<Instances['get']>>;

/** The MISP instances of misp_instances.conf. */
export class Instances {
  readonly #splunkd: Splunkd;
  readonly #splunkHome: string | undefined;
  readonly #keyFiles: KeyFiles;
  #entries: Promise<readonly Entry[]> | undefined;

  /** @param keyFiles by which secrets come that the user may use, and not read */
  constructor(splunkd: Splunkd, splunkHome: string | undefined, keyFiles: KeyFiles) {
    this.#splunkd = splunkd;
    this.#splunkHome = splunkHome;
    this.#keyFiles = keyFiles;
  }

  /** The names of all that are not disabled. */
  async enabled(): Promise<readonly string[]> {
    return (await this.#stanzas()).filter((entry) => !isDisabled(entry)).map(({ name }) => name);
  }

  /**
   * The names that `misp_instance=` means: one, several separated by commas, or `*` for all that are not disabled.
   * @throws InstanceError for a name that there is not
   */
  async resolve(names: readonly string[]): Promise<readonly string[]> {
    const all = await this.#stanzas();
    const enabled = await this.enabled();
    const chosen = names.flatMap((name) => (name === '*' ? enabled : [name]));
    if (names.every((name) => name === '') && all.length > 0)
      throw new InstanceError(`misp_instance is missing: name a MISP instance. ${listOf(enabled)}`);
    for (const name of chosen) if (!enabled.includes(name)) throw unknown(name, all, enabled);
    if (chosen.length === 0) throw new InstanceError(`There is no MISP instance yet. ${HOW_TO_ADD}`);
    return [...new Set(chosen)];
  }

  /** The one instance of this name, where several make no sense. @throws InstanceError, NoCapabilityError */
  async only(name: string): Promise<Instance> {
    await this.mustBeOne(name);
    return this.get(name);
  }

  /** @throws InstanceError for anything that is not the name of one instance, which is not disabled */
  async mustBeOne(name: string): Promise<void> {
    const [first, ...others] = await this.resolve([name]);
    if (name !== first || others.length > 0)
      throw new InstanceError(`"${name}" is not one MISP instance: name the one that is meant.`);
  }

  /** @throws InstanceError, NoCapabilityError */
  async get(name: string) {
    const entry = (await this.#stanzas()).find((one) => one.name === name);
    if (!entry) throw unknown(name, [], []);
    const stanza = parse(entry);
    const secrets = await this.#secretsOf(name);
    const key = (await secrets.get(`${name}.misp_key`))?.trim();
    if (key === undefined) throw noKey(name);
    const mistake = mistakeInKey(key);
    if (mistake !== undefined)
      throw new InstanceError(`MISP instance ${name}: the API key (${name}.misp_key) ${mistake}.`);
    return {
      prefix: stanza.prefix,
      connection: {
        name,
        url: stanza.misp_url,
        key,
        verifyCertificate: stanza.misp_verifycert,
        ...(stanza.misp_ca_path === '' ? {} : { caPath: this.#expand(stanza.misp_ca_path) }),
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

  /** The secrets of an instance through the broker, whether this user may read them or not. @throws SplunkdError */
  handOver(name: string): Promise<Secrets> {
    return handedOver(this.#splunkd, this.#keyFiles, name);
  }

  /** From where this user may have them. @throws InstanceError, NoCapabilityError, SplunkdError */
  async #secretsOf(name: string): Promise<Secrets> {
    const stored = new StoredSecrets(this.#splunkd);
    if ((await stored.get(`${name}.misp_key`)) !== undefined) return stored;
    const capabilities = await capabilitiesOf(this.#splunkd);
    if (!capabilities) throw noKey(name);
    if (capabilities.has(BROKER.capability)) return this.handOver(name);
    if (capabilities.has('list_storage_passwords')) throw noReadableKey(name);
    throw new NoCapabilityError(
      `You may not use the API key of MISP instance ${name}. Ask your Splunk administrator for the role misp_searcher (it brings the capability ${BROKER.capability}), or, where Splunk runs on Windows, for misp_user (list_storage_passwords).`,
    );
  }

  async #clientCertificate(name: string, stanza: Stanza, secrets: Secrets) {
    const password = await secrets.get(`${name}.client_key_password`);
    return {
      path: this.#expand(stanza.client_cert_path),
      ...(stanza.client_key_path === '' ? {} : { keyPath: this.#expand(stanza.client_key_path) }),
      ...(password === undefined ? {} : { password }),
    };
  }

  async #proxy(name: string, stanza: Stanza, secrets: Secrets) {
    if (stanza.proxy_host === '' || stanza.proxy_port === undefined) {
      throw new InstanceError(
        `MISP instance ${name}: misp_use_proxy is on, but proxy_host or proxy_port is missing.`,
      );
    }
    // One proxy for all instances stands in [default], and so does its password.
    const password =
      stanza.proxy_username === ''
        ? undefined
        : ((await secrets.get(`${name}.proxy_password`)) ??
          (await secrets.get(`${DEFAULTS}.proxy_password`)));
    return {
      type: stanza.proxy_type,
      host: stanza.proxy_host,
      port: stanza.proxy_port,
      ...(stanza.proxy_username === '' ? {} : { username: stanza.proxy_username }),
      ...(password === undefined ? {} : { password }),
    };
  }

  async #stanzas(): Promise<readonly Entry[]> {
    this.#entries ??= this.#splunkd.entries('configs/conf-misp_instances').then((entries) => {
      if (entries) return entries.filter((entry) => entry.name !== DEFAULTS);
      throw new InstanceError(`misp_instances.conf cannot be read: is the app SA-misp shared with you?`);
    });
    return this.#entries;
  }

  #expand(path: string): string {
    return this.#splunkHome === undefined ? path : expandSplunkHome(path, this.#splunkHome);
  }
}

const HOW_TO_ADD = 'An administrator adds a stanza to misp_instances.conf.';

function parse({ name, content }: Entry): Stanza & { readonly misp_url: string } {
  // A setting left empty is a setting not made.
  const made = Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== null && value !== ''),
  );
  const result = v.safeParse(InstanceStanza, made);
  if (!result.success) {
    const mistakes = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}.`);
    throw new InstanceError(`MISP instance ${name}: ${mistakes.join(' ')}`);
  }
  const { misp_url } = result.output;
  if (misp_url === undefined) throw new InstanceError(`MISP instance ${name}: misp_url is missing.`);
  return { ...result.output, misp_url };
}

function isDisabled({ content }: Entry): boolean {
  return v.safeParse(InstanceStanza.entries.disabled, content['disabled']).output === true;
}

function unknown(name: string, all: readonly Entry[], enabled: readonly string[]): InstanceError {
  if (all.some((entry) => entry.name === name))
    return new InstanceError(`MISP instance ${name} is disabled.`);
  if (enabled.length === 0) return new InstanceError(`There is no MISP instance "${name}". ${HOW_TO_ADD}`);
  const suggestion = nearest(name, enabled);
  const hint = suggestion === undefined ? '.' : `: did you mean "${suggestion}"?`;
  return new InstanceError(`There is no MISP instance "${name}"${hint} ${listOf(enabled)}`);
}

function listOf(enabled: readonly string[]): string {
  if (enabled.length === 0) return 'All there are are disabled.';
  return enabled.length <= 20 ? `There are: ${enabled.join(', ')}.` : `There are ${enabled.length}.`;
}
