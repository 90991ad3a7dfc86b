/** mispfetch cannot run with these options, fields or results. The message says what to do. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}
