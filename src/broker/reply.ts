/** The HTTP response that splunkd sends for the broker. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** An error in the format of splunkd's REST API. */
export function errorReply(status: number, text: string): Reply {
  return { status, body: { messages: [{ type: 'ERROR', text }] } };
}

/** Encodes a reply in the format of persistent drivers. */
export function encodeReply({ status, body }: Reply): string {
  return JSON.stringify({
    status,
    headers: { 'Content-Type': 'application/json' },
    payload: JSON.stringify(body),
  });
}
