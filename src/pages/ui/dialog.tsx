import Modal from '@splunk/react-ui/Modal';
import { type ComponentProps, type ReactNode, useMemo, useRef } from 'react';
import { KEEP_FOCUS } from './focus.ts';
import { Bar } from './layout.ts';

interface DialogProps {
  readonly title: string;
  /** Pixels. A narrow window makes it narrower. */
  readonly width: number;
  /** A CSS selector of the control that has the focus when the dialog opens, as in `[data-field="name"] input`. */
  readonly focus: string;
  /** Called for Escape and the close button. */
  readonly onClose: () => void;
  /** The buttons at the bottom. */
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** A modal dialog. The component that opens it restores the focus after it has closed. */
export function Dialog({ title, width, focus, onClose, footer, children }: DialogProps) {
  const frame = useRef<HTMLDivElement>(null);
  const initialFocus = useMemo(
    () => ({ focus: () => frame.current?.querySelector<HTMLElement>(focus)?.focus() }),
    [focus],
  );
  return (
    <Modal
      open
      elementRef={frame}
      // Modal calls `focus` of what it gets. A component without a ref would do as well.
      initialFocus={initialFocus as unknown as NonNullable<ComponentProps<typeof Modal>['initialFocus']>}
      onRequestClose={onClose}
      returnFocus={KEEP_FOCUS}
      style={{ width, maxWidth: '95vw' }}
    >
      <Modal.Header title={title} />
      <Modal.Body>{children}</Modal.Body>
      <Modal.Footer>
        <Bar style={{ margin: 0, width: '100%' }}>{footer}</Bar>
      </Modal.Footer>
    </Modal>
  );
}
