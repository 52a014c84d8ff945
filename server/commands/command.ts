/** The type of a verb of the command line. */

/** Runs a verb on its arguments and returns the exit code: 0 only if all is well. */
export type Command = (args: readonly string[]) => Promise<number>;

/** Wrong usage of the command line; its message is for the person who typed the command. */
export class UsageError extends Error {}

/** The request was refused, and nothing was changed. */
export class RefusedError extends Error {}
