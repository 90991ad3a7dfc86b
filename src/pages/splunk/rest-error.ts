import * as v from 'valibot';

const Body = v.object({ messages: v.array(v.object({ text: v.string() })) });

/** What a status means, where splunkd's own words say too little. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'Your session has ended. Log in to Splunk again, in another tab if something typed here is to be kept.',
  403: 'Your Splunk user may not do this. It takes the role admin or sc_admin.',
  404: 'splunkd does not have it, or your user may not see it.',
  409: 'There is one of this name already.',
  503: 'Splunk is busy or starting.',
};

/** A refusal of splunkd's. */
export class RestError extends Error {
  override readonly name = 'RestError';
  /** Of HTTP; 0 when no answer came. */
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }

  static of(status: number, body: unknown): RestError {
    const parsed = v.safeParse(Body, body);
    const said = parsed.success ? parsed.output.messages.map(({ text }) => text).join(' ') : '';
    const meaning = MEANINGS[status] ?? (said === '' ? `Splunk answered with HTTP ${status}.` : '');
    return new RestError(status, [meaning, said === '' ? '' : `Splunk says: ${said}`].join(' ').trim());
  }
}

/** The sentence of whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True when what is asked for is not there. @throws the error if it is another one */
export function isMissing(error: unknown): boolean {
  if (error instanceof RestError && error.status === 404) return true;
  throw error;
}
