import { useEffect, useRef, useState } from 'react';

/** For dialogs that unmount on close: the component that opened the dialog restores the focus. */
export const KEEP_FOCUS = (): void => undefined;

/** Returns the focus when the component is removed. @param fallback see `returnFocus` */
export function useReturnFocus(fallback?: string): void {
  const [control] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        returnFocus(control, fallback);
      });
    },
    [control, fallback],
  );
}

/**
 * Returns the focus when a dialog of the component closes.
 *
 * @returns a function to call before the dialog opens, with the fallback of `returnFocus`
 */
export function useFocusAfter(isOpen: boolean): (fallback?: string) => void {
  const before = useRef<{ readonly control: Element | null; readonly fallback: string | undefined }>();
  useEffect(() => {
    if (!isOpen && before.current) returnFocus(before.current.control, before.current.fallback);
  }, [isOpen]);
  return (fallback) => {
    before.current = { control: document.activeElement, fallback };
  };
}

/**
 * Returns the focus to the control that had it.
 *
 * @param fallback a CSS selector of another control, for one that is gone, such as the item of a menu
 */
function returnFocus(control: Element | null, fallback: string | undefined): void {
  const isThere = control instanceof HTMLElement && control.isConnected && control !== document.body;
  if (isThere) control.focus();
  else if (fallback !== undefined) document.querySelector<HTMLElement>(fallback)?.focus();
}

/**
 * Focuses a control when a list has changed and the control that had the focus went with it.
 *
 * @param selector a CSS selector of the control
 * @param list what is in the list; undefined until it has loaded
 */
export function useFocusAfterChange(selector: string, list: string | undefined): void {
  const before = useRef(list);
  useEffect(() => {
    const isChanged = before.current !== undefined && before.current !== list;
    before.current = list;
    if (isChanged && document.activeElement === document.body)
      document.querySelector<HTMLElement>(selector)?.focus();
  }, [selector, list]);
}

/** Focuses the control of the first of these settings in the order of the form, after collapsed sections have opened. */
export function focusFirstField(body: HTMLElement | null, names: readonly string[]): void {
  setTimeout(() => {
    const rows = [...(body?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const row = rows.find(({ dataset }) => names.includes(dataset['field'] ?? ''));
    row?.querySelector<HTMLElement>('input, button')?.focus();
  });
}
