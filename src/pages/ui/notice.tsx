import Message from '@splunk/react-ui/Message';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly type: 'success' | 'error' | 'warning' | 'info';
  /** Undefined: no message. */
  readonly text: ReactNode;
  readonly onClose?: () => void;
}

/** A live region that screen readers announce. */
export function Notice({ type, text, onClose }: NoticeProps) {
  return (
    <div aria-live={type === 'error' ? 'assertive' : 'polite'} role={type === 'error' ? 'alert' : 'status'}>
      {text !== undefined && text !== null && (
        <Message
          style={{ margin: '8px 0' }}
          appearance="fill"
          type={type}
          {...(onClose && { onRequestRemove: onClose })}
        >
          {text}
        </Message>
      )}
    </div>
  );
}
