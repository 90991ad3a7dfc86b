import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface ToolResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of the repository as npm does, without a terminal. @param input what is piped into it; nothing when absent */
export async function runTool(
  words: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ToolResult> {
  const { MISP_URL, MISP_KEY, MISP_PROXY, COLUMNS, ...inherited } = process.env;
  const isTypeScript = words[0]?.endsWith('.ts') === true;
  const child = spawn(process.execPath, [...(isTypeScript ? ['--import', 'tsx'] : []), ...words], {
    cwd: ROOT,
    env: { ...inherited, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}
