/**
 * Runs in Wine's Node.js: starts programs as Windows starts a .cmd, and writes down what became of them. Pipes work in
 * Wine between programs of Windows only, so nothing of Linux can be at their other end.
 *
 *   node.exe driver.mjs RUNS RESULTS     two JSON files, see wine.ts
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , runsFile, resultsFile] = process.argv;
const results = [];
for (const one of JSON.parse(readFileSync(runsFile, 'utf8'))) results.push(await run(one));
writeFileSync(resultsFile, JSON.stringify(results));
process.exit(0);

function run({ program, args, env, input, killAfter }) {
  // As CreateProcess() does with a .cmd.
  const line = [`"${program}"`, ...args.map((one) => `"${one}"`)].join(' ');
  const child = spawn('cmd.exe', ['/c', `"${line}"`], {
    windowsVerbatimArguments: true,
    env: { ...process.env, ...env },
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    return () => Buffer.concat(parts).toString('base64');
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(Buffer.from(input, 'base64'));
  let killed;
  if (killAfter === undefined) child.stdin.end();
  else
    setTimeout(() => {
      killed = performance.now();
      child.kill();
    }, killAfter);
  return new Promise((resolve) => {
    // Only when nobody has its pipes any more, its own children included.
    child.on('close', (exitCode) =>
      resolve({
        exitCode,
        stdout: stdout(),
        stderr: stderr(),
        goneAfter: killed === undefined ? 0 : performance.now() - killed,
      }),
    );
  });
}
