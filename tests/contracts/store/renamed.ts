import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Portal } from '../../../server/portals/portal.ts';
import { claimOf, JACARANDA, putSale, SOLD_AT, type TestDatabase } from './cast.ts';
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
  });
}
