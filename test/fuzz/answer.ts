/** An answer to one request as it goes over the wire, before and after something was done to it. */
export interface Answer {
  /** What stands in the status line: a number, mostly. */
  readonly status: string;
  readonly reason: string;
  /** In their order; a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Milliseconds before the answer, and in the middle of its body. */
  readonly pause?: { readonly before: number; readonly within: number };
  /** Bytes of the whole after which the connection is broken off. */
  readonly brokenAfter?: number;
  /** Instead of all that. */
  readonly raw?: Buffer;
}

export function headerOf({ headers }: Answer, name: string): string | undefined {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

export function withHeader(answer: Answer, name: string, value: string | undefined): Answer {
  const others = answer.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...answer, headers: value === undefined ? others : [...others, [name, value]] };
}

/** The length is said anew, unless there was none. */
export function withBody(answer: Answer, body: Buffer): Answer {
  const changed = { ...answer, body };
  return headerOf(answer, 'content-length') === undefined
    ? changed
    : withHeader(changed, 'Content-Length', String(body.length));
}

/** As bytes of HTTP/1.1. */
export function bytesOf({ status, reason, headers, body }: Answer): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} ${reason}\r\n${lines}Connection: close\r\n\r\n`, 'latin1'),
    body,
  ]);
}
