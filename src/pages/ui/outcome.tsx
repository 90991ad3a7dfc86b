import type { ReactNode } from 'react';
import styled from 'styled-components';
import { Notice } from './notice.tsx';
import type { Action } from './use-action.ts';

interface OutcomeProps {
  readonly action: Action;
  /** The success message. Undefined before an action. */
  readonly message: ReactNode;
  /** Called when the message is closed. Without it the message has no close button. */
  readonly onClose?: () => void;
}

/** Shows the success or error message of an action. It stays in view while one scrolls. */
export function Outcome({ action, message, onClose }: OutcomeProps) {
  return (
    <Sticky>
      <Notice type="success" text={message} {...(onClose && { onClose: onClose })} />
      <Notice type="error" text={action.error} {...(onClose && { onClose: action.clearError })} />
    </Sticky>
  );
}

const Sticky = styled.div`
  position: sticky;
  top: 0;
  z-index: 10;
`;
