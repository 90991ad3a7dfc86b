/** So many events are asked for at once: without what is in them they are small, but their galaxies may be a megabyte. */
export function eventPageSize({
  getioc,
  keep_galaxy,
}: {
  readonly getioc: boolean;
  readonly keep_galaxy: boolean;
}) {
  return keep_galaxy && !getioc ? 20 : 200;
}
