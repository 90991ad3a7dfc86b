import { messageOf } from '../splunk/rest-error.ts';

export interface Step {
  /** What the step does: completes "could not …". */
  readonly text: string;
  readonly run: () => Promise<void>;
  /** Restores the previous state. A step without `undo` names the remaining change in `stays`. */
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
      throw new Error(`Splunk could not ${step.text}. ${messageOf(error)} ${left}`, { cause: error });
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
