import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/', import.meta.url));
const USUAL_PLACES = /(?<=for folder in \$PATH) .*(?=; do)/;

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly pid: number | undefined;
}

/** The app's bin folder in a temporary place, with Nodes that only say how they were started. */
export class LauncherApp {
  readonly root: string;
  readonly bin: string;
  /** A PATH with the tools that the launcher needs, and no Node. */
  readonly tools: string;

  private constructor(root: string) {
    this.root = root;
    this.bin = join(root, 'SA-misp/bin');
    this.tools = join(root, 'tools');
  }

  static async make(): Promise<LauncherApp> {
    const app = new LauncherApp(await mkdtemp(join(tmpdir(), 'etc apps ')));
    await mkdir(app.bin, { recursive: true });
    for (const file of await readdir(bin)) await copyFile(join(bin, file), join(app.bin, file));
    // This machine's own Nodes stay out of the tests.
    const launcher = await readFile(join(bin, 'launcher.sh'), 'utf8');
    if (!USUAL_PLACES.test(launcher)) throw new Error('the launcher names its usual places otherwise');
    await writeFile(join(app.bin, 'launcher.sh'), launcher.replace(USUAL_PLACES, ''));
    await mkdir(app.tools);
    for (const tool of ['dd', 'readlink', 'tr']) await symlink(await which(tool), join(app.tools, tool));
    return app;
  }

  /**
   * A program of this version at a path below the root that prints its own path, its arguments and its environment,
   * and writes down the versions it was asked for. Resolves to its path.
   */
  async fakeNode(path: string, version: string, then = ''): Promise<string> {
    const file = join(this.root, path);
    await mkdir(join(file, '..'), { recursive: true });
    const script = `#!/bin/sh
if [ "$1" = --version ]; then echo "$0" >>"${this.root}/asked"; ${version.startsWith('v') ? `echo ${version}` : version}; exit; fi
echo "node=$0"
for one; do echo "argument=$one"; done
${then}
/usr/bin/env
`;
    await writeFile(file, script, { mode: 0o755 });
    return file;
  }

  /** Paths of the Nodes that were asked for their version. */
  async asked(): Promise<readonly string[]> {
    const text = await readFile(join(this.root, 'asked'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async run(
    program: string,
    options: { args?: string[]; env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
  ): Promise<Ended> {
    const { args = [], env = {}, cwd = '/', input = '' } = options;
    const child = spawn(program, args, { cwd, env: { PATH: this.tools, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const broken: Error[] = [];
    child.stdin.on('error', (error) => broken.push(error));
    child.stdin.end(input);
    const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (broken.length > 0) stderr += `stdin: ${String(broken[0])}`;
    return { stdout, stderr, exitCode, signal, pid: child.pid };
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}

/** What a fake Node printed under a name: `node`, `argument` or a variable of its environment. */
export function printed({ stdout }: Ended, name: string): string[] {
  return stdout
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
}

async function which(tool: string): Promise<string> {
  for (const folder of ['/bin', '/usr/bin']) {
    if ((await readdir(folder)).includes(basename(tool))) return join(folder, tool);
  }
  throw new Error(`no ${tool} on this machine`);
}
