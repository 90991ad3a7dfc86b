/** Of a dialog that is gone when it is closed: whoever opened it sees to the focus. */
export const STAYS = (): void => undefined;
