/** The alert, its parameters or its results are not such that the action can run. The message says what to do. */
export class AlertError extends Error {
  override readonly name = 'AlertError';
}
