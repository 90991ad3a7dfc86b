/** A request to splunkd failed. The message fits into a search bar and says what to do. */
export class SplunkdError extends Error {
  override readonly name: string = 'SplunkdError';
}

/** 403 or 404: splunkd has no such resource, or none that this user may see. */
export class NotAvailableError extends SplunkdError {
  override readonly name = 'NotAvailableError';
}

/** The user lacks a capability. */
export class MissingCapabilityError extends SplunkdError {
  override readonly name = 'MissingCapabilityError';
}

/** misp_instances.conf has no such instance, or its settings are unusable. */
export class InstanceError extends SplunkdError {
  override readonly name = 'InstanceError';
}

/** 400: the message is splunkd's reason. */
export class BadRequestError extends SplunkdError {
  override readonly name = 'BadRequestError';
}
