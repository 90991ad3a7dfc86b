/** For dialogs that unmount on close: the component that opened the dialog restores the focus. */
export const KEEP_FOCUS = (): void => undefined;

/** Focuses the control of a setting, after a collapsed section has opened. */
export function focusField(body: HTMLElement | null, name: string): void {
  setTimeout(() => {
    body?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, button)`)?.focus();
  });
}
