import { appendFile, rename, stat } from 'node:fs/promises';

/** The limits of cim_actions.py of Splunk_SA_CIM. */
const MAX_BYTES = 25_000_000;
const BACKUPS = 5;

/**
 * Appends lines to `<action>_modalert.log` in var/log/splunk. Splunk indexes them as `modular_alerts:<action>`, where
 * Enterprise Security looks for the outcome of an adaptive response. It does not look in splunkd.log, which has an
 * action's standard error. A line starts as cim_actions.py writes it.
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
 * Rotates the log and drops the oldest backup. The log itself is renamed first, since this step may fail: another action
 * rotates at the same time, or on Windows another program has the file open. Then no backup moves and the log keeps
 * growing until the next attempt.
 */
async function rotate(path: string): Promise<void> {
  if (!(await tryRename(path, `${path}.0`))) return;
  for (let number = BACKUPS - 1; number >= 0; number -= 1)
    await tryRename(`${path}.${number}`, `${path}.${number + 1}`);
}

function tryRename(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/** `2026-11-25 20:14:05,123` in this machine's time zone, the format of Python's logging. */
function localTime(now: number): string {
  const time = new Date(now);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${day} ${clock},${String(time.getMilliseconds()).padStart(3, '0')}`;
}
