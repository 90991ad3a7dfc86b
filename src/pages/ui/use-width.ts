import { useSyncExternalStore } from 'react';

/** How wide the window is: for the commonest actions as buttons, without columns of less weight, or for the least. */
export type Width = 'wide' | 'medium' | 'narrow';

const WIDE = window.matchMedia('(min-width: 1100px)');
const MEDIUM = window.matchMedia('(min-width: 800px)');

/** The width of the window, also after a resize. */
export function useWidth(): Width {
  return useSyncExternalStore(subscribe, width);
}

function width(): Width {
  return WIDE.matches ? 'wide' : MEDIUM.matches ? 'medium' : 'narrow';
}

function subscribe(onChange: () => void): () => void {
  for (const query of [WIDE, MEDIUM]) query.addEventListener('change', onChange);
  return () => {
    for (const query of [WIDE, MEDIUM]) query.removeEventListener('change', onChange);
  };
}
