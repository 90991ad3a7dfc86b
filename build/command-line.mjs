import { Command, InvalidArgumentError } from 'commander';

/** A mistake of the person at the terminal. Its message says what to do, and is printed without a stack trace. */
export class UsageError extends Error {
  name = 'UsageError';
}

const MISTAKE = 2;

/**
 * The command line of a script of package.json. `--help` prints the usage; a mistake prints one sentence and the usage, and
 * exits with code 2.
 *
 * @param {string} script as in package.json, or a whole command line
 * @param {string} description what the script does
 */
export function commandLine(script, description) {
  const command = new Script(script.includes(' ') ? script : `npm run ${script} --`);
  return command
    .description(description)
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      outputError: (text, write) => {
        write(
          `${sentence(text)}\nUsage: ${command.createHelp().commandUsage(command)}\n--help explains the options.\n`,
        );
      },
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISTAKE));
}

class Script extends Command {
  /** Without `--` before them npm keeps options for itself, and the script would ignore them silently. */
  parse(...args) {
    super.parse(...args);
    const kept = this.options.find(({ long = '' }) => `npm_config_${long.slice(2)}` in process.env);
    if (kept) this.error(`Put -- before the options: ${this.name()} ${kept.long}.`);
    return this;
  }
}

/** Runs the script. @param {() => Promise<number>} main resolves to the exit code */
export async function run(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = MISTAKE;
  }
}

/** Parses the value of an option. @returns {(text: string) => number} */
export function wholeNumber(min, max = Number.MAX_SAFE_INTEGER) {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `, at least ${min}` : ` from ${min} to ${max}`;
    throw new InvalidArgumentError(`Use a whole number${range}.`);
  };
}

/** Commander's `error: unknown option '--cvs'\n(Did you mean --csv?)` as a sentence. */
function sentence(text) {
  const [first = '', ...more] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const whole = [first.charAt(0).toUpperCase() + first.slice(1), ...more].join(' ');
  return /[.?)]$/.test(whole) ? whole : `${whole}.`;
}
