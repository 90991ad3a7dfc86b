import { MAX_PAGE_SIZE, type PageRequest } from './pages.ts';

/** The number of equal parts of 1,000 to 5,000 rows into which a page can be divided; undefined if it cannot. */
export function partsOf(size: number): number | undefined {
  for (let parts = 1; size / parts >= Math.min(size, 1000); parts += 1) {
    if (size % parts === 0 && size / parts <= MAX_PAGE_SIZE) return parts;
  }
  return undefined;
}

/** The requests for one page, in equal parts if it is larger than `MAX_PAGE_SIZE`. @throws RangeError */
export function requestsFor({ page, size }: { readonly page: number; readonly size: number }): PageRequest[] {
  const parts = partsOf(size);
  if (parts === undefined) throw new RangeError(`a page of ${size} rows cannot be divided into equal parts`);
  const limit = size / parts;
  return Array.from({ length: parts }, (_, index) => ({ limit, page: (page - 1) * parts + index + 1 }));
}
