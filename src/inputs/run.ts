import { explain } from '../protocol/failures.ts';
import { MispClient } from '../misp/client.ts';
import { parseValues } from '../protocol/options.ts';
import { type EventOutput, EventStream } from '../splunkd/event-stream.ts';
import type { Instances } from '../splunkd/instances.ts';
import type { KvCollection } from '../splunkd/kv-store.ts';
import { type InputDefinition, parseRun } from '../splunkd/modular-input.ts';
import type { ServerInfo } from '../splunkd/server-info.ts';
import { claim, type Processes } from './claim/claim.ts';
import { CollectionStore } from './state/collection-store.ts';
import { InputError } from './errors.ts';
import { FileStore } from './state/file-store.ts';
import { pullOnce } from './changes/pull-once.ts';
import { Report } from './report.ts';
import { COLLECTION, inputOptions, type InputValues } from './scheme.ts';
import { Sink } from './output/sink.ts';
import { isSplunks } from './splunk-settings.ts';
import { RunSummary } from './summary.ts';

/** What the input gets from the program around it. */
export interface InputServices {
  instances(definition: InputDefinition): Promise<Instances>;
  serverInfo(definition: InputDefinition): Promise<ServerInfo>;
  collection(definition: InputDefinition, name: string): Promise<KvCollection>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly processes: Processes;
}

export interface InputRun {
  /** The XML that splunkd writes to standard input. */
  readonly xml: string;
  readonly output: EventOutput;
  /** Takes whole lines. */
  readonly log: (line: string) => void;
  readonly services: InputServices;
  /** Aborted when splunkd wants the input to stop. */
  readonly signal: AbortSignal;
}

/** Runs a stanza of inputs.conf once. Resolves to the exit code: 0, or 1 after the one ERROR line that says what failed. */
export async function runInput({ xml, output, log, services, signal }: InputRun): Promise<number> {
  let report = new Report('', log, services.now);
  try {
    const definition = parseRun(xml);
    report = new Report(definition.name, log, services.now);
    const server = await services.serverInfo(definition);
    if (server.role === 'member') {
      report.say(
        'INFO',
        'The captain of the search head cluster runs this input; this search head does not.',
      );
      return 0;
    }
    const release = await claim(definition.checkpointDir, definition.name, services.processes);
    try {
      await runClaimed(definition, server, { output, services, signal, report });
    } finally {
      await release();
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    report.say('ERROR', explain(error));
    return 1;
  }
}

/**
 * Nobody waits for an input: it tries again many times as long as a search (`retry_timeout`), a quarter of an hour
 * usually. In windows as long MISP counts requests.
 */
const PATIENCE = 31;

interface Around {
  readonly output: EventOutput;
  readonly services: InputServices;
  readonly signal: AbortSignal;
  readonly report: Report;
}

async function runClaimed(
  definition: InputDefinition,
  { role, startupTime }: ServerInfo,
  { output, services, signal, report }: Around,
): Promise<void> {
  const { now } = services;
  const values = valuesOf(definition, report);
  const instances = await services.instances(definition);
  const { connection } = await instances.getOnly(values.misp_instance ?? definition.name);
  const client = new MispClient(
    { ...connection, retryTimeout: connection.retryTimeout * PATIENCE },
    {
      onRetry: (error) => {
        report.waiting(`${error.message} The input tries again.`);
      },
    },
  );
  const stream = new EventStream(output);
  const sink = new Sink(stream, connection.name, connection.url);
  const store =
    role === 'captain'
      ? new CollectionStore(await services.collection(definition, COLLECTION), definition.name)
      : new FileStore(definition.checkpointDir, definition.name, services.processes.platform);
  const summary = new RunSummary(definition.name, client, sink, now);
  try {
    await pullOnce({
      values,
      client,
      pageSize: connection.pageSize,
      sink,
      store,
      splunkdStart: startupTime,
      platform: services.processes.platform,
      report,
      summary,
      now,
      signal,
    });
    if (stream.isBlocked) {
      report.say(
        'WARN',
        'splunkd does not read what was written. The next run writes the last events again.',
      );
      return;
    }
    await summary.write('success');
    report.say('INFO', summary.text);
  } catch (error) {
    if (signal.aborted) report.say('INFO', `Stopped; the next run goes on from here. ${summary.text}`);
    const [status, reason] = signal.aborted
      ? (['stopped', undefined] as const)
      : (['failed', explain(error)] as const);
    if (!stream.isBlocked) await summary.write(status, reason).catch(() => undefined);
    throw error;
  } finally {
    await stream.end().catch(() => undefined);
    client.close();
    await store.close();
  }
}

/** @throws InputError with all that is wrong */
export function valuesOf(definition: InputDefinition, report?: Report): InputValues {
  // A setting left empty is a setting not made.
  const given = [...definition.settings].filter(([name, text]) => text.trim() !== '' && !isSplunks(name));
  const known = new Map(given.filter(([name]) => name in inputOptions));
  const { values, mistakes } = parseValues(known, inputOptions);
  if (mistakes.length > 0) throw new InputError(mistakes.join(' '));
  const unknown = given.map(([name]) => name).filter((name) => !(name in inputOptions));
  if (unknown.length > 0)
    report?.say('WARN', `inputs.conf has settings that mean nothing here: ${unknown.join(', ')}.`);
  return values;
}
