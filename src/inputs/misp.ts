import { MispClient } from '../misp/client.ts';
import { withTestTimeout } from '../misp/http/test-timeout.ts';
import { errorText, oneLine } from '../protocol/failures.ts';
import type { EventOutput } from '../splunkd/event-stream.ts';
import { parseValidation, schemeXml, validationError } from '../splunkd/modular-input.ts';
import { attributeQuery } from './changes/queries.ts';
import { type InputServices, runInput, parseSettings } from './run.ts';
import { inputOptions } from './scheme.ts';

export const TITLE = 'MISP';
export const DESCRIPTION =
  'Keeps an index of the indicators, events and sightings of a MISP instance up to date.';

export interface InputProcess {
  /** Arguments of the program: `--scheme`, `--validate-arguments`, or none. */
  readonly args: readonly string[];
  /** Reads all of standard input. */
  readonly read: () => Promise<string>;
  readonly output: EventOutput;
  /** Gets whole lines. */
  readonly log: (line: string) => void;
  readonly services: InputServices;
  /** Aborted when splunkd stops the input. */
  readonly signal: AbortSignal;
}

/** The modular input `misp`, in the three modes in which splunkd starts it: scheme, validation and run. @returns the exit code */
export async function runMispInput({ args, read, output, ...rest }: InputProcess): Promise<number> {
  if (args.includes('--scheme')) {
    await writeText(output, schemeXml(scheme()));
    return 0;
  }
  if (!args.includes('--validate-arguments')) return runInput({ xml: await read(), output, ...rest });
  const mistake = await findMistake(await read(), rest.services, rest.signal);
  if (mistake === undefined) return 0;
  await writeText(output, validationError(oneLine(mistake)));
  return 1;
}

function scheme() {
  const args = Object.entries(inputOptions).map(([name, { text }]) => ({
    name,
    title: name,
    description: text,
  }));
  return { title: TITLE, description: DESCRIPTION, args };
}

/** Checks settings that are about to be saved, with a request to MISP for one attribute. @returns a message, or undefined */
async function findMistake(
  xml: string,
  services: InputServices,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const definition = parseValidation(xml);
    const values = parseSettings(definition);
    const instances = await services.instances(definition);
    const name = values.misp_instance ?? definition.name;
    // Nothing runs before it is enabled. So an input can be saved while its MISP is not there.
    if (await instances.isDisabled(name)) return undefined;
    const { connection } = await instances.getOnly(name);
    // A user waits for the response, so do not retry.
    const client = new MispClient({ ...connection, retryTimeout: 0 });
    try {
      const query = { timestamp: '1', ...attributeQuery(values) };
      await withTestTimeout(connection.name, signal, (limited) =>
        client.attributes(query, { only: { page: 1, size: 1 } }, limited).next(),
      );
    } finally {
      client.close();
    }
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

function writeText({ stream }: EventOutput, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
