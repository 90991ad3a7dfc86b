import { unknownNameWarning } from '../common/unknown-name.ts';
import type { MispClient } from '../misp/client.ts';
import { NotFoundError } from '../misp/errors.ts';
import { MAX_SMALL_RESPONSE_BYTES } from '../misp/http/bounds.ts';

/** MISP treats nothing as decayed if the decaying model does not exist. @param models their ids; anything else is ignored */
export async function modelWarnings(
  client: MispClient,
  models: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const warnings = models
    .filter((id) => /^\d+$/.test(id))
    .map(async (id) => {
      try {
        await client.call(
          { method: 'GET', path: `/decayingModel/view/${id}`, maxBytes: MAX_SMALL_RESPONSE_BYTES },
          signal,
        );
        return [];
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        return [`MISP has no decaying model ${id}, or none for this key: nothing counts as decayed.`];
      }
    });
  return (await Promise.all(warnings)).flat();
}

/** MISP does not list object relations. Nearly all are in lower case, so only names with capitals are checked. */
export async function relationWarnings(
  client: MispClient,
  relations: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = relations.filter((name) => name !== name.toLowerCase());
  const exists = async (relation: string) => {
    const rows = client.attributes(
      { object_relation: { OR: [relation] } },
      { only: { page: 1, size: 1 } },
      signal,
    );
    for await (const page of rows) if (page.length > 0) return true;
    return false;
  };
  const warnings = names.map(async (name) => {
    const lower = name.toLowerCase();
    if ((await exists(name)) || !(await exists(lower))) return [];
    return unknownNameWarning('object relation', name, [lower]) ?? [];
  });
  return (await Promise.all(warnings)).flat();
}
