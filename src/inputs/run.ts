import { errorText } from '../protocol/failures.ts';
import { MispClient } from '../misp/client.ts';
import { parseValues } from '../protocol/arguments.ts';
import { type EventOutput, EventStream } from '../splunkd/event-stream.ts';
import type { Instances } from '../splunkd/instances.ts';
import type { KvCollection } from '../splunkd/kv-store.ts';
import { type InputDefinition, parseRun } from '../splunkd/modular-input.ts';
import type { ServerInfo } from '../splunkd/server-info.ts';
import { acquireLock, type Processes } from './lock/input-lock.ts';
import { CollectionStore } from './state/collection-store.ts';
import { InputError } from './errors.ts';
import { FileStore } from './state/file-store.ts';
import { pullOnce } from './changes/pull-once.ts';
import { Report } from './report.ts';
import { COLLECTION, inputOptions, type InputValues } from './scheme.ts';
import { Sink } from './output/sink.ts';
import { isSplunkSetting } from './splunk-settings.ts';
import { RunSummary } from './summary.ts';

/** What the program provides to the input. */
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
  /** Gets whole lines. */
  readonly log: (line: string) => void;
  readonly services: InputServices;
  /** Aborted when splunkd stops the input. */
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
      report.log(
        'INFO',
        'This search head is not the captain of the cluster. Only the captain runs this input.',
      );
      return 0;
    }
    const release = await acquireLock(definition.checkpointDir, definition.name, services.processes);
    try {
      await runLocked(definition, server, { output, services, signal, report });
    } finally {
      await release();
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    report.log('ERROR', errorText(error));
    return 1;
  }
}

/**
 * An input retries for this many times `retry_timeout`, by default a quarter of an hour, since nobody waits for it. MISP
 * counts requests for its rate limit in windows of that length.
 */
const INPUT_RETRY_FACTOR = 31;

interface RunContext {
  readonly output: EventOutput;
  readonly services: InputServices;
  readonly signal: AbortSignal;
  readonly report: Report;
}

async function runLocked(
  definition: InputDefinition,
  { role, startupTime }: ServerInfo,
  { output, services, signal, report }: RunContext,
): Promise<void> {
  const { now } = services;
  const values = parseSettings(definition, report);
  const instances = await services.instances(definition);
  const { connection } = await instances.getOnly(values.misp_instance ?? definition.name);
  const client = new MispClient(
    { ...connection, retryTimeout: connection.retryTimeout * INPUT_RETRY_FACTOR },
    {
      onRetry: (error) => {
        report.warnRetrying(`${error.message} The input retries.`);
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
      report.log('WARN', 'splunkd has stopped reading events. The next run writes the last events again.');
      return;
    }
    await summary.write('success');
    report.log('INFO', summary.text);
  } catch (error) {
    if (signal.aborted) report.log('INFO', `Stopped; the next run continues from here. ${summary.text}`);
    const [status, reason] = signal.aborted
      ? (['stopped', undefined] as const)
      : (['failed', errorText(error)] as const);
    if (!stream.isBlocked) await summary.write(status, reason).catch(() => undefined);
    throw error;
  } finally {
    await stream.end().catch(() => undefined);
    client.close();
    await store.close();
  }
}

/** Parses the settings of a stanza and warns of unknown ones. @throws InputError with all mistakes */
export function parseSettings(definition: InputDefinition, report?: Report): InputValues {
  // An empty setting counts as absent.
  const settings = [...definition.settings].filter(
    ([name, text]) => text.trim() !== '' && !isSplunkSetting(name),
  );
  const known = new Map(settings.filter(([name]) => name in inputOptions));
  const { values, mistakes } = parseValues(known, inputOptions);
  if (mistakes.length > 0) throw new InputError(mistakes.join(' '));
  const unknown = settings.map(([name]) => name).filter((name) => !(name in inputOptions));
  if (unknown.length > 0)
    report?.log('WARN', `inputs.conf has unknown settings, which have no effect: ${unknown.join(', ')}.`);
  return values;
}
