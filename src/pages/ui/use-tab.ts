import { useEffect, useRef, useState } from 'react';
import { useConfirmLeave } from './leave-guard.tsx';

/**
 * The open tab, which the fragment of the address names. Opening a tab adds an entry to the history of the browser, so that
 * Back returns to the tab before. Asks before edits are lost.
 *
 * @param ids of the tabs; the first one is the default
 */
export function useTab(ids: readonly string[]): readonly [string, (id: string) => void] {
  const [active, setActive] = useState(() => tabInAddress(ids));
  const confirmLeave = useConfirmLeave();
  const position = useRef(positionIn(window.history.state) ?? 0);
  const isReturning = useRef(false);
  useEffect(() => {
    const leave = async (target: number) => {
      if (isReturning.current) {
        isReturning.current = false;
        return;
      }
      // A link to the tab that is open.
      if (target === position.current) return;
      if (await confirmLeave()) {
        position.current = target;
        setActive(tabInAddress(ids));
        return;
      }
      // The browser has moved already: move back, to the entry of the tab that stays open.
      isReturning.current = true;
      window.history.go(position.current - target);
    };
    // Entries of this page have a position. One without was added by a link to a fragment: `#access`.
    if (positionIn(window.history.state) === undefined) setPosition(position.current);
    const onPopState = (event: PopStateEvent) => {
      const target = positionIn(event.state) ?? position.current + 1;
      if (positionIn(event.state) === undefined) setPosition(target);
      void leave(target);
    };
    window.addEventListener('popstate', onPopState);
    return () => {
      window.removeEventListener('popstate', onPopState);
    };
  }, [confirmLeave, ids]);
  const open = async (id: string) => {
    if (id === active || !(await confirmLeave())) return;
    position.current += 1;
    window.history.pushState({ position: position.current }, '', `#${id}`);
    setActive(id);
  };
  return [active, (id) => void open(id)];
}

function tabInAddress(ids: readonly string[]): string {
  const wanted = window.location.hash.slice(1);
  return ids.find((id) => id === wanted) ?? ids[0] ?? '';
}

function setPosition(position: number): void {
  window.history.replaceState({ position }, '');
}

/** Of an entry of the history. */
function positionIn(state: unknown): number | undefined {
  const position = (state as { position?: unknown } | null)?.position;
  return typeof position === 'number' ? position : undefined;
}
