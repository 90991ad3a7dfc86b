import { rm } from 'node:fs/promises';
import { type MispOptions, type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import {
  checkpointDir,
  type InputOptions,
  type InputResult,
  runInput,
  RunningInput,
} from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** A Splunk for all tests of a file, and a MISP for each; the input is `misp://misp_covid`, over everything. */
export class Lab {
  splunk!: StandInSplunk;
  misp!: MispServer;

  async open(): Promise<void> {
    this.splunk = await StandInSplunk.start();
  }

  /** A MISP, a new one each time, and nothing known of it. */
  async with(options: MispOptions = {}, settings: Record<string, string | number> = {}): Promise<MispServer> {
    await this.endMisp();
    this.misp = await startMisp(options);
    this.splunk.state.instances['misp_covid'] = { misp_url: this.misp.url, retry_timeout: 1, ...settings };
    this.splunk.state.secrets['misp_covid.misp_key'] = this.misp.keys['admin'] ?? '';
    delete this.splunk.state.serverRoles;
    for (const collection of Object.values(this.splunk.state.collections)) collection.clear();
    await rm(checkpointDir(this.splunk), { recursive: true, force: true });
    return this.misp;
  }

  run(settings: InputOptions['settings'] = {}): Promise<InputResult> {
    return runInput(this.splunk, 'misp_covid', { settings: { start: 'all', ...settings } });
  }

  /** @param reader as of RunningInput */
  start(
    settings: InputOptions['settings'] = {},
    reader?: ConstructorParameters<typeof RunningInput>[3],
  ): RunningInput {
    return new RunningInput(this.splunk, 'misp_covid', { settings: { start: 'all', ...settings } }, reader);
  }

  async endMisp(): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Before the first there is none.
    await this.misp?.close();
  }

  async close(): Promise<void> {
    await this.endMisp();
    await this.splunk.close();
  }
}
