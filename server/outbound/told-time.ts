/** Captures the Date header of providers' HTTP answers for the code that called them. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Epoch milliseconds; absent until an answer had a Date. */
export type ToldTime = { toldAt?: number };

const listening = new AsyncLocalStorage<ToldTime>();

/** Runs `work` and answers its result with the Date of the last answer that came meanwhile, where one had a Date that can be read. */
export async function listenForTime<T extends object>(work: () => Promise<T>): Promise<T & Readonly<ToldTime>> {
  const told: ToldTime = {};
  const result = await listening.run(told, work);
  return { ...result, ...told };
}

/** The listener of the current call, for an answer that arrives later. */
export function timeListener(): (date: string | undefined) => void {
  const told = listening.getStore();
  return (date) => {
    const at = Date.parse(date ?? '');
    if (told && !Number.isNaN(at)) told.toldAt = at;
  };
}
