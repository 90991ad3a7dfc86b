/** Aborts an attempt that takes too long. The limit restarts for each phase: until the response, then for its body. */
export class AttemptTimeout {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  /** What MISP did not do in time: completes "MISP …". Undefined while no limit has passed. */
  timedOutBecause: string | undefined;

  /** @param seconds for each phase @param outer aborts the attempt, too */
  constructor(seconds: number, outer: AbortSignal) {
    this.#seconds = seconds;
    this.signal = AbortSignal.any([this.#controller.signal, outer]);
  }

  /** Starts a phase. @param what completes "MISP …" when the phase takes too long */
  start(what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.timedOutBecause = what;
      this.#controller.abort();
    }, this.#seconds * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
