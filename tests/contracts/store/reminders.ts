import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Tenant } from '../../../server/merchants/tenant.ts';
import { REMINDER_ONCE } from '../../../server/outbox/delivery.ts';
import type { Portal } from '../../../server/portals/portal.ts';
import type { NewSale, SaleCursor } from '../../../server/sales/sale-store.ts';
import { claimOf, JACARANDA, newSale, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

const HOUR = 3_600_000;
const ALL = { dateFrom: SOLD_AT - 24 * HOUR, dateTo: SOLD_AT + 24 * HOUR, limit: 100 };

/** A sale with an e-mail, so many hours after the others. */
function later(folio: string, hours: number, changes: Partial<NewSale> = {}): NewSale {
  return newSale(folio, changes, { dateMs: SOLD_AT + hours * HOUR });
}

function withoutEmail(folio: string): NewSale {
  const { emailKey: _, ...keys } = newSale(folio).keys;
  return { ...newSale(folio), keys };
}

async function foliosOf(store: Store, page: Partial<typeof ALL> = {}, tenant: Tenant = JACARANDA): Promise<string[]> {
  const { sales } = await store.sales.listUnreminded(tenant, { ...ALL, ...page });
  return sales.map(({ body }) => body.folio);
}

function remind(store: Store, saleId: string, tenant: Tenant = JACARANDA): Promise<number> {
  return store.deliveries.enqueue(
    [
      {
        ...{ id: `msg_${tenant.merchantId}_${saleId}`, tenant, kind: 'mail', once: `${REMINDER_ONCE}${saleId}` },
        ...{ target: 'ana@example.com', subject: saleId, payload: {}, nextAt: SOLD_AT },
      },
    ],
    SOLD_AT,
  );
}

function portalOf(slug: string, reminder?: { readonly daysBefore: number } | null): Portal {
  const settings = {
    title: '{"reminder":{"daysBefore":3}}',
    enabled: false,
    reminder,
  } as unknown as Portal['settings'];
  return { slug, merchantId: JACARANDA.merchantId, world: 'test', settings };
}

export function describeReminders(create: () => Promise<TestDatabase>): void {
  describe('the sales that a customer could be reminded of', () => {
    const { store, another } = connected(create);

    it('have an e-mail and are of that tenant, oldest first, sold from then to then', async () => {
      const of = (ids: string) => ({ id: ids });
      await store().sales.put(JACARANDA, [later('CJ-3', 2), later('CJ-1', 0), later('CJ-2', 1), withoutEmail('CJ-4')]);
      await store().sales.put({ ...JACARANDA, world: 'live' }, [newSale('CJ-5', of('sale_live'))]);
      await store().sales.put(YUNQUE, [newSale('FY-1', of('sale_fy'))]);
      expect(await foliosOf(await another())).toEqual(['CJ-1', 'CJ-2', 'CJ-3']);
      const [one, two] = [SOLD_AT + HOUR, SOLD_AT + 2 * HOUR];
      expect(await foliosOf(store(), { dateFrom: one })).toEqual(['CJ-2', 'CJ-3']);
      expect(await foliosOf(store(), { dateTo: one })).toEqual(['CJ-1', 'CJ-2']);
      expect(await foliosOf(store(), { dateFrom: one + 1, dateTo: two - 1 })).toEqual([]);
    });

    it('are not held by an invoice, unless it was refused', async () => {
      const { sales, invoices } = store();
      await sales.put(JACARANDA, [newSale('CJ-1'), newSale('CJ-2')]);
      await invoices.claim(JACARANDA, claimOf('inv_1', ['sale_cj-1']));
      expect(await foliosOf(store())).toEqual(['CJ-2']);
      await invoices.reject('inv_1', { fence: 0, code: 'CFDI40145', message: 'no', now: SOLD_AT });
      expect(await foliosOf(store())).toEqual(['CJ-1', 'CJ-2']);
    });

    it('are those without a reminder from their tenant', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1'), newSale('CJ-2')]);
      await remind(store(), 'sale_cj-2', YUNQUE);
      await remind(store(), 'sale_cj-1');
      expect(await foliosOf(store())).toEqual(['CJ-2']);
    });

    it('are listed a page at a time, each once, even those sold at the same moment and across empty pages', async () => {
      const sold = Array.from({ length: 11 }, (_, at) => later(`CJ-${at}`, Math.floor(at / 4)));
      await store().sales.put(JACARANDA, sold);
      for (const at of [3, 4, 5]) await remind(store(), `sale_cj-${at}`);
      const pages: (readonly string[])[] = [];
      let after: SaleCursor | undefined;
      do {
        const page = await store().sales.listUnreminded(JACARANDA, { ...ALL, limit: 3, ...(after && { after }) });
        pages.push(page.sales.map(({ body }) => body.folio));
        after = page.next;
      } while (after);
      expect(pages).toEqual([['CJ-0', 'CJ-1', 'CJ-2'], [], ['CJ-6', 'CJ-7', 'CJ-8'], ['CJ-9', 'CJ-10']]);
    });
  });

  describe('the portals that remind', () => {
    const { store } = connected(create);

    it('are those whose settings say so, in order of their names, switched off or not', async () => {
      const { merchants, portals } = store();
      const { merchantId } = JACARANDA;
      const person = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' };
      await merchants.putMerchant({ id: merchantId, tradeName: 'Café Jacaranda', ...person, contact: {} });
      const three = { daysBefore: 3 };
      const shops = [portalOf('roma', three), portalOf('centro', three), portalOf('mudo'), portalOf('nadie', null)];
      for (const portal of shops) await portals.putPortal(portal);
      expect(await portals.listRemindingPortals()).toEqual([shops[1], shops[0]]);
    });
  });
}
