import { MispError } from '../../misp/errors.ts';
import type { Context } from '../../protocol/command.ts';
import type { Table } from '../../protocol/table.ts';
import { InstanceError } from '../../splunkd/errors.ts';
import type { Instance } from '../../splunkd/instances.ts';

/**
 * Yields the results of several instances, one after the other, and warns of each instance that fails.
 *
 * @param names at least one
 * @throws MispError, InstanceError when all instances fail
 */
export async function* withoutFailedInstances(
  names: readonly string[],
  readSettings: (name: string) => Promise<Instance>,
  readRows: (instance: Instance) => AsyncIterable<Table>,
  { message, signal }: Pick<Context<unknown>, 'message' | 'signal'>,
): AsyncGenerator<Table> {
  let failures = 0;
  for (const name of names) {
    let hasRows = false;
    try {
      for await (const table of readRows(await readSettings(name))) {
        hasRows ||= table.rows.length > 0;
        yield table;
      }
    } catch (error) {
      const isOfInstance = error instanceof MispError || error instanceof InstanceError;
      failures += 1;
      if (!isOfInstance || signal.aborted || failures === names.length) throw error;
      message('WARN', `${error.message} Results of this instance are ${hasRows ? 'incomplete' : 'missing'}.`);
    }
  }
}
