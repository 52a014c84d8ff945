import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Invoice } from '../../../server/invoicing/invoice.ts';
import type { Sale } from '../../../server/sales/sale.ts';
import { claimOf, JACARANDA, putSale, SOLD_AT, sealedDocument, type TestDatabase, timbre } from './cast.ts';
import { connected } from './connected.ts';

type Action =
  | { readonly do: 'claim'; readonly sales: readonly number[] }
  | { readonly do: 'seal' | 'intent' | 'record' | 'reconcile' | 'release'; readonly attempt: number }
  | { readonly do: 'doubt'; readonly attempt: number; readonly sent: boolean; readonly fence: number }
  | { readonly do: 'reject'; readonly attempt: number; readonly fence: number }
  | { readonly do: 'wait' | 'restart' };

const attempt = fc.nat(7);
/** How far behind the current fence the answer is; mostly it is not. */
const fence = fc.constantFrom(0, 0, 0, 1);
const actions = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('claim' as const), sales: fc.uniqueArray(fc.nat(2), { minLength: 1 }) }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('seal' as const, 'intent' as const), attempt }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('record' as const, 'reconcile' as const, 'release' as const),
        attempt,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('doubt' as const), attempt, sent: fc.boolean(), fence }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('reject' as const), attempt, fence }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('wait' as const, 'restart' as const) }) },
  ),
  { maxLength: 40 },
);

/** Plays the actions on three sales and answers how every attempt ended and how each was after every action. */
async function play(store: Store, run: string, script: readonly Action[]) {
  const sales = await Promise.all([0, 1, 2].map((n) => putSale(store, `${run}-${n}`)));
  const ids: string[] = [];
  const history: Invoice[] = [];
  let now = SOLD_AT;
  for (const action of script) {
    now += action.do === 'wait' ? 100_000 : 1;
    if (action.do === 'restart') await store.invoices.voidLeases(now);
    if (action.do === 'claim') {
      const claim = claimOf(
        `inv_${run}_${ids.length}`,
        action.sales.flatMap((n) => sales[n]?.id ?? []),
        { serie: run, now },
      );
      if ((await store.invoices.claim(JACARANDA, claim)).kind === 'claimed') ids.push(claim.id);
    }
    const id = 'attempt' in action ? ids[action.attempt] : undefined;
    if (id !== undefined) history.push(await act(store, id, action, now));
  }
  return {
    sales: await Promise.all(sales.map(({ id }) => store.sales.get(JACARANDA, id))),
    history,
    invoices: await Promise.all(ids.map((id) => store.invoices.get(id))),
  };
}

async function act(store: Store, id: string, action: Action, now: number): Promise<Invoice> {
  const before = await store.invoices.get(id);
  if (before === undefined) throw new Error(`${id} is gone`);
  const { invoices } = store;
  const refusal = { code: '305', message: 'no', now };
  if (action.do === 'seal') return invoices.seal(id, sealedDocument(`${id}-${now}`, now));
  if (action.do === 'reconcile') return invoices.reconcile(id, '72 h', now);
  if (action.do === 'release') return invoices.release(id, { evidence: 'acuse 8812', now });
  if (action.do === 'reject') return invoices.reject(id, { fence: before.fence - action.fence, ...refusal });
  if (action.do === 'doubt')
    return invoices.doubt(id, {
      fence: before.fence - action.fence,
      reason: 'timeout',
      nextAt: now,
      now,
      sent: action.sent,
    });
  if (before.sealed === undefined) return before;
  if (action.do === 'intent')
    return (await invoices.intent(id, { pacId: 'finkok', leaseUntil: now + 90_000, now, atMost: 100 })).invoice;
  if (action.do !== 'record' || before.fence === 0 || before.state === 'rejected') return before;
  return (await invoices.record(id, timbre(`${id}-${now}`, now), [], [])).invoice;
}

function checkSale(sale: Sale | undefined, invoices: readonly Invoice[]) {
  const holders = invoices.filter(({ state, saleIds }) => state !== 'rejected' && saleIds.includes(sale?.id ?? ''));
  expect(holders.length).toBeLessThanOrEqual(1);
  expect(sale?.invoiceId).toBe(holders[0]?.id);
  const refused = invoices.filter(({ state, saleIds }) => state === 'rejected' && saleIds.includes(sale?.id ?? ''));
  for (const { generation } of refused) expect(sale?.generation).toBeGreaterThan(generation);
}

function checkFolios(invoices: readonly Invoice[]) {
  const kept = invoices.filter(({ state }) => state !== 'rejected').map(({ folio }) => folio);
  expect(new Set(kept).size).toBe(kept.length);
  const given = [...new Set(invoices.map(({ folio }) => folio))].sort((a, b) => a - b);
  expect(given).toEqual(given.map((_, i) => i + 1));
}

/** Within one attempt: what may have been sent is never sealed anew, a UUID never changes, the fence never falls. */
function checkHistory(history: readonly Invoice[]) {
  const last = new Map<string, Invoice>();
  for (const now of history) {
    const before = last.get(now.id);
    last.set(now.id, now);
    if (before === undefined) continue;
    expect(now.fence).toBeGreaterThanOrEqual(before.fence);
    if (before.inDoubtSince !== undefined || before.state === 'sending') expect(now.sealed).toEqual(before.sealed);
    if (before.inDoubtSince !== undefined) expect(now.inDoubtSince).toBe(before.inDoubtSince);
    if (before.stamped !== undefined) expect(now).toEqual(before);
    if (before.state === 'rejected') expect(now).toEqual(before);
  }
}

export function describeInvariants(create: () => Promise<TestDatabase>): void {
  describe('whatever happens in whatever order', () => {
    const { store } = connected(create);

    it('no sale has two invoices, no folio is given twice or skipped, nothing sent or stamped changes', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(actions, async (script) => {
          runs += 1;
          const { sales, history, invoices } = await play(store(), `R${runs}`, script);
          const known = invoices.filter((invoice) => invoice !== undefined);
          for (const sale of sales) checkSale(sale, known);
          checkFolios(known);
          checkHistory(history);
        }),
        { numRuns: 100 },
      );
    });
  });
}
