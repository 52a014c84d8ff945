/** Captures the Date header of providers' HTTP answers for the code that called them. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The time on a provider's clock, in epoch milliseconds; absent until an answer had a Date. */
export type ReportedTime = { reportedAt?: number };

const listening = new AsyncLocalStorage<ReportedTime>();

/** Runs `work` and returns its result with the Date of the last answer that arrived in the meantime, if one had a readable Date. */
export async function listenForTime<T extends object>(work: () => Promise<T>): Promise<T & Readonly<ReportedTime>> {
  const reported: ReportedTime = {};
  const result = await listening.run(reported, work);
  return { ...result, ...reported };
}

/** The listener of the current call, for an answer that arrives later. */
export function timeListener(): (date: string | undefined) => void {
  const reported = listening.getStore();
  return (date) => {
    const at = Date.parse(date ?? '');
    if (reported && !Number.isNaN(at)) reported.reportedAt = at;
  };
}
