import { programNamed } from './runtime/programs.ts';

/** `main.js NAME [ARGUMENT]...`: runs the command, modular input, alert action or REST handler that splunkd asks for. */
async function main(): Promise<number> {
  const [, , name = ''] = process.argv;
  const program = await programNamed(name);
  if (program) return program(process);
  process.stderr.write(`ERROR MISP for Splunk has no program "${name}".\n`);
  return 1;
}

// Idle sockets and timers would keep the process alive after the last answer, so it exits explicitly.
void main().then((code) => process.exit(code));
