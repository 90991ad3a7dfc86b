/** The action cannot run with this alert, its parameters or its results. The message says what to do. */
export class AlertError extends Error {
  override readonly name = 'AlertError';
}

/** A write failed, and MISP does not say whether it was applied. All further writes are pointless then. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}
