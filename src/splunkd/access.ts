import { NoCapabilityError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** What the user of a search, or the owner of an alert, may do. */
export class Access {
  readonly #splunkd: Splunkd;
  #capabilities: Promise<ReadonlySet<string>> | undefined;

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  async may(capability: string): Promise<boolean> {
    this.#capabilities ??= this.#splunkd.entries('authentication/current-context').then((entries) => {
      const list = entries?.[0]?.content['capabilities'];
      return new Set(Array.isArray(list) ? list.map(String) : []);
    });
    return (await this.#capabilities).has(capability);
  }

  /** Changing anything in MISP needs the capability misp_write. @throws NoCapabilityError */
  async mustWrite(): Promise<void> {
    if (await this.may('misp_write')) return;
    throw new NoCapabilityError(
      'You may not change anything in MISP. Ask your Splunk administrator for the role misp_writer (it brings the capability misp_write).',
    );
  }
}
