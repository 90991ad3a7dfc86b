/** What splunkd answers for the broker. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal in the form of splunkd's own. */
export function refusal(status: number, text: string): Reply {
  return { status, body: { messages: [{ type: 'ERROR', text }] } };
}

/** In the form that splunkd takes from a persistent driver. */
export function encodeReply({ status, body }: Reply): string {
  return JSON.stringify({
    status,
    headers: { 'Content-Type': 'application/json' },
    payload: JSON.stringify(body),
  });
}
