/** What a verb of the command line is. */

/** Runs a verb on its arguments and answers the exit code: 0 only when all is well. */
export type Command = (args: readonly string[]) => Promise<number>;

/** A misuse of the command line; its message is for whoever typed it. */
export class UsageError extends Error {}

/** What was asked for was refused, and nothing was changed. */
export class RefusedError extends Error {}
