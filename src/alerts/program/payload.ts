import * as v from 'valibot';
import { AlertError } from '../errors.ts';

const Text = v.pipe(
  v.nullish(v.union([v.string(), v.number(), v.boolean()]), ''),
  v.transform((value) => String(value)),
);

/** What splunkd writes to an alert action's standard input with payload_format = json, as far as it is used. */
const Payload = v.object({
  sid: Text,
  search_name: Text,
  app: Text,
  owner: Text,
  /** Path of a gzipped CSV; blank when the search found nothing. */
  results_file: Text,
  server_uri: v.string(),
  /** The first result, as far as splunkd tells it; empty when there is none. */
  result: v.fallback(v.record(v.string(), v.unknown()), {}),
  session_key: v.pipe(v.string(), v.nonEmpty()),
  configuration: v.fallback(v.record(v.string(), Text), {}),
});

export type Payload = v.InferOutput<typeof Payload>;

/** @throws AlertError, which holds nothing of the text: there is a session key in it */
export function parsePayload(text: string): Payload {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AlertError('What came on standard input is not JSON: payload_format must be json.');
  }
  const result = v.safeParse(Payload, value);
  if (result.success) return result.output;
  const names = result.issues.map((issue) => v.getDotPath(issue) ?? 'all of it');
  throw new AlertError(`splunkd's description of the alert lacks ${[...new Set(names)].join(', ')}.`);
}
