/** So many events are asked for at once: without what is in them they are small, with it, one may have 50,000 attributes. */
export function eventsAPage(isWhole: boolean): number {
  return isWhole ? 20 : 200;
}
