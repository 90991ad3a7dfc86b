import type { SplunkdState } from './state.ts';
import { refusal, type Reply } from './rest-reply.ts';

/** A request to an endpoint of splunkd, by a user that it knows. */
export interface Call {
  readonly state: SplunkdState;
  /** Of the installed app. */
  readonly appDir: string;
  readonly user: SplunkdState['sessions'][string];
  readonly sessionKey: string;
  readonly method: string;
  /** After the endpoint's own path, decoded. */
  readonly parts: readonly string[];
  /** Of the URL. */
  readonly query: URLSearchParams;
  /** Of the body; a PUT or POST of a form. */
  readonly form: URLSearchParams;
  readonly body: string;
}

export type Endpoint = (call: Call) => Reply | Promise<Reply>;

/** Undefined when the user may; what splunkd says otherwise. */
export function lacking({ user }: Pick<Call, 'user'>, capability: string): Reply | undefined {
  if (user.capabilities.includes(capability)) return undefined;
  return refusal(
    403,
    `You (user=${user.username}) do not have permission to perform this operation (requires capability: ${capability}).`,
  );
}

/** The first value of each argument of a form, without those that are the request's own. */
export function argumentsOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...form].filter(([name]) => name !== 'name' && name !== 'output_mode'));
}
