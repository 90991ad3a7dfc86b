import type { Writable } from 'node:stream';
import { type BrokerServices, handleRequest } from './secret-handover.ts';
import { encodeString, PacketError, readPackets } from './packets.ts';
import { encodeReply, errorReply, type Reply } from './reply.ts';

export interface BrokerOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  /** Writes a line to splunkd.log. */
  readonly log: (line: string) => void;
  readonly services: BrokerServices;
}

/** Acknowledges the start of a request. */
const ACKNOWLEDGEMENT = encodeString('');

/**
 * Handles splunkd's requests one after the other until the input ends.
 * @returns the exit code of the process: 1 when the input is not the protocol
 */
export async function runBroker({ input, output, log, services }: BrokerOptions): Promise<number> {
  await services.keyFiles.deleteExpired();
  // Ignore write errors: when splunkd goes away, the input ends too.
  output.on('error', () => undefined);
  try {
    for await (const { isRequestStart, block } of readPackets(input)) {
      if (isRequestStart) await write(output, ACKNOWLEDGEMENT);
      if (block !== undefined) await write(output, encodeString(encodeReply(await handleBlock(block))));
    }
    return 0;
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    log(`ERROR ${error.message}\n`);
    return 1;
  }

  async function handleBlock(block: Buffer | 'tooLong'): Promise<Reply> {
    if (block === 'tooLong') return errorReply(413, 'The request is too long.');
    try {
      return await handleRequest(block, services);
    } catch (error) {
      log(`ERROR ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return errorReply(500, 'Internal error in the broker (see splunkd.log for details).');
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
