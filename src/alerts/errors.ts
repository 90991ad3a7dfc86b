/** The alert, its parameters or its results are not such that the action can run. The message says what to do. */
export class AlertError extends Error {
  override readonly name = 'AlertError';
}

/** MISP did not answer a write as it should, and cannot be asked either whether it has done it. It concerns all that follows. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}
