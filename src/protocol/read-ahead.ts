import type { Frame } from './frame.ts';

/**
 * Reads one request ahead, so that the end of the input is noticed while a response is being prepared. Requests before the
 * end are still returned.
 *
 * @param onEnd called at the end of the input, with the last request
 */
export function readAhead(
  frames: AsyncIterator<Frame>,
  onEnd: (last: Frame | undefined) => void,
): AsyncIterator<Frame> {
  let last: Frame | undefined;
  const read = (): Promise<IteratorResult<Frame>> => {
    const next = frames.next();
    next.then(
      (result) => {
        if (result.done === true) onEnd(last);
        else last = result.value;
      },
      () => undefined,
    );
    return next;
  };
  let ahead = read();
  return {
    async next() {
      const result = await ahead;
      if (result.done !== true) ahead = read();
      return result;
    },
  };
}
