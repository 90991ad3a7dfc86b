/** What splunkd starts. Resolves to the exit code. */
export type Program = (process: NodeJS.Process) => Promise<number>;
