/** For dialogs that unmount on close: the component that opened the dialog restores the focus. */
export const KEEP_FOCUS = (): void => undefined;

/** Focuses the control of the first of these settings in the order of the form, after collapsed sections have opened. */
export function focusFirstField(body: HTMLElement | null, names: readonly string[]): void {
  setTimeout(() => {
    const rows = [...(body?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const row = rows.find(({ dataset }) => names.includes(dataset['field'] ?? ''));
    row?.querySelector<HTMLElement>('input, button')?.focus();
  });
}
