import { NO_NODE, noNodeAdvice } from './no-node.ts';

/** Variables that splunkd sets for its own libraries and Node.js, or a shell for a debugger. They must not affect the app. */
const CLEARED_VARIABLES = [
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'OPENSSL_CONF',
  'NODE_OPTIONS',
  'NODE_PATH',
  'DEBUG',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  // CAs that no setting of the app names, and files that record network traffic.
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSLKEYLOGFILE',
  'NODE_V8_COVERAGE',
  'NODE_REDIRECT_WARNINGS',
];

/**
 * Favour memory over speed a little: a small young generation, and a garbage collection before the heap is three times as
 * large as it was. A heap that may only double is collected with each page, which takes a fifth more CPU. There is no hard
 * limit, since a large page must not end a search.
 */
const V8_FLAGS = '--max-semi-space-size=8 --heap-growing-percent=200';

const BEGIN = 'Generated from src/generate/programs/node-start.ts:';
const END = 'End of what is generated.';

/** Inserts the lines that launcher.sh shares with launcher.cmd. @param script the current launcher.sh */
export function launcherSh(script: string): string {
  return insertLines(script, '#', [
    `unset ${CLEARED_VARIABLES.join(' ')}`,
    `flags='${V8_FLAGS}'`,
    `no_node='${NO_NODE}'`,
    `advice='${noNodeAdvice('linux_x86_64', 'linux_aarch64')}'`,
  ]);
}

/** The same for launcher.cmd, with CRLF. */
export function launcherCmd(script: string): string {
  return crlf(
    insertLines(script.replaceAll('\r\n', '\n'), 'rem', [
      `for %%v in (${CLEARED_VARIABLES.join(' ')}) do set "%%v="`,
      `set "flags=${V8_FLAGS}"`,
      `set "no_node=${NO_NODE}"`,
    ]),
  );
}

export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function insertLines(script: string, comment: string, lines: readonly string[]): string {
  const begin = `${comment} ${BEGIN}\n`;
  const end = `${comment} ${END}\n`;
  const [before, rest] = splitAt(script, begin);
  const [, after] = splitAt(rest, end);
  return `${before}${begin}${lines.join('\n')}\n${end}${after}`;
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The launcher lacks the line "${mark.trim()}".`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
