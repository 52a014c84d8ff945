import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Invoice } from '../../../server/invoicing/invoice.ts';
import type { RestorableSales } from '../../../server/invoicing/restore-store.ts';
import {
  claimed,
  claimOf,
  JACARANDA,
  newSale,
  OTHER_UUID,
  putSale,
  SOLD_AT,
  saleBody,
  sealedDocument,
  sending,
  type TestDatabase,
  timbre,
  UUID,
} from './cast.ts';
import { connected } from './connected.ts';

type Kept = { readonly invoice: Invoice; readonly sales: RestorableSales };

/** An invoice of CJ-2000 that this database has never seen, as another copy of it kept it. */
async function lost(store: Store, changes: Partial<Invoice> = {}): Promise<Kept> {
  const seen = await sending(store, 'CJ-1');
  const { sales } = await store.restoring.salesOf(seen);
  const sale = { ...sales[0], ...newSale('CJ-2000'), generation: 2, refunded: false };
  const invoice = { ...seen, id: 'inv_lost', saleIds: [sale.id], folio: 7, generation: 2, ...changes } as Invoice;
  return { invoice, sales: { sales: [sale], refunds: [] } };
}

const restore = (store: Store, { invoice, sales }: Kept) => store.restoring.restore(invoice, sales, SOLD_AT);

export function describeRestoring(create: () => Promise<TestDatabase>): void {
  describe('an invoice that a backup lacks', () => {
    const { store } = connected(create);

    it('comes back with its sale, in doubt, with the bytes that were sent; a second time changes nothing', async () => {
      const kept = await lost(store());
      expect(await restore(store(), kept)).toEqual({ kind: 'restored' });
      expect(await restore(store(), kept)).toEqual({ kind: 'known' });
      const { leaseUntil: _, ...sent } = kept.invoice;
      const invoice = await store().invoices.get('inv_lost');
      expect(invoice).toEqual({ ...sent, state: 'in-doubt', inDoubtSince: SOLD_AT, nextAt: SOLD_AT });
      const sale = await store().sales.get(JACARANDA, 'sale_cj-2000');
      expect(sale).toMatchObject({ body: saleBody('CJ-2000'), generation: 2, invoiceId: 'inv_lost' });
      expect(await store().invoices.callsOf('inv_lost')).toMatchObject([{ kind: 'intent', fence: 1, at: SOLD_AT }]);
    });

    it('is recorded like any other, and its sale is locked when its till sends it again', async () => {
      await restore(store(), await lost(store()));
      expect((await store().invoices.record('inv_lost', timbre(), [], [])).kind).toBe('recorded');
      const [again] = await store().sales.put(JACARANDA, [newSale('CJ-2000', { id: 'sale_other' })]);
      expect(again).toMatchObject({ kind: 'locked', sale: { id: 'sale_cj-2000', invoiceId: 'inv_lost' } });
      const standings = await store().restoring.standings(['inv_lost', 'inv_unknown']);
      expect([...standings]).toEqual([['inv_lost', { state: 'stamped', fence: 1, uuid: UUID }]]);
    });

    it('takes the sale that its till has sent again meanwhile', async () => {
      const kept = await lost(store());
      await store().sales.put(JACARANDA, [newSale('CJ-2000', { id: 'sale_other' })]);
      expect(await restore(store(), kept)).toEqual({ kind: 'restored' });
      expect((await store().invoices.get('inv_lost'))?.saleIds).toEqual(['sale_other']);
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_again', ['sale_other']))).kind).toBe('taken');
    });

    it('replaces what was claimed and sealed before the backup by what was sent after it', async () => {
      const before = await claimed(store(), 'CJ-2000');
      const { sales } = await lost(store());
      const sent = { ...before, state: 'sending', sealed: sealedDocument('again'), fence: 3, sends: 1, pacId: 'sw' };
      const kept = await store().restoring.salesOf(before);
      expect(await restore(store(), { invoice: sent as Invoice, sales: kept })).toEqual({ kind: 'restored' });
      expect(await store().invoices.get(before.id)).toMatchObject({
        ...{ state: 'in-doubt', sealed: { sha256: sealedDocument('again').sha256 }, fence: 3, pacId: 'sw' },
      });
      expect(sales.sales).toHaveLength(1);
    });

    it('is not put over another invoice of its sale', async () => {
      const kept = await lost(store());
      const other = await store().sales.put(JACARANDA, [newSale('CJ-2000')]);
      expect(other).toHaveLength(1);
      await store().invoices.claim(JACARANDA, claimOf('inv_other', ['sale_cj-2000']));
      expect(await restore(store(), kept)).toEqual({ kind: 'held', by: ['inv_other'] });
      expect(await store().invoices.get('inv_lost')).toBeUndefined();
    });

    it('beside the invoice that has its sale, it waits for a person as that one’s successor, and takes the sale over with its stamp', async () => {
      const kept = await lost(store());
      const other = await sending(store(), 'CJ-2000');
      await store().invoices.record(other.id, timbre(OTHER_UUID), [], []);
      const restored = await store().restoring.restore(kept.invoice, kept.sales, SOLD_AT, other.id);
      expect(restored).toEqual({ kind: 'restored' });
      const holding = { kind: 'successor', of: other.id };
      expect(await store().invoices.get('inv_lost')).toMatchObject({ state: 'reconcile', holding });
      const holder = async (id: string) => (await store().sales.get(JACARANDA, id))?.invoiceId;
      const [saleId = ''] = other.saleIds;
      expect(await holder(saleId)).toBe(other.id);
      await store().invoices.record('inv_lost', timbre(), [], []);
      expect(await holder(saleId)).toBe('inv_lost');
    });

    it('beside one that turns out never to have been stamped, it keeps the sale from everybody else', async () => {
      const kept = await lost(store());
      const other = await sending(store(), 'CJ-2000');
      const [saleId = ''] = other.saleIds;
      await store().restoring.restore(kept.invoice, kept.sales, SOLD_AT, other.id);
      await store().invoices.reject(other.id, { fence: other.fence, code: '301', message: 'XML', now: SOLD_AT });
      const asked = await store().invoices.claim(JACARANDA, claimOf('inv_third', [saleId]));
      expect(asked).toMatchObject({ kind: 'taken', invoice: { id: 'inv_lost' } });
      await store().invoices.record('inv_lost', timbre(), [], []);
      expect((await store().sales.get(JACARANDA, saleId))?.invoiceId).toBe('inv_lost');
    });

    it('gets a star in its serie if another invoice has its number', async () => {
      const { folio } = await claimed(store(), 'CJ-3000');
      await restore(store(), await lost(store(), { folio }));
      expect(await store().invoices.get('inv_lost')).toMatchObject({ serie: 'CJ*', folio });
    });

    it('leaves its number to nobody, once numbers up to it are passed', async () => {
      const last = { ...JACARANDA, serie: 'CJ', folio: 41 };
      await store().restoring.passFolios([last, { ...last, folio: 12 }]);
      expect((await claimed(store(), 'CJ-3000')).folio).toBe(42);
    });

    it('keeps no body of a sale that its snapshot has already', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      const { invoice } = await store().invoices.claim(JACARANDA, claimOf('inv_1', [sale.id]));
      const [kept] = (await store().restoring.salesOf(invoice)).sales;
      expect([kept?.id, kept?.body]).toEqual([sale.id, undefined]);
    });
  });
}
