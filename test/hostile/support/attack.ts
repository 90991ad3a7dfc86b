import type { ReaderName } from './readers.ts';
import type { Answer, Asked } from './server.ts';
import type net from 'node:net';

/** What a server answers, whom it is tried against, and what must hold besides the bounds, which hold always. */
export interface Attack {
  readonly name: string;
  readonly readers: readonly ReaderName[];
  /** It is tried against so many of them, others for each attack, and with HOSTILE=all against all; 1 when absent. */
  readonly tried?: number;
  /** Instead of what a tame MISP answers to the requests that the reader is there for. */
  readonly answer: (asked: Asked, tame: Answer) => Answer | ((socket: net.Socket) => void);
  /** How it ends: `message` is one clear error, `rows` none, `either` whatever keeps the bounds. */
  readonly end: 'message' | 'rows' | 'either';
  /** What the message says. */
  readonly message?: RegExp;
  /** What is not in the header of the results. */
  readonly absent?: RegExp;
  /** Pages of attributes that the tame MISP has. */
  readonly pages?: number;
  /** Of the instance, besides `read_timeout=20` and `retry_timeout=0`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Seconds of CPU time that it may take; 20 when absent. */
  readonly seconds?: number;
  /** It takes long: tried only with HOSTILE=all. */
  readonly isSlow?: boolean;
}
