import type { Writable } from 'node:stream';
import { type BrokerServices, handOver } from './secret-handover.ts';
import { encodeString, PacketError, readPackets } from './packets.ts';
import { encodeReply, refusal, type Reply } from './reply.ts';

export interface BrokerRun {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  /** Takes whole lines, which come into splunkd.log. */
  readonly log: (line: string) => void;
  readonly services: BrokerServices;
}

/** The answer to the beginning of a request: all is well. */
const READY = encodeString('');

/**
 * Answers splunkd's requests one after the other until there are no more. Resolves to the exit code for the process: 1
 * when what came is not the protocol.
 */
export async function runBroker({ input, output, log, services }: BrokerRun): Promise<number> {
  await services.keyFiles.sweep();
  // That splunkd reads no more is seen by the end of the input.
  output.on('error', () => undefined);
  try {
    for await (const { isFirst, block } of readPackets(input)) {
      if (isFirst) await write(output, READY);
      if (block !== undefined) await write(output, encodeString(encodeReply(await replyTo(block))));
    }
    return 0;
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    log(`ERROR ${error.message}\n`);
    return 1;
  }

  async function replyTo(block: Buffer | 'tooLong'): Promise<Reply> {
    if (block === 'tooLong') return refusal(413, 'The request is too long.');
    try {
      return await handOver(block, services);
    } catch (error) {
      log(`ERROR ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return refusal(500, 'Internal error in the broker (its details are in splunkd.log).');
    }
  }
}

function write(output: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    output.write(bytes, () => {
      resolve();
    });
  });
}
