import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNTS } from '../stand-ins/misp/accounts.ts';
import { demoStore } from '../stand-ins/misp/data/dataset.ts';
import { type Incoming, jsonOf, readRequest } from '../stand-ins/misp/request-body.ts';
import { route } from '../stand-ins/misp/routes.ts';
import type { MispStore } from '../stand-ins/misp/store/store.ts';
import { type Answer, bytesOf } from './answer.ts';
import { mutated, type Plan } from './mutations.ts';
import { Random } from './random.ts';
import { recordedAnswers } from './recordings.ts';

/** Unix seconds, the same in every run. */
export const NOW = 1_795_000_000;

/** One case as its server sees it. */
export interface Served {
  readonly seeds: readonly (number | string)[];
  readonly plan: Plan;
  readonly key: string;
}

interface State extends Served {
  readonly store: MispStore;
  requests: number;
  /** Answers as they are meant, from now on. */
  isHealthy: boolean;
}

/** A MISP that does to its answers what a case wants; each case has a path of its own. */
export class HostileMisp {
  readonly #server: http.Server;
  readonly #cases = new Map<string, State>();
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = http.createServer((request, response) => {
      void this.#answer(request).catch(() => response.socket?.destroy());
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(): Promise<HostileMisp> {
    const misp = new HostileMisp();
    await new Promise<void>((resolve) => misp.#server.listen(0, '127.0.0.1', resolve));
    return misp;
  }

  /** The address of a MISP for one case. */
  open(name: string, served: Served): string {
    this.#cases.set(name, {
      ...served,
      store: demoStore(NOW),
      requests: 0,
      isHealthy: false,
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${name}`;
  }

  /** From now on a case gets the answers that are meant. */
  heal(name: string): void {
    const state = this.#cases.get(name);
    if (state) state.isHealthy = true;
  }

  /** @returns how many requests a case has sent */
  shut(name: string): number {
    const requests = this.#cases.get(name)?.requests ?? 0;
    this.#cases.delete(name);
    return requests;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  async #answer(incoming: http.IncomingMessage): Promise<void> {
    const { socket } = incoming;
    const sent = await readRequest(incoming);
    const [, name = '', path = '/'] = /^\/([^/]*)(.*)$/.exec(sent.path) ?? [];
    const state = this.#cases.get(name);
    if (!state) {
      socket.destroy();
      return;
    }
    const number = state.requests;
    state.requests += 1;
    const answer = answerTo({ ...sent, path }, state);
    const { plan, key, seeds } = state;
    const isMeant = !state.isHealthy && plan.isMeant(number);
    await write(socket, isMeant ? mutated(answer, plan, key, new Random(...seeds, number)) : answer);
  }
}

function answerTo(request: Incoming, state: State): Answer {
  const { plan, store, isHealthy, seeds } = state;
  const page = (jsonOf(request) as { page?: unknown } | undefined)?.page ?? 1;
  const [account] = ACCOUNTS;
  if (!account) throw new RangeError('there are no accounts');
  const { status, headers, body } = route(request, {
    store,
    account,
    now: NOW,
    url: '',
    maxLimit: undefined,
    era: undefined,
  });
  const bytes = Buffer.from(body);
  const answer: Answer = {
    status: String(status),
    reason: http.STATUS_CODES[status] ?? '',
    headers: [
      ['Date', new Date(NOW * 1000).toUTCString()],
      ...Object.entries(headers),
      ['Content-Length', String(bytes.length)],
    ],
    body: bytes,
  };
  const recorded = plan.isRecorded && !isHealthy && page === 1 ? recordedAnswers(request.path) : [];
  return recorded.length > 0 ? new Random(...seeds, 'recorded', state.requests).pick(recorded) : answer;
}

async function write(socket: Socket, answer: Answer): Promise<void> {
  const { pause, brokenAfter } = answer;
  const bytes = answer.raw ?? bytesOf(answer);
  if (pause) await sleep(pause.before);
  if (brokenAfter !== undefined) {
    socket.write(bytes.subarray(0, brokenAfter), () => socket.resetAndDestroy());
    return;
  }
  if (pause) {
    const half = bytes.length - (answer.body.length >> 1);
    socket.write(bytes.subarray(0, half));
    await sleep(pause.within);
    socket.end(bytes.subarray(half));
  } else socket.end(bytes);
}
