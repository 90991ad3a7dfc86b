/** splunkd did not give what was asked for. The message can be read in a search bar and says what to do. */
export class SplunkdError extends Error {
  override readonly name: string = 'SplunkdError';
}

/** splunkd has no such thing, or none for this user. */
export class RefusedError extends SplunkdError {
  override readonly name = 'RefusedError';
}

/** The user of the search may not read the secrets. */
export class NoCapabilityError extends SplunkdError {
  override readonly name = 'NoCapabilityError';
}

/** An instance that misp_instances.conf does not have, or whose settings cannot be used. */
export class InstanceError extends SplunkdError {
  override readonly name = 'InstanceError';
}

/** splunkd says that a request is wrong, and why. */
export class BadRequestError extends SplunkdError {
  override readonly name = 'BadRequestError';
}
