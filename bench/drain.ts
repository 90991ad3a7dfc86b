import { encodeHead, type Metadata } from '../src/protocol/frame.ts';
import type { RunningSearch } from '../test/stand-ins/splunk/programs/search.ts';

/**
 * Asks a command for one answer after the other and throws the rows away: what is measured is the command, not the
 * reading of its rows, which is splunkd's work. Calls `onAnswer` with each answer's metadata and size.
 */
export async function drain(
  { process: { stdin, stdout }, searchinfo }: RunningSearch,
  onAnswer: (metadata: Metadata, bodyBytes: number) => void,
): Promise<void> {
  const ask = () => stdin.write(encodeHead({ action: 'execute', finished: true }, 0));
  const getinfo = Buffer.from(JSON.stringify({ action: 'getinfo', preview: false, searchinfo }));
  stdin.write(`chunked 1.0,${getinfo.length},0\n`);
  stdin.write(getinfo);
  let head = '';
  let missing = 0;
  let finished = false;
  await new Promise<void>((resolve, reject) => {
    stdout.once('end', () => {
      if (finished) resolve();
      else reject(new Error('the command broke off'));
    });
    stdout.on('data', (bytes: Buffer) => {
      const skipped = Math.min(missing, bytes.length);
      missing -= skipped;
      // A head is small and comes in one piece with, or at the end of, what is before it.
      if (bytes.length > skipped) {
        head += bytes.toString('latin1', skipped);
        const match = /^chunked 1\.0,(\d+),(\d+)\n/.exec(head);
        const end = match ? match[0].length + Number(match[1]) : Infinity;
        if (match && head.length >= end) {
          const metadata = JSON.parse(head.slice(match[0].length, end)) as Metadata;
          const body = Number(match[2]);
          missing = body - (head.length - end);
          head = '';
          finished = metadata['finished'] === true;
          onAnswer(metadata, body);
          if (missing > 0 || finished) return;
        } else {
          return;
        }
      }
      if (missing === 0 && !finished) ask();
    });
  });
}
