/** Lists of at most so many of the items, and of at most so many characters where there is more than one. */
export function batchesOf<T>(
  items: Iterable<T>,
  size: number,
  characters = Infinity,
  lengthOf: (item: T) => number = () => 0,
): T[][] {
  const batches: T[][] = [];
  let sum = 0;
  for (const item of items) {
    const last = batches.at(-1);
    const length = lengthOf(item);
    if (last && last.length < size && sum + length <= characters) {
      last.push(item);
      sum += length;
    } else {
      batches.push([item]);
      sum = length;
    }
  }
  return batches;
}
