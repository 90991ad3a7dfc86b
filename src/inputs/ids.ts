/** Whether MISP's id can be one: 1 to 2^53-1, as text or number. */
export function isId(id: unknown): boolean {
  return /^\d+$/.test(String(id)) && Number.isSafeInteger(Number(id)) && Number(id) > 0;
}
