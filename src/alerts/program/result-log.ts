import { appendFile, rename, stat } from 'node:fs/promises';

/** As cim_actions.py of Splunk_SA_CIM rotates its logs. */
const MAX_BYTES = 25_000_000;
const BACKUPS = 5;

/**
 * Appends lines to `<action>_modalert.log` in var/log/splunk, from where Splunk indexes them as
 * `modular_alerts:<action>`: there Enterprise Security looks for what became of an adaptive response. What an action
 * writes to standard error goes to splunkd.log, where it does not. The head of a line is that of cim_actions.py.
 *
 * @param now milliseconds since 1970
 */
export async function appendResults(
  path: string,
  lines: readonly string[],
  { now, pid }: { readonly now: number; readonly pid: number },
): Promise<void> {
  if (lines.length === 0) return;
  const size = await stat(path).then(
    ({ size: bytes }) => bytes,
    () => 0,
  );
  if (size > MAX_BYTES) await rotate(path);
  const head = `${localTime(now)} INFO pid=${pid} tid=MainThread file=main.js:run:0 | `;
  await appendFile(path, lines.map((line) => `${head}${line}\n`).join(''), { mode: 0o600 });
}

/**
 * The oldest goes. The file itself is moved first: another action may have done so at the same time, and Windows moves
 * none that another program has open. Then nothing else moves either, and the log grows until it can be.
 */
async function rotate(path: string): Promise<void> {
  if (!(await isMoved(path, `${path}.0`))) return;
  for (let number = BACKUPS - 1; number >= 0; number -= 1)
    await isMoved(`${path}.${number}`, `${path}.${number + 1}`);
}

function isMoved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/** `2026-11-25 20:14:05,123` in the zone of this machine, as Python's logging has it. */
function localTime(now: number): string {
  const time = new Date(now);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${day} ${clock},${String(time.getMilliseconds()).padStart(3, '0')}`;
}
