import type { Row } from '../../../src/protocol/rows.ts';
import type { SearchOptions } from '../../stand-ins/splunk/programs/search.ts';
import type { StandInSplunk } from '../../stand-ins/splunk/splunk.ts';
import { openSplunk } from '../../../tools/misp-access.ts';
import { OwnEvents } from './own-events.ts';
import { Random } from './random.ts';
import { type Comparison, Tally } from './tally.ts';
import { type TagEntry, Truth } from './truth.ts';
import { Universe } from './universe.ts';

export const INSTANCE = 'misp';
export const SESSION = 'session-of-admin';

/** The packaged app in a stand-in Splunk, the real MISP beside it, and what that MISP holds. */
export class LiveLab {
  readonly splunk: StandInSplunk;
  readonly truth: Truth;
  readonly universe: Universe;
  readonly own: OwnEvents;
  readonly tally = new Tally();
  readonly seed: string;
  /** Names of tags that MISP has and shows: no other is ever used, since that would stay behind. */
  readonly tags: readonly string[];
  /** Whether the key may add, change and publish events. */
  readonly mayWrite: boolean;
  readonly #close: () => Promise<void>;

  private constructor(
    fields: Pick<LiveLab, 'splunk' | 'truth' | 'universe' | 'own' | 'seed' | 'tags' | 'mayWrite'>,
    close: () => Promise<void>,
  ) {
    this.splunk = fields.splunk;
    this.truth = fields.truth;
    this.universe = fields.universe;
    this.own = fields.own;
    this.seed = fields.seed;
    this.tags = fields.tags;
    this.mayWrite = fields.mayWrite;
    this.#close = close;
  }

  static async open(env: NodeJS.ProcessEnv, output: NodeJS.WritableStream): Promise<LiveLab> {
    const truth = new Truth(env);
    const own = new OwnEvents(truth);
    const { Role } = (await truth.get('/users/view/me')) as { Role: Record<string, unknown> };
    const rights = ['perm_add', 'perm_modify', 'perm_publish', 'perm_tagger', 'perm_sighting'];
    const mayWrite = rights.every((right) => Role[right] === true);
    if (mayWrite) await own.deleteAll();
    const seed = env['SEED'] ?? String(Date.now());
    const started = performance.now();
    const tags = await truth.tags();
    const universe = await Universe.read(truth);
    const { splunk, close } = await openSplunk([INSTANCE]);
    splunk.state.sessions[SESSION] = {
      username: 'admin',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
    output.write(
      `${universe.isWhole ? 'All' : 'Some'} ${universe.events.size} events with ${universe.attributes.size} attributes ` +
        `read in ${((performance.now() - started) / 1000).toFixed(1)} s. SEED=${seed} repeats this run.\n` +
        (mayWrite ? '' : 'The key may not write: what needs own events is skipped.\n'),
    );
    return new LiveLab({ splunk, truth, universe, own, seed, tags: usable(tags), mayWrite }, close);
  }

  /** Runs a search command of the package. @throws Error when it fails */
  async search(search: string, options: Partial<SearchOptions> = {}): Promise<readonly Row[]> {
    const result = await this.splunk.search(`${search} misp_instance=${INSTANCE}`, {
      sessionKey: SESSION,
      ...options,
    });
    if (!result.failed) return result.rows;
    throw new Error(`${search}: ${result.messages.map(([, text]) => text).join(' ')} ${result.stderr}`);
  }

  /** Those of some tags that MISP has, or else any that it has. */
  someTags(wanted: readonly string[]): readonly string[] {
    const there = wanted.filter((name) => this.tags.includes(name));
    return there.length > 0 ? there : this.tags.slice(0, 1);
  }

  compare(what: string): Comparison {
    return this.tally.start(what);
  }

  /** Choices of its own for each comparison, so that one alone chooses as among all. */
  random(what: string): Random {
    return new Random(`${this.seed} ${what}`);
  }

  /**
   * Compares events, and once more without those that somebody changed meanwhile, if it was equal only but for these.
   * @throws AssertionError
   */
  async settled(
    what: string,
    eventIds: readonly string[],
    compare: (eventIds: readonly string[], comparison: Comparison) => Promise<void>,
  ): Promise<void> {
    const comparison = this.compare(what);
    await compare(eventIds, comparison);
    if (comparison.mismatches.length > 0) {
      const isUnsettled = await this.universe.unsettled(this.truth);
      const rest = eventIds.filter((id) => !isUnsettled(id));
      if (rest.length < eventIds.length) {
        comparison.again(eventIds.length - rest.length);
        await compare(rest, comparison);
      }
    }
    comparison.end();
  }

  async close(): Promise<void> {
    try {
      if (this.mayWrite) await this.own.deleteAll();
    } finally {
      await this.#close();
    }
  }
}

function usable(tags: readonly TagEntry[]): readonly string[] {
  return tags
    .filter((tag) => tag.exportable && !tag.local_only && !tag.name.startsWith('misp-galaxy:'))
    .map(({ name }) => name);
}

let opened: LiveLab | undefined;

export function setLab(lab: LiveLab): void {
  opened = lab;
}

/** Whether MISP could be read at all. */
export function isOpen(): boolean {
  return opened !== undefined;
}

export function lab(): LiveLab {
  if (!opened) throw new Error('The tests of test/live run by npm run test:misp.');
  return opened;
}
