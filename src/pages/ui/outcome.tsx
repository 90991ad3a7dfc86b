import { Notice } from './notice.tsx';
import type { Action } from './use-action.ts';

interface OutcomeProps {
  readonly action: Action;
  /** What was done; undefined until something is. */
  readonly said: string | undefined;
  /** What closing the message does; it cannot be closed without. */
  readonly onForget?: () => void;
}

/** What an action has done, or why it has not. */
export function Outcome({ action, said, onForget }: OutcomeProps) {
  return (
    <>
      <Notice type="success" text={said} {...(onForget && { onClose: onForget })} />
      <Notice type="error" text={action.error} {...(onForget && { onClose: action.forget })} />
    </>
  );
}
