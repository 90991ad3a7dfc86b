import * as v from 'valibot';

const Pairs = v.array(v.tuple([v.string(), v.string()]));

/** The part of splunkd's description of a request that the broker needs. */
const Request = v.object({
  method: v.string(),
  /** The URL-encoded form of the body, in order. */
  form: v.optional(Pairs, []),
  /** A session with all permissions: restmap.conf has `passSystemAuth`. */
  system_authtoken: v.pipe(v.string(), v.nonEmpty()),
  /** The session of the user. */
  session: v.object({ authtoken: v.pipe(v.string(), v.nonEmpty()) }),
  server: v.object({ rest_uri: v.string() }),
});

export type Request = v.InferOutput<typeof Request>;

/** Undefined for an invalid request. Gives no reason, since the text contains two session keys. */
export function parseRequest(block: Buffer): Request | undefined {
  let value: unknown;
  try {
    value = JSON.parse(block.toString());
  } catch {
    return undefined;
  }
  const result = v.safeParse(Request, value);
  return result.success ? result.output : undefined;
}
