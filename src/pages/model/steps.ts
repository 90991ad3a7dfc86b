import { messageOf } from '../splunk/rest-error.ts';

export interface Step {
  /** What the step does: completes "could not …". */
  readonly text: string;
  /** What the user can do when the step fails. */
  readonly advice?: string;
  readonly run: () => Promise<void>;
  /** Restores the previous state. A step without `undo` names the change in `remainingChange`. */
  readonly undo?: () => Promise<void>;
  readonly remainingChange?: string;
}

/**
 * Runs steps in order. When one fails, undoes the earlier ones in reverse order.
 *
 * @throws Error that says what failed, why, and which changes remain
 */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  const done: Step[] = [];
  for (const step of steps) {
    try {
      await step.run();
    } catch (error) {
      const left = await undoAll(done);
      const parts = [`Splunk could not ${step.text}.`, messageOf(error), step.advice, left];
      throw new Error(parts.filter((part) => part !== undefined).join(' '), { cause: error });
    }
    done.unshift(step);
  }
}

/** Undoes steps. @returns a sentence about remaining changes */
async function undoAll(steps: readonly Step[]): Promise<string> {
  const remaining: string[] = [];
  for (const { text, undo, remainingChange } of steps) {
    if (remainingChange !== undefined) remaining.push(remainingChange);
    await undo?.().catch((error: unknown) => {
      remaining.push(`"${text}" could not be undone (${messageOf(error)})`);
    });
  }
  if (remaining.length > 0) return `What is left: ${remaining.join('; ')}.`;
  return 'Nothing was changed.';
}
