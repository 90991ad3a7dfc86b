import { BROKER } from './broker-endpoint.ts';
import { MissingCapabilityError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** The capabilities of the session's user. Undefined when splunkd does not return them. */
export async function capabilitiesOf(splunkd: Splunkd): Promise<ReadonlySet<string> | undefined> {
  const entries = await splunkd.entries('/services/authentication/current-context');
  const list = entries?.[0]?.content['capabilities'];
  return Array.isArray(list) ? new Set(list.map(String)) : undefined;
}

/** The permissions of the user of a search, or of the owner of an alert. */
export class Access {
  readonly #splunkd: Splunkd;
  #capabilities: ReturnType<typeof capabilitiesOf> | undefined;

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  async hasCapability(capability: string): Promise<boolean> {
    this.#capabilities ??= capabilitiesOf(this.#splunkd);
    return (await this.#capabilities)?.has(capability) === true;
  }

  /** Writing to MISP needs the capability misp_write. @param reason a sentence @throws MissingCapabilityError */
  async assertMayWrite(reason = 'You may not change anything in MISP.'): Promise<void> {
    if (await this.hasCapability('misp_write')) return;
    throw new MissingCapabilityError(
      `${reason} Ask your Splunk administrator for the role misp_writer (which grants the capability misp_write).`,
    );
  }

  /** Fetching secrets from the broker needs the capability misp_search. @throws MissingCapabilityError */
  async assertMaySearch(): Promise<void> {
    if (await this.hasCapability(BROKER.capability)) return;
    throw new MissingCapabilityError(
      `You are not allowed to use the API key. Ask your Splunk administrator for the role misp_searcher (which grants the capability ${BROKER.capability}).`,
    );
  }
}
