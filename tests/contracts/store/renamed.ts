import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import { standingAt } from '../../../server/invoicing/sale-standing.ts';
import type { Portal } from '../../../server/portals/portal.ts';
import type { Sale } from '../../../server/sales/sale.ts';
import { claimOf, JACARANDA, newSale, putSale, SOLD_AT, type TestDatabase } from './cast.ts';
import { connected } from './connected.ts';
import { aListener, anEvent, fan } from './delivery-cast.ts';
import { CAFE, TIENDA } from './merchants.ts';

const at = (slug: string): Portal => ({ ...TIENDA, slug });

async function invoiceAt(store: Store, folio: string, portalSlug: string, now = SOLD_AT): Promise<string> {
  const sale = await putSale(store, folio);
  const claim = claimOf(`inv_${folio.toLowerCase()}`, [sale.id], { portalSlug, now });
  return (await store.invoices.claim(JACARANDA, claim)).invoice.id;
}

const listed = async (store: Store, portal: string, limit = 9): Promise<readonly string[]> =>
  (await store.invoices.find(JACARANDA, { portal, limit })).map(({ id }) => id);

const heard = async (store: Store): Promise<readonly string[]> =>
  (await store.deliveries.list(JACARANDA, { limit: 50 })).map(({ target, eventId }) => `${target} ${eventId}`).sort();

/** The last day to invoice a sale at a portal that gives three days by now. */
async function deadlineOf(store: Store, sale: number, portal: Portal): Promise<string> {
  const [found, branch] = [await store.sales.get(JACARANDA, `sale_cj-${sale}`), { code: 'roma', name: 'Roma' }];
  if (!found) throw new Error('no sale');
  const today = { ...portal, settings: { ...portal.settings, deadline: { kind: 'days' as const, days: 3 } } };
  const moment = { branch: { ...branch, merchantId: CAFE.id, codigoPostal: '06700' }, now: SOLD_AT };
  return standingAt(today, found, { ...moment, invoiceState: undefined }).deadline;
}

export function describeRenamed(create: () => Promise<TestDatabase>): void {
  describe('what was written under an address of a portal', () => {
    const { store } = connected(create);
    const open = async (...portals: readonly Portal[]): Promise<void> => {
      await store().merchants.putMerchant(CAFE);
      for (const portal of portals) await store().portals.addPortal(portal);
    };

    it('is found under each address that the portal has or had: its invoices, newest first, page by page', async () => {
      await open(TIENDA, at('centro'));
      await invoiceAt(store(), 'CJ-1', 'jacaranda', SOLD_AT);
      await invoiceAt(store(), 'CJ-X', 'centro', SOLD_AT + 1);
      await store().portals.renamePortal(TIENDA, 'jacaranda-roma');
      await invoiceAt(store(), 'CJ-2', 'jacaranda-roma', SOLD_AT + 2);
      await invoiceAt(store(), 'CJ-3', 'jacaranda', SOLD_AT + 3);
      for (const slug of ['jacaranda', 'jacaranda-roma'])
        expect([slug, await listed(store(), slug)]).toEqual([slug, ['inv_cj-3', 'inv_cj-2', 'inv_cj-1']]);
      expect(await listed(store(), 'jacaranda-roma', 2)).toEqual(['inv_cj-3', 'inv_cj-2']);
      const rest = await store().invoices.find(JACARANDA, { portal: 'jacaranda', limit: 2, after: 'inv_cj-2' });
      expect(rest.map(({ id }) => id)).toEqual(['inv_cj-1']);
      expect(await listed(store(), 'centro')).toEqual(['inv_cj-x']);
    });

    it('reaches the listeners limited to that portal, whichever of its addresses they or the event name, and no other', async () => {
      await open(TIENDA, at('centro'));
      await store().listeners.put(aListener('whe_old', { portals: ['jacaranda'] }));
      await store().listeners.put(aListener('whe_centro', { portals: ['centro'] }));
      await store().events.add(anEvent('evt_before', { portalSlug: 'jacaranda' }));
      await store().portals.renamePortal(TIENDA, 'jacaranda-roma');
      await store().listeners.put(aListener('whe_new', { portals: ['jacaranda-roma'] }));
      await store().events.add(anEvent('evt_after', { portalSlug: 'jacaranda-roma' }));
      await store().events.fanOut(fan);
      const all = ['whe_new evt_after', 'whe_new evt_before', 'whe_old evt_after', 'whe_old evt_before'];
      expect(await heard(store())).toEqual(all);
      expect(await store().events.replay('whe_new', SOLD_AT, fan.now + 1)).toBe(2);
      expect(await store().events.replay('whe_centro', SOLD_AT, fan.now + 1)).toBe(0);
    });

    it('stays with its portal when the merchant gives a former address to another one', async () => {
      await open(TIENDA);
      await store().listeners.put(aListener('whe_first', { portals: ['jacaranda', 'centro'] }));
      await store().events.add(anEvent('evt_first', { portalSlug: 'jacaranda' }));
      await invoiceAt(store(), 'CJ-1', 'jacaranda');
      await store().portals.renamePortal(TIENDA, 'jacaranda-prueba');
      await store().portals.addPortal(TIENDA);
      await store().listeners.put(aListener('whe_second', { portals: ['jacaranda'] }));
      await store().events.add(anEvent('evt_second', { portalSlug: 'jacaranda' }));
      await invoiceAt(store(), 'CJ-2', 'jacaranda');
      await store().events.fanOut(fan);
      expect(await heard(store())).toEqual(['whe_first evt_first', 'whe_second evt_second']);
      expect(await listed(store(), 'jacaranda-prueba')).toEqual(['inv_cj-1']);
      expect(await listed(store(), 'jacaranda')).toEqual(['inv_cj-2']);
      expect((await store().listeners.get('whe_first'))?.portals).toEqual(['jacaranda-prueba', 'centro']);
    });

    it('keeps what sales were promised there, and is not promised by the portal that gets the address next', async () => {
      await open(TIENDA);
      const promise = (folio: string, deadlines: Sale['deadlines']) =>
        store().sales.put(JACARANDA, [newSale(folio, { deadlines })]);
      await promise('CJ-1', { jacaranda: '2026-12-31' });
      await promise('CJ-2', { jacaranda: '2026-12-31', centro: '2026-11-30' });
      await store().portals.renamePortal(TIENDA, 'jacaranda-prueba');
      // Sent again since then, under a policy that is shorter, and under one that is longer.
      await promise('CJ-3', { jacaranda: '2026-12-31', 'jacaranda-prueba': '2026-11-23' });
      await promise('CJ-4', { jacaranda: '2026-11-23', 'jacaranda-prueba': '2026-12-31' });
      await promise('CJ-5', { centro: '2026-11-30' });
      const former = await store().portals.getPortal('jacaranda-prueba');
      if (!former) throw new Error('no portal');
      for (const n of [1, 2, 3, 4]) expect([n, await deadlineOf(store(), n, former)]).toEqual([n, '2026-12-31']);

      await store().portals.addPortal(TIENDA);
      const [next, its] = [await store().portals.getPortal('jacaranda'), 'jacaranda-prueba'];
      const kept = await store().portals.getPortal(its);
      if (!kept || !next) throw new Error('no portal');
      for (const n of [1, 2, 3, 4])
        expect([n, await deadlineOf(store(), n, kept), await deadlineOf(store(), n, next)]).toEqual([
          ...[n, '2026-12-31', '2026-11-23'],
        ]);
      expect((await store().sales.get(JACARANDA, 'sale_cj-2'))?.deadlines).toEqual({
        ...{ [its]: '2026-12-31', centro: '2026-11-30' },
      });
      expect((await store().sales.get(JACARANDA, 'sale_cj-5'))?.deadlines).toEqual({ centro: '2026-11-30' });
    });
  });
}
