/** Writes an event to the log: structured and without personal data: ids, codes and states only. */
export type Log = (event: string, fields: Readonly<Record<string, string | number | boolean | undefined>>) => void;
