import { BROKER } from './broker-endpoint.ts';
import { NoCapabilityError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** Those of the user of a search; undefined when splunkd does not tell. */
export async function capabilitiesOf(splunkd: Splunkd): Promise<ReadonlySet<string> | undefined> {
  const entries = await splunkd.entries('/services/authentication/current-context');
  const list = entries?.[0]?.content['capabilities'];
  return Array.isArray(list) ? new Set(list.map(String)) : undefined;
}

/** What the user of a search, or the owner of an alert, may do. */
export class Access {
  readonly #splunkd: Splunkd;
  #capabilities: ReturnType<typeof capabilitiesOf> | undefined;

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  async may(capability: string): Promise<boolean> {
    this.#capabilities ??= capabilitiesOf(this.#splunkd);
    return (await this.#capabilities)?.has(capability) === true;
  }

  /** Changing anything in MISP needs the capability misp_write. @param why a sentence @throws NoCapabilityError */
  async mustWrite(why = 'You may not change anything in MISP.'): Promise<void> {
    if (await this.may('misp_write')) return;
    throw new NoCapabilityError(
      `${why} Ask your Splunk administrator for the role misp_writer (it brings the capability misp_write).`,
    );
  }

  /** Being handed the secrets of a MISP instance needs the capability misp_search. @throws NoCapabilityError */
  async mustSearch(): Promise<void> {
    if (await this.may(BROKER.capability)) return;
    throw new NoCapabilityError(
      `No key is handed over to you. Ask your Splunk administrator for the role misp_searcher (it brings the capability ${BROKER.capability}).`,
    );
  }
}
