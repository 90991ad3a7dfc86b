/** Events in one request. Without their contents events are small, but their galaxies may be a megabyte each. */
export function eventPageSize(options: { readonly getioc: boolean; readonly keep_galaxy: boolean }): number {
  return options.keep_galaxy && !options.getioc ? 20 : 200;
}
