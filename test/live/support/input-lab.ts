import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsIn, RunningInput } from '../../stand-ins/splunk/programs/input.ts';
import { INSTANCE, lab } from './lab.ts';

export type Indexed = Readonly<Record<string, unknown>>;

const END = '</event>\n';

/** The modular input with a checkpoint of its own, and an index of what it wrote: of each thing the last. */
export class InputLab {
  readonly #folder: string;
  readonly #settings: Readonly<Record<string, string>>;
  /** By id. */
  readonly attributes = new Map<string, Indexed>();
  readonly events = new Map<string, Indexed>();
  readonly sightings = new Map<string, Indexed>();
  /** What was written although it was there already, word for word. */
  readonly repeated: string[] = [];

  private constructor(folder: string, settings: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#settings = settings;
  }

  static async open(settings: Readonly<Record<string, string>>): Promise<InputLab> {
    return new InputLab(await mkdtemp(join(tmpdir(), 'misp live input ')), settings);
  }

  /** Runs once to its end. @throws Error when it fails */
  async run(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const options = { settings: { ...this.#settings, ...settings }, checkpointDir: this.#folder };
    const running = new RunningInput(lab().splunk, INSTANCE, options, 'somebody');
    let rest = '';
    running.process.stdout.setEncoding('utf8').on('data', (text: string) => {
      rest += text;
      const end = rest.lastIndexOf(END) + END.length;
      if (end < END.length) return;
      for (const { sourcetype, data } of eventsIn(rest.slice(0, end))) this.#index(sourcetype, data);
      rest = rest.slice(end);
    });
    const { exitCode, stderr } = await running.ended();
    if (exitCode !== 0 || stderr.includes('ERROR ')) throw new Error(`the input failed: ${stderr}`);
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  #index(sourcetype: string, data: string): void {
    const one = JSON.parse(data) as Record<string, unknown>;
    const [index, key] = {
      'misp:attribute': [this.attributes, one['misp_attribute_id']] as const,
      'misp:event': [this.events, one['misp_event_id']] as const,
      'misp:sighting': [this.sightings, one['misp_sighting_id']] as const,
    }[sourcetype] ?? [undefined, undefined];
    if (!index) return;
    const id = String(key);
    if (JSON.stringify(index.get(id)) === JSON.stringify(one)) this.repeated.push(`${sourcetype} ${id}`);
    index.set(id, one);
  }
}

/** A tombstone, or the last state of a soft-deleted attribute. */
export function isGone(one: Indexed | undefined): boolean {
  return one?.['misp_deleted'] === true || one?.['misp_removed'] === true;
}
