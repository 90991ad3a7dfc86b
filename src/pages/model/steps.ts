import { wordsOf } from '../splunk/rest-error.ts';

export interface Step {
  /** What it does, as in "could not …". */
  readonly text: string;
  readonly run: () => Promise<void>;
  /** Puts back what was before; a step that cannot be undone says what stays instead. */
  readonly undo?: () => Promise<void>;
  readonly stays?: string;
}

/**
 * Runs steps in order. When one fails, what those before it did is undone, the last first.
 *
 * @throws Error that says what failed, why, and what is left
 */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  const done: Step[] = [];
  for (const step of steps) {
    try {
      await step.run();
    } catch (error) {
      const left = await undone(done);
      throw new Error(`Splunk could not ${step.text}. ${wordsOf(error)} ${left}`, { cause: error });
    }
    done.unshift(step);
  }
}

/** A sentence on what is left. */
async function undone(steps: readonly Step[]): Promise<string> {
  const left: string[] = [];
  for (const { text, undo, stays } of steps) {
    if (stays !== undefined) left.push(stays);
    await undo?.().catch((error: unknown) => {
      left.push(`"${text}" could not be undone (${wordsOf(error)})`);
    });
  }
  if (left.length > 0) return `What is left: ${left.join('; ')}.`;
  return 'Nothing was changed.';
}
