import * as v from 'valibot';

const Pairs = v.array(v.tuple([v.string(), v.string()]));

/** What splunkd says of a request to the endpoint, as far as the broker needs it. Lists of names and values keep their order. */
const Request = v.object({
  method: v.string(),
  /** Of the body, url-encoded. */
  form: v.optional(Pairs, []),
  /** A session that may do everything: restmap.conf has `passSystemAuth`. */
  system_authtoken: v.pipe(v.string(), v.nonEmpty()),
  /** The user's. */
  session: v.object({ authtoken: v.pipe(v.string(), v.nonEmpty()) }),
  server: v.object({ rest_uri: v.string() }),
});

export type Request = v.InferOutput<typeof Request>;

/** Undefined when it is not understood; why is not said, since there are two session keys in it. */
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
