/** Of a dialog that is gone when it is closed: whoever opened it sees to the focus. */
export const STAYS = (): void => undefined;

/** The control of a field, by the name of its setting. A section that was closed is open by then. */
export function focusField(body: HTMLElement | null, name: string): void {
  setTimeout(() => {
    body?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, button)`)?.focus();
  });
}
