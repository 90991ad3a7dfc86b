import { hostname } from 'node:os';
import type { EventView, Truth } from './truth.ts';

/** Begins the title of every event that these tests make: by it they are found and deleted. */
const MARK = 'SA-misp npm run test:misp';
const RUN = `${MARK} [${hostname()} ${process.pid}]`;
/** An event of a run on another machine is a left-over after so many seconds. */
const LEFT_OVER_SECONDS = 2 * 3600;

/** Events in MISP that the tests make, for nobody else to see, and delete again. */
export class OwnEvents {
  readonly #truth: Truth;

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  titleOf(what: string): string {
    return `${RUN}: ${what}`;
  }

  /** Makes an event that only the own organisation sees. @param more members of the event */
  async make(what: string, more: Readonly<Record<string, unknown>> = {}): Promise<EventView> {
    const Event = {
      info: this.titleOf(what),
      distribution: '0',
      threat_level_id: '4',
      analysis: '0',
      ...more,
    };
    return ((await this.#truth.post('/events/add', { Event })) as { Event: EventView }).Event;
  }

  async delete(id: string): Promise<void> {
    await this.#truth.http.ask('DELETE', `/events/delete/${id}`);
  }

  /** Deletes what this run has made, and what runs have left that were killed. Resolves to how many. */
  async deleteAll(): Promise<number> {
    const now = await this.#truth.now();
    const answer = (await this.#truth.post('/events/index', { eventinfo: MARK, limit: 500 })) as {
      id: string;
      info: string;
      timestamp: string;
    }[];
    const mine = answer.filter(({ info, timestamp }) => isToGo(info, now - Number(timestamp)));
    for (const { id } of mine) await this.delete(id);
    return mine.length;
  }
}

function isToGo(info: string, age: number): boolean {
  if (info.startsWith(RUN)) return true;
  const [, host, pid] = /^SA-misp npm run test:misp \[(.*) (\d+)\]/.exec(info) ?? [];
  if (pid === undefined) return false;
  return host === hostname() ? !isRunning(Number(pid)) : age > LEFT_OVER_SECONDS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
