import { failureMetadata } from '../../protocol/failures.ts';
import { encodeHead } from '../../protocol/frame.ts';

const TEXT =
  'MISP for Splunk needs Node.js 20 or newer, and there is none. ' +
  "Install the app's edition for windows_x86_64 again, which includes Node.js, " +
  'or install Node.js, or set SA_MISP_NODE in splunk-launch.conf.';

/**
 * The complete reply of launcher.cmd to a command without Node.js, since cmd.exe cannot count bytes. On Linux launcher.sh
 * writes a similar reply, which lists the Node.js versions that it found.
 */
export function noNodeReply(): string {
  return encodeHead(failureMetadata(TEXT), 0).toString();
}
