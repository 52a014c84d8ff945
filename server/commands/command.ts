/** What a verb of the command line is. */

/** Runs a verb on its arguments and answers the exit code: 0 only when all is well. */
export type Command = (args: readonly string[]) => Promise<number>;

/** Wrong usage of the command line; its message is for the person who typed the command. */
export class UsageError extends Error {}

/** What was asked for was refused, and nothing was changed. */
export class RefusedError extends Error {}
