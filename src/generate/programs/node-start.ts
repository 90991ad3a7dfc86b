/** What splunkd exports for its own libraries and Node.js, or a user's shell for a debugger: it must not reach ours. */
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
  // Authorities that no setting of the app names, and files that hold what went over the network.
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSLKEYLOGFILE',
  'NODE_V8_COVERAGE',
  'NODE_REDIRECT_WARNINGS',
];

/**
 * Memory over speed, a little: a small young generation, and a heap that is collected before it is three times as large as it
 * was. One that may only double is collected with each page, which takes a fifth more CPU. No hard limit: a large page must not end
 * a search.
 */
const V8_FLAGS = '--max-semi-space-size=8 --heap-growing-percent=200';

const BEGIN = 'Generated from src/generate/programs/node-start.ts:';
const END = 'End of what is generated.';

/** Fills in what launcher.sh has in common with launcher.cmd. @param script launcher.sh as it is */
export function launcherSh(script: string): string {
  return filledIn(script, '#', [`unset ${CLEARED_VARIABLES.join(' ')}`, `flags='${V8_FLAGS}'`]);
}

/** The same for launcher.cmd, whose lines end as cmd.exe has them end. */
export function launcherCmd(script: string): string {
  return crlf(
    filledIn(script.replaceAll('\r\n', '\n'), 'rem', [
      `for %%v in (${CLEARED_VARIABLES.join(' ')}) do set "%%v="`,
      `set "flags=${V8_FLAGS}"`,
    ]),
  );
}

export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function filledIn(script: string, comment: string, lines: readonly string[]): string {
  const begin = `${comment} ${BEGIN}\n`;
  const end = `${comment} ${END}\n`;
  const [before, rest] = halves(script, begin);
  const [, after] = halves(rest, end);
  return `${before}${begin}${lines.join('\n')}\n${end}${after}`;
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The launcher lacks the line "${mark.trim()}".`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
