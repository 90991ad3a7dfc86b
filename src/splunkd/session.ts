/** The address of splunkd's REST API, and the session of the user to ask it as. */
export interface Session {
  readonly splunkdUri: string;
  readonly sessionKey: string;
}
