import { describe, expect, it } from 'vitest';
import type { SourceAccount } from '../../../server/sources/settings.ts';
import type { UnreadEvent } from '../../../server/sources/source-store.ts';
import { JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

const SETTINGS = {
  defaults: { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true, branch: 'centro' },
  payments: { 'stripe:card:credit': '04' },
};

export function aSource(id: string, changes: Partial<SourceAccount> = {}): SourceAccount {
  const sealedCredentials = Buffer.from([7, 0, 255]);
  const made = { type: 'stripe', name: 'Tienda', settings: SETTINGS, createdAt: SOLD_AT } as const;
  return { id, tenant: JACARANDA, sealedCredentials, ...made, ...changes };
}

function unread(id: string, externalId: string): UnreadEvent {
  const read = { type: 'charge.odd', reason: 'amount is missing', body: '{"á":1}', receivedAt: SOLD_AT };
  return { id, sourceId: 'src_1', externalId, ...read };
}

export function describeSources(create: () => Promise<TestDatabase>): void {
  describe('the sources', () => {
    const { store, another } = connected(create);

    it('are stored as they were last put, in order of creation, per tenant', async () => {
      await store().sources.put(aSource('src_1'));
      await store().sources.put(aSource('src_2', { type: 'shopify' }));
      await store().sources.put(aSource('src_theirs', { tenant: YUNQUE }));
      await store().sources.put(aSource('src_1', { name: 'Renamed' }));
      const listed = await (await another()).sources.list(JACARANDA);
      expect(listed.map((source) => ({ ...source, sealedCredentials: Buffer.from(source.sealedCredentials) }))).toEqual(
        [aSource('src_1', { name: 'Renamed' }), aSource('src_2', { type: 'shopify' })],
      );
      expect((await store().sources.get('src_2'))?.type).toBe('shopify');
      expect(await store().sources.get('src_9')).toBeUndefined();
      await expect(store().sources.put(aSource('src_1', { tenant: YUNQUE }))).rejects.toThrow("another tenant's");
    });

    it('of some types are listed for all tenants, for the worker', async () => {
      await store().sources.put(aSource('src_1', { type: 'woocommerce' }));
      await store().sources.put(aSource('src_2', { type: 'shopify' }));
      await store().sources.put(aSource('src_theirs', { type: 'woocommerce', tenant: YUNQUE }));
      await store().sources.put(aSource('src_3'));
      const ids = async (...types: SourceAccount['type'][]) => (await store().sources.every(types)).map(({ id }) => id);
      expect(await ids('woocommerce')).toEqual(['src_1', 'src_theirs']);
      expect(await ids('shopify', 'woocommerce')).toEqual(['src_1', 'src_2', 'src_theirs']);
      expect(await ids()).toEqual([]);
    });

    it('report their health, and keep it when they are put again', async () => {
      const { sources } = store();
      await sources.put(aSource('src_1'));
      expect(await sources.health('src_1')).toEqual({ events: 0, badSignatures: 0, listed: 0 });
      await sources.receive('src_1', { externalId: 'ext_1', facts: [], now: SOLD_AT });
      await sources.receive('src_1', { externalId: 'ext_1', facts: [], now: SOLD_AT + 1 });
      await sources.receive('src_1', { facts: [], now: SOLD_AT + 2 });
      await sources.countBadSignature('src_1', SOLD_AT + 3);
      await sources.noteList('src_1', { cursor: 'c1', since: SOLD_AT - 9, listed: 250 });
      await sources.put(aSource('src_1', { name: 'Renamed' }));
      const health = { events: 1, lastEventAt: SOLD_AT, badSignatures: 1, lastBadSignatureAt: SOLD_AT + 3 };
      expect(await sources.health('src_1')).toEqual({ ...health, cursor: 'c1', since: SOLD_AT - 9, listed: 250 });
      await sources.noteList('src_1', { listed: 300 });
      expect(await sources.health('src_1')).toEqual({ ...health, listed: 300 });
      await sources.notePolled('src_1', SOLD_AT + 4);
      await sources.put(aSource('src_1'));
      expect(await sources.health('src_1')).toEqual({ ...health, listed: 300, polledTo: SOLD_AT + 4 });
      expect(await sources.health('src_9')).toEqual({ events: 0, badSignatures: 0, listed: 0 });
    });

    it('keep what they could not read once, oldest first, until it is dropped', async () => {
      const { sources } = store();
      await sources.put(aSource('src_1'));
      await sources.put(aSource('src_2'));
      await sources.keepUnread(unread('unr_1', 'ext_1'));
      await sources.keepUnread(unread('unr_2', 'ext_2'));
      await sources.keepUnread(unread('unr_3', 'ext_1'));
      expect(await sources.unread('src_1', 9)).toEqual([unread('unr_1', 'ext_1'), unread('unr_2', 'ext_2')]);
      expect(await sources.unread('src_2', 9)).toEqual([]);
      await sources.dropUnread('unr_1');
      expect(await sources.unread('src_1', 9)).toEqual([unread('unr_2', 'ext_2')]);
      // It was never received, so that it can be, once it is understood.
      expect((await sources.receive('src_1', { externalId: 'ext_2', facts: [], now: SOLD_AT })).kind).toBe('new');
    });
  });

  describe('the products of a merchant', () => {
    const { store } = connected(create);
    const DESAYUNO = { claveProdServ: '90101501', claveUnidad: 'E48' };

    it('are put, replaced and taken out by key, in one world', async () => {
      const { sources } = store();
      const cafe = { ...DESAYUNO, objetoImp: '02', impuestos: [] };
      await sources.putProducts(JACARANDA, { 'sku:1': DESAYUNO, 'sku:2': DESAYUNO, 'category:bebidas': cafe });
      await sources.putProducts({ ...JACARANDA, world: 'live' }, { 'sku:1': cafe });
      await sources.putProducts(JACARANDA, { 'sku:1': undefined, 'sku:2': cafe, 'sku:9': undefined });
      expect(await sources.products(JACARANDA)).toEqual({ 'sku:2': cafe, 'category:bebidas': cafe });
      expect(await sources.products({ ...JACARANDA, world: 'live' })).toEqual({ 'sku:1': cafe });
      expect(await sources.products(YUNQUE)).toEqual({});
    });

    it('can be thousands at a time', async () => {
      const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`sku:${i}`, DESAYUNO]));
      await store().sources.putProducts(JACARANDA, many);
      expect(await store().sources.products(JACARANDA)).toEqual(many);
    });
  });
}
