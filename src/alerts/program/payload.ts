import * as v from 'valibot';
import { AlertError } from '../errors.ts';

const Text = v.pipe(
  v.nullish(v.union([v.string(), v.number(), v.boolean()]), ''),
  v.transform((value) => String(value)),
);

/** The members of the JSON on an alert action's standard input (payload_format = json) that the app uses. */
const Payload = v.object({
  sid: Text,
  search_name: Text,
  app: Text,
  owner: Text,
  /** Path of a gzipped CSV; empty when the search has no results. */
  results_file: Text,
  server_uri: v.string(),
  /** The first result; empty when there is none. */
  result: v.fallback(v.record(v.string(), v.unknown()), {}),
  session_key: v.pipe(v.string(), v.nonEmpty()),
  configuration: v.fallback(v.record(v.string(), Text), {}),
});

export type Payload = v.InferOutput<typeof Payload>;

/** @throws AlertError, whose message quotes nothing of the text, since it contains a session key */
export function parsePayload(text: string): Payload {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AlertError('Standard input is not JSON. Set payload_format = json in alert_actions.conf.');
  }
  const result = v.safeParse(Payload, value);
  if (result.success) return result.output;
  const names = result.issues.map((issue) => v.getDotPath(issue) ?? 'all of it');
  throw new AlertError(`splunkd's description of the alert lacks ${[...new Set(names)].join(', ')}.`);
}
