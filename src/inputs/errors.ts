/** The input cannot run as it is set up, or must not. The message says what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** MISP answered, and showed nothing of all that is indexed. */
export class NothingThereError extends InputError {
  override readonly name = 'NothingThereError';

  constructor(instance: string) {
    super(
      `MISP instance ${instance} shows nothing of what is indexed, to this key and with these filters. Nothing was told to be deleted. Look at the key, the filters and MISP; if it really is empty now, delete the input and make it anew.`,
    );
  }
}
