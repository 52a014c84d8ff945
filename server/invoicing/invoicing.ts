/** What the verbs of invoicing need of the world. Built once by main; every verb takes it first. */
import type { Store } from '../../db/store.ts';
import type { Custody } from '../csd/custody.ts';
import type { Pac } from '../pac/pac.ts';
import type { Tenant } from '../sales/sale.ts';

export type Invoicing = {
  readonly store: Store;
  readonly custody: Custody;
  /** The PAC that stamps a tenant's new documents, when it has one. */
  readonly pacFor: (tenant: Tenant) => Pac | undefined;
  /** The PAC a document is pinned to. */
  readonly pacById: (id: string) => Pac | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
};

/** Structured and without personal data: ids, codes and states only. */
export type Log = (event: string, fields: Readonly<Record<string, string | number | boolean | undefined>>) => void;
