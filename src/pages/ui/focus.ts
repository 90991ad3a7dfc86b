import { useEffect, useState } from 'react';

/** For dialogs that unmount on close: the component that opened the dialog restores the focus. */
export const KEEP_FOCUS = (): void => undefined;

/**
 * Returns the focus, when the component is removed, to the control that had it before.
 *
 * @param fallback a CSS selector of a control, for an opener that is gone, such as the item of a menu
 */
export function useReturnFocus(fallback?: string): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
        if (isThere) opener.focus();
        else if (fallback !== undefined) document.querySelector<HTMLElement>(fallback)?.focus();
      });
    },
    [opener, fallback],
  );
}

/** Focuses the control of the first of these settings in the order of the form, after collapsed sections have opened. */
export function focusFirstField(body: HTMLElement | null, names: readonly string[]): void {
  setTimeout(() => {
    const rows = [...(body?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const row = rows.find(({ dataset }) => names.includes(dataset['field'] ?? ''));
    row?.querySelector<HTMLElement>('input, button')?.focus();
  });
}
