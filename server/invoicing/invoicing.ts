/** What the verbs of invoicing need of the world. Built once by main; every verb takes it first. */
import type { Store } from '../../db/store.ts';
import type { Custody } from '../csd/custody.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { ClockGauge } from './clock-gauge.ts';

export type Invoicing = {
  readonly store: Store;
  readonly custody: Custody;
  readonly pacs: Pacs;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly clock: ClockGauge;
  readonly log: Log;
};

/** Structured and without personal data: ids, codes and states only. */
export type Log = (event: string, fields: Readonly<Record<string, string | number | boolean | undefined>>) => void;
