/**
 * Splits items into batches.
 *
 * @param maxItems of a batch @param maxCharacters of a batch with more than one item @param lengthOf characters of an item
 */
export function batchesOf<T>(
  items: Iterable<T>,
  maxItems: number,
  maxCharacters = Infinity,
  lengthOf: (item: T) => number = () => 0,
): T[][] {
  const batches: T[][] = [];
  let sum = 0;
  for (const item of items) {
    const last = batches.at(-1);
    const length = lengthOf(item);
    if (last && last.length < maxItems && sum + length <= maxCharacters) {
      last.push(item);
      sum += length;
    } else {
      batches.push([item]);
      sum = length;
    }
  }
  return batches;
}
