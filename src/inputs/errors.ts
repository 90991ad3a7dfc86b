/** The input cannot run with its settings, or must not run now. The message says what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** MISP responds, but shows none of the indexed attributes. */
export class NothingVisibleError extends InputError {
  override readonly name = 'NothingVisibleError';

  constructor(instance: string) {
    super(
      `MISP instance ${instance} shows none of the indexed attributes to this key with these filters, so no deletions were written. Check the key, the filters and MISP. If this MISP is really empty, delete the input and create it again.`,
    );
  }
}
