import { crlf } from './node-start.ts';
import type { Platform } from './platforms.ts';

/** The files that splunkd starts. Each passes the name of its program to the launcher. */
export function shims(
  names: readonly string[],
  { extension, folder }: Platform,
): readonly (readonly [path: string, content: string])[] {
  return names.map((name) => [`${folder}bin/${name}${extension}`, SHIMS[extension](name)]);
}

const SHIMS: Readonly<Record<Platform['extension'], (name: string) => string>> = {
  '.sh': (name) => `#!/bin/sh
[ ! -L "$0" ] || exec "$(readlink -f "$0")" "$@"
exec "\${0%/*}/launcher.sh" ${name} "$@"
`,
  // Without "call", cmd.exe does not return from the launcher, so its exit code becomes that of the shim.
  '.cmd': (name) => crlf(`@"%~dp0launcher.cmd" ${name} %*\n`),
};
