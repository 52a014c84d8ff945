import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { GlobalRun } from '../../../server/invoicing/global-run.ts';
import type { Tenant } from '../../../server/merchants/tenant.ts';
import type { SaleCursor } from '../../../server/sales/sale-store.ts';
import { claimOf, JACARANDA, newSale, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

const HOUR = 3_600_000;
const ALL = { dateFrom: SOLD_AT - 24 * HOUR, dateTo: SOLD_AT + 24 * HOUR, limit: 100 };

/** A run of last month. */
export const OCTOBER: GlobalRun = {
  id: 'glo_1',
  tenant: JACARANDA,
  branch: 'roma',
  periodicidad: '04',
  from: '2026-10-01',
  to: '2026-10-31',
  serie: 'G',
  origin: 'merchant',
  state: 'issuing',
  nextAt: SOLD_AT,
  createdAt: SOLD_AT,
};

const later = (folio: string, hours: number) => newSale(folio, {}, { dateMs: SOLD_AT + hours * HOUR });

async function foliosOf(store: Store, page: Partial<typeof ALL> = {}, tenant: Tenant = JACARANDA): Promise<string[]> {
  return (await store.sales.listOpen(tenant, { ...ALL, ...page })).sales.map(({ body }) => body.folio);
}

export function describeGlobals(create: () => Promise<TestDatabase>): void {
  describe('the sales that a global invoice may take', () => {
    const { store, another } = connected(create);

    it('are that tenant’s, oldest first, sold in the period, and held by no invoice', async () => {
      await store().sales.put(JACARANDA, [later('CJ-3', 2), later('CJ-1', 0), later('CJ-2', 1)]);
      await store().sales.put(YUNQUE, [newSale('FY-1', { id: 'sale_fy' })]);
      expect(await foliosOf(await another())).toEqual(['CJ-1', 'CJ-2', 'CJ-3']);
      expect(await foliosOf(store(), { dateFrom: SOLD_AT + HOUR, dateTo: SOLD_AT + HOUR })).toEqual(['CJ-2']);
      await store().invoices.claim(JACARANDA, claimOf('inv_1', ['sale_cj-2']));
      expect(await foliosOf(store())).toEqual(['CJ-1', 'CJ-3']);
    });

    it('come page by page, each once, whatever was taken in the meantime', async () => {
      await store().sales.put(
        JACARANDA,
        [1, 2, 3, 4, 5].map((hour) => later(`CJ-${hour}`, hour)),
      );
      const seen: string[] = [];
      let after: SaleCursor | undefined;
      do {
        const page = await store().sales.listOpen(JACARANDA, { ...ALL, limit: 2, ...(after && { after }) });
        seen.push(...page.sales.map(({ body }) => body.folio));
        after = page.next;
      } while (after);
      expect(seen).toEqual(['CJ-1', 'CJ-2', 'CJ-3', 'CJ-4', 'CJ-5']);
    });
  });

  describe('a period that is made into global invoices', () => {
    const { store, another } = connected(create);

    it('is stored once while it is being issued, and everybody who asks in the meantime gets the same one', async () => {
      expect(await store().globalRuns.begin(OCTOBER)).toEqual(OCTOBER);
      expect(await (await another()).globalRuns.begin({ ...OCTOBER, id: 'glo_2', serie: 'H' })).toEqual(OCTOBER);
      expect(await store().globalRuns.begin({ ...OCTOBER, id: 'glo_3', branch: 'norte' })).toMatchObject({
        id: 'glo_3',
      });
      await store().globalRuns.move('glo_1', { state: 'issued' });
      expect(await store().globalRuns.begin({ ...OCTOBER, id: 'glo_4' })).toMatchObject({ id: 'glo_4' });
    });

    it('is due from its time on, until it is issued or refused, and then stays so', async () => {
      await store().globalRuns.begin(OCTOBER);
      expect(await store().globalRuns.due(SOLD_AT - 1, 10)).toEqual([]);
      expect(await store().globalRuns.due(SOLD_AT, 10)).toEqual([OCTOBER]);
      await store().globalRuns.move('glo_1', { nextAt: SOLD_AT + 60_000 });
      expect(await store().globalRuns.due(SOLD_AT, 10)).toEqual([]);
      await store().globalRuns.move('glo_1', { state: 'refused', refusal: 'CFDI40119' });
      await store().globalRuns.move('glo_1', { state: 'issued' });
      expect(await store().globalRuns.due(SOLD_AT + HOUR, 10)).toEqual([]);
      expect(await store().globalRuns.get(JACARANDA, 'glo_1')).toMatchObject({
        state: 'refused',
        refusal: 'CFDI40119',
      });
    });

    it('is seen by no other tenant', async () => {
      await store().globalRuns.begin(OCTOBER);
      expect(await store().globalRuns.get(YUNQUE, 'glo_1')).toBeUndefined();
      expect(await store().globalRuns.get({ ...JACARANDA, world: 'live' }, 'glo_1')).toBeUndefined();
    });
  });
}
