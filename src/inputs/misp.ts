import { MispClient } from '../misp/client.ts';
import { withTestTimeout } from '../misp/http/test-timeout.ts';
import { explain, oneLine } from '../protocol/failures.ts';
import type { EventOutput } from '../splunkd/event-stream.ts';
import { parseValidation, schemeXml, validationError } from '../splunkd/modular-input.ts';
import { attributeQuery } from './changes/queries.ts';
import { type InputServices, runInput, valuesOf } from './run.ts';
import { inputOptions } from './scheme.ts';

export const TITLE = 'MISP';
export const DESCRIPTION =
  'Keeps an index of the indicators, events and sightings of a MISP instance up to date.';

export interface InputProcess {
  /** What follows the name of the input: `--scheme`, `--validate-arguments`, or nothing. */
  readonly args: readonly string[];
  /** All of standard input. */
  readonly read: () => Promise<string>;
  readonly output: EventOutput;
  /** Takes whole lines. */
  readonly log: (line: string) => void;
  readonly services: InputServices;
  /** Aborted when splunkd wants the input to stop. */
  readonly signal: AbortSignal;
}

/** The modular input `misp`, in any of the three ways in which splunkd starts it. Resolves to the exit code. */
export async function runMispInput({ args, read, output, ...rest }: InputProcess): Promise<number> {
  if (args.includes('--scheme')) {
    await put(output, schemeXml(scheme()));
    return 0;
  }
  if (!args.includes('--validate-arguments')) return runInput({ xml: await read(), output, ...rest });
  const mistake = await mistakeIn(await read(), rest.services, rest.signal);
  if (mistake === undefined) return 0;
  await put(output, validationError(oneLine(mistake)));
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

/** Of settings that somebody is about to save; MISP is asked for one attribute with them. */
async function mistakeIn(
  xml: string,
  services: InputServices,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const definition = parseValidation(xml);
    const values = valuesOf(definition);
    const instances = await services.instances(definition);
    const { connection } = await instances.getOnly(values.misp_instance ?? definition.name);
    // Somebody waits for the answer.
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
    return explain(error);
  }
}

function put({ stream }: EventOutput, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
