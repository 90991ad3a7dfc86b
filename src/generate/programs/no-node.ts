import { failureMetadata } from '../../protocol/failures.ts';
import { encodeHead } from '../../protocol/frame.ts';

/** The first sentence of every launcher's message without Node.js. */
export const NO_NODE = 'MISP for Splunk needs Node.js 20 or newer, but none was found.';

/** What to do about it. @param editions that include Node.js */
export function noNodeAdvice(...editions: readonly string[]): string {
  return `Install the edition of the app for ${editions.join(' or ')}, which includes Node.js, or install Node.js, or set SA_MISP_NODE in splunk-launch.conf to its path.`;
}

/**
 * The complete reply of launcher.cmd to a command without Node.js, since cmd.exe cannot count bytes. launcher.sh writes
 * such a reply itself, and adds the versions of Node.js that it found.
 */
export function noNodeReply(): string {
  return encodeHead(failureMetadata(`${NO_NODE} ${noNodeAdvice('windows_x86_64')}`), 0).toString();
}
