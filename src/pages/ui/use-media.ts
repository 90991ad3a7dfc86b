import { useEffect, useState } from 'react';

/** Widths in pixels from which there is room: for the commonest actions as buttons, for columns of less weight. */
export const WIDE_PX = 1100;
export const MEDIUM_PX = 800;

/** Whether the window matches a media query, also after a resize. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const update = () => {
      setMatches(media.matches);
    };
    update();
    media.addEventListener('change', update);
    return () => {
      media.removeEventListener('change', update);
    };
  }, [query]);
  return matches;
}

/** Whether the window is wide enough for buttons beside the menu of a row. */
export function useIsWide(): boolean {
  return useMedia(`(min-width: ${WIDE_PX}px)`);
}
