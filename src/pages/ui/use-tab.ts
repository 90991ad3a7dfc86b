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
  const position = useRef(positionIn(window.history.state));
  const isReturning = useRef(false);
  useEffect(() => {
    const leave = async (target: number) => {
      if (isReturning.current) {
        isReturning.current = false;
        return;
      }
      if (await confirmLeave()) {
        position.current = target;
        setActive(tabInAddress(ids));
        return;
      }
      // The browser has moved already: move back, to the entry of the tab that stays open.
      isReturning.current = position.current !== target;
      window.history.go(position.current - target);
    };
    const onPopState = (event: PopStateEvent) => void leave(positionIn(event.state));
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

/** Of an entry of the history. The first one has none. */
function positionIn(state: unknown): number {
  const position = (state as { position?: unknown } | null)?.position;
  return typeof position === 'number' ? position : 0;
}
