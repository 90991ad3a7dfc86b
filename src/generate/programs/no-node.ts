import { failureMetadata } from '../../protocol/failures.ts';
import { encodeHead } from '../../protocol/frame.ts';

const TEXT =
  'MISP for Splunk needs Node.js 20 or newer, and there is none. ' +
  "Install the app's edition for windows_x86_64 anew, which carries its own, " +
  'or install Node.js, or name one as SA_MISP_NODE in splunk-launch.conf.';

/**
 * What launcher.cmd answers a command without Node.js, ready to be copied to splunkd: cmd.exe can count no bytes. On
 * Linux launcher.sh makes the like, with the Nodes that it found.
 */
export function noNodeAnswer(): string {
  return encodeHead(failureMetadata(TEXT), 0).toString();
}
