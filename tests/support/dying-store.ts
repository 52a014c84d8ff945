/** A store that can be told to die: the process is killed just before or just after a named phase of named sales. */

import type { Store } from '../../db/store.ts';
import type { CancellationStore } from '../../server/invoicing/cancellation-store.ts';
import type { InvoiceStore } from '../../server/invoicing/invoice-store.ts';

export const PHASES = ['claim', 'seal', 'intent', 'doubt', 'record', 'reject'] as const;
/** The steps of a cancellation, as its store calls them. */
export const CANCEL_STEPS = ['request', 'call', 'learn', 'cancel'] as const;
export type Phase = (typeof PHASES)[number] | (typeof CANCEL_STEPS)[number];

/** One sale's place to die: around its n-th (from 1) call of a phase. */
export type CrashPoint = {
  readonly saleId: string;
  readonly phase: Phase;
  readonly when: 'before' | 'after';
  readonly call: number;
};

export type DyingStore = {
  readonly store: Store;
  /** From now on each of these sales stops at its point; when the last has arrived, the process is killed with SIGKILL. */
  arm(points: readonly CrashPoint[]): void;
};

/** Wraps a store. Until it is armed nothing is different. */
export function dyingStore(store: Store): DyingStore {
  const { invoices, cancellations } = store;
  let points: readonly CrashPoint[] = [];
  const calls = new Map<string, number>();
  /** Sales that have arrived: nobody takes them any further, the settle worker neither. */
  const held = new Set<string>();

  async function pass(saleId: string, phase: Phase, when: CrashPoint['when'], call: number): Promise<void> {
    const isHere = points.some(
      (point) => point.saleId === saleId && point.phase === phase && point.when === when && point.call === call,
    );
    if (isHere) held.add(saleId);
    if (isHere && held.size === points.length) process.kill(process.pid, 'SIGKILL');
    if (held.has(saleId)) await new Promise<never>(() => {});
  }

  async function around<T>(phase: Phase, saleId: string, run: () => Promise<T>): Promise<T> {
    const key = `${phase} ${saleId}`;
    const call = (calls.get(key) ?? 0) + 1;
    calls.set(key, call);
    await pass(saleId, phase, 'before', call);
    const result = await run();
    await pass(saleId, phase, 'after', call);
    return result;
  }

  const saleOf = async (id: string): Promise<string> => (await invoices.get(id))?.saleIds[0] ?? '';
  const dying: Pick<InvoiceStore, (typeof PHASES)[number] | 'due'> = {
    claim: (tenant, claim) => around('claim', claim.saleIds[0] ?? '', () => invoices.claim(tenant, claim)),
    seal: async (id, sealed) => around('seal', await saleOf(id), () => invoices.seal(id, sealed)),
    intent: async (id, intent) => around('intent', await saleOf(id), () => invoices.intent(id, intent)),
    doubt: async (id, doubt, events) => around('doubt', await saleOf(id), () => invoices.doubt(id, doubt, events)),
    record: async (id, stamped, deliveries, events) =>
      around('record', await saleOf(id), () => invoices.record(id, stamped, deliveries, events)),
    due: async (now, limit) =>
      (await invoices.due(now, limit + held.size)).filter(({ saleIds }) => !held.has(saleIds[0] ?? '')).slice(0, limit),
    reject: async (id, refusal, events) =>
      around('reject', await saleOf(id), () => invoices.reject(id, refusal, events)),
  };
  const canceledSale = async (id: string): Promise<string> => saleOf((await cancellations.get(id))?.invoiceId ?? '');
  const dyingToCancel: Pick<CancellationStore, (typeof CANCEL_STEPS)[number] | 'due'> = {
    request: async (wanted) => around('request', await saleOf(wanted.invoiceId), () => cancellations.request(wanted)),
    call: async (id, call) => around('call', await canceledSale(id), () => cancellations.call(id, call)),
    learn: async (id, learned, events) =>
      around('learn', await canceledSale(id), () => cancellations.learn(id, learned, events)),
    cancel: async (id, canceled, deliveries, events) =>
      around('cancel', await canceledSale(id), () => cancellations.cancel(id, canceled, deliveries, events)),
    due: async (now, limit) => {
      const due = await cancellations.due(now, limit + held.size);
      const sales = await Promise.all(due.map(({ invoiceId }) => saleOf(invoiceId)));
      return due.filter((_, index) => !held.has(sales[index] ?? '')).slice(0, limit);
    },
  };
  return {
    store: {
      ...store,
      invoices: { ...invoices, ...dying },
      cancellations: { ...cancellations, ...dyingToCancel },
    },
    arm(wanted) {
      points = wanted;
      calls.clear();
      held.clear();
    },
  };
}
