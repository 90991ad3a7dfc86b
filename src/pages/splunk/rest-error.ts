import * as v from 'valibot';

const Body = v.object({ messages: v.array(v.object({ text: v.string() })) });

/** Messages for statuses for which splunkd's message is not enough. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'Your session has ended. Log in to Splunk again. To keep what you typed here, use another browser tab to log in.',
  403: 'You do not have permission. This needs the admin or sc_admin role.',
  404: 'It does not exist in splunkd, or your user may not see it.',
  409: 'This name already exists.',
  503: 'Splunk is busy or starting.',
};

/** With this splunkd begins what a modular input says of its settings. */
const VALIDATION = /^Argument validation for scheme=\w+: /;

/** A failed request to splunkd. */
export class RestError extends Error {
  override readonly name = 'RestError';
  /** The HTTP status. 0 without a response. */
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }

  /** Splunk Web, or a proxy before it, sent HTML instead of JSON, as a single sign-on does when the session has expired. */
  static webPage(): RestError {
    return new RestError(
      401,
      'Splunk sent a web page instead of data: your session may have expired. Reload the page.',
    );
  }

  static of(status: number, body: unknown): RestError {
    const parsed = v.safeParse(Body, body);
    const said = parsed.success
      ? parsed.output.messages.map(({ text }) => text.replace(VALIDATION, '')).join(' ')
      : '';
    const meaning = MEANINGS[status] ?? (said === '' ? `Splunk responded with HTTP ${status}.` : '');
    return new RestError(status, [meaning, said === '' ? '' : `Splunk says: ${said}`].join(' ').trim());
  }
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns true for a 404. @throws any other error */
export function isMissing(error: unknown): boolean {
  if (error instanceof RestError && error.status === 404) return true;
  throw error;
}
