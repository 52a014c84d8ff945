import { describe, expect, it } from 'vitest';
import type { Merchant } from '../../../server/merchants/merchant.ts';
import type { StoredCsd } from '../../../server/merchants/merchant-store.ts';
import type { Portal } from '../../../server/portals/portal.ts';
import { JACARANDA, SOLD_AT, type TestDatabase } from './cast.ts';
import { connected } from './connected.ts';

export const CAFE: Merchant = {
  id: JACARANDA.merchantId,
  tradeName: 'Café Jacaranda',
  rfc: 'EKU9003173C9',
  nombre: 'ESCUELA KEMPER URGATE',
  regimenFiscal: '601',
  contact: { email: 'hola@jacaranda.example' },
};
export const FERRETERIA: Merchant = {
  ...CAFE,
  id: 'mer_yunque',
  tradeName: 'Ferretería El Yunque',
  rfc: 'H&E951128469',
  contact: {},
};

export const TIENDA: Portal = {
  slug: 'jacaranda',
  merchantId: CAFE.id,
  world: 'test',
  settings: {
    title: 'Factura tu compra',
    subtitle: 'En menos de un minuto',
    noun: 'compra',
    submitText: 'Facturar',
    lookup: [['folio', 'total', 'date']],
    optionalLookup: [['email']],
    hints: { folio: 'Arriba del código de barras' },
    theme: { primary: '#5b3a8c', accent: '#f2b705' },
    deadline: { kind: 'month-end', monthsAfter: 0 },
    contact: {},
    allowedOrigins: ['https://tienda.example'],
    serie: 'CJ',
    allowNoRfc: false,
    itemizeIeps: true,
    enabled: true,
  },
};

function csd(id: string, changes: Partial<StoredCsd> = {}): StoredCsd {
  return {
    id,
    tenant: JACARANDA,
    noCertificado: '30001000000500003416',
    rfc: 'EKU9003173C9',
    validFrom: SOLD_AT,
    validTo: SOLD_AT + 1,
    certificate: new Uint8Array([0x30, 0x82, 0, 255]),
    sealedSecret: new Uint8Array([1, 2, 3]),
    isSandbox: false,
    ...changes,
  };
}

export function describeMerchants(create: () => Promise<TestDatabase>): void {
  describe('a merchant', () => {
    const { store } = connected(create);

    it('is stored and replaced as a whole', async () => {
      await store().merchants.putMerchant(CAFE);
      expect(await store().merchants.getMerchant(CAFE.id)).toEqual(CAFE);
      await store().merchants.putMerchant({ ...CAFE, contact: { phone: '55 1234 5678' } });
      expect((await store().merchants.getMerchant(CAFE.id))?.contact).toEqual({ phone: '55 1234 5678' });
      expect(await store().merchants.getMerchant('mer_nobody')).toBeUndefined();
    });

    it('is added with its first branch, or not at all', async () => {
      const { merchants } = store();
      const matriz = { merchantId: CAFE.id, code: 'matriz', name: 'Matriz', codigoPostal: '06700' };
      await merchants.addMerchant(CAFE, matriz);
      expect(await merchants.getMerchant(CAFE.id)).toEqual(CAFE);
      expect(await merchants.listBranches(CAFE.id)).toEqual([matriz]);
      // The branch cannot be kept: it is nobody's.
      await expect(merchants.addMerchant(FERRETERIA, { ...matriz, merchantId: 'mer_nobody' })).rejects.toThrow();
      expect(await merchants.getMerchant(FERRETERIA.id)).toBeUndefined();
      await expect(merchants.addMerchant({ ...CAFE, tradeName: 'Otro' }, matriz)).rejects.toThrow();
      expect(await merchants.listMerchants()).toEqual([CAFE]);
    });

    it('keeps the branch that has a code when another is added under it', async () => {
      await store().merchants.putMerchant(CAFE);
      const roma = { merchantId: CAFE.id, code: 'roma', name: 'Roma', codigoPostal: '06700' };
      expect(await store().merchants.addBranch(roma)).toBe('added');
      expect(await store().merchants.addBranch({ ...roma, codigoPostal: '22000' })).toBe('taken');
      expect(await store().merchants.listBranches(CAFE.id)).toEqual([roma]);
    });

    it('is listed with the others by trade name', async () => {
      await store().merchants.putMerchant(FERRETERIA);
      await store().merchants.putMerchant(CAFE);
      expect((await store().merchants.listMerchants()).map(({ id }) => id)).toEqual([CAFE.id, FERRETERIA.id]);
    });

    it('lists its branches in order of creation, even after one was changed', async () => {
      await store().merchants.putMerchant(CAFE);
      const roma = { merchantId: CAFE.id, code: 'roma', name: 'Roma', codigoPostal: '06700' };
      const tijuana = { merchantId: CAFE.id, code: 'tijuana', name: 'Tijuana', codigoPostal: '22000' };
      await store().merchants.putBranch(roma);
      await store().merchants.putBranch(tijuana);
      await store().merchants.putBranch({ ...roma, name: 'Roma Norte' });
      expect(await store().merchants.listBranches(CAFE.id)).toEqual([{ ...roma, name: 'Roma Norte' }, tijuana]);
    });

    it('lists its portals of both worlds by slug, and nobody else’s', async () => {
      const { merchants, portals } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      const live: Portal = { ...TIENDA, slug: 'cafeteria', world: 'live' };
      const other: Portal = { ...TIENDA, slug: 'el-yunque', merchantId: FERRETERIA.id };
      for (const portal of [TIENDA, live, other]) await portals.putPortal(portal);
      expect(await portals.listPortals(CAFE.id)).toEqual([live, TIENDA]);
      expect(await portals.listPortals('mer_nobody')).toEqual([]);
    });

    it('has one data key, the first one offered', async () => {
      await store().merchants.putMerchant(CAFE);
      const keys = await Promise.all(
        [1, 2, 3].map((n) => store().merchants.dataKey(CAFE.id, new Uint8Array([n, 0, 255]))),
      );
      expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
      expect([...(await store().merchants.dataKey(CAFE.id, new Uint8Array([9])))]).toEqual([...(keys[0] ?? [])]);
    });
  });

  describe('a portal', () => {
    const { store } = connected(create);

    it('is found by its slug and replaced by its merchant only', async () => {
      await store().merchants.putMerchant(CAFE);
      await store().merchants.putMerchant(FERRETERIA);
      expect(await store().portals.putPortal(TIENDA)).toBe('put');
      expect(await store().portals.putPortal({ ...TIENDA, merchantId: FERRETERIA.id })).toBe('taken');
      expect(await store().portals.getPortal('jacaranda')).toEqual(TIENDA);
      const renamed = { ...TIENDA, settings: { ...TIENDA.settings, title: 'Factura tu café' } };
      expect(await store().portals.putPortal(renamed)).toBe('put');
      expect(await store().portals.getPortal('jacaranda')).toEqual(renamed);
      expect(await store().portals.getPortal('nobody')).toBeUndefined();
    });
  });

  describe('a portal’s address', () => {
    const { store } = connected(create);
    const yunque: Portal = { ...TIENDA, slug: 'el-yunque', merchantId: FERRETERIA.id };

    it('is given once, to the first who asks', async () => {
      const { merchants, portals } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      const wanted = [TIENDA, { ...yunque, slug: TIENDA.slug }, { ...TIENDA, world: 'live' as const }];
      const outcomes = await Promise.all(wanted.map((portal) => portals.addPortal(portal)));
      expect([...outcomes].sort()).toEqual(['added', 'taken', 'taken']);
    });

    it('leads to the portal after any number of changes, and is nobody else’s', async () => {
      const { merchants, portals } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      await portals.addPortal(TIENDA);
      await portals.addPortal(yunque);
      expect(await portals.renamePortal(TIENDA, 'cafe')).toBe('renamed');
      expect(await portals.renamePortal({ ...TIENDA, slug: 'cafe' }, 'cafe-luna')).toBe('renamed');
      const renamed = { ...TIENDA, slug: 'cafe-luna', formerSlugs: ['cafe', 'jacaranda'] };
      for (const slug of ['jacaranda', 'cafe', 'cafe-luna']) expect(await portals.getPortal(slug)).toEqual(renamed);
      expect(await portals.listPortals(CAFE.id)).toEqual([renamed]);
      expect(await portals.listSlugs(renamed)).toEqual(['cafe', 'cafe-luna', 'jacaranda']);
      // Not by a new portal, a settings change that was under way, or another portal's change.
      for (const slug of ['jacaranda', 'cafe', 'cafe-luna']) {
        expect(await portals.addPortal({ ...yunque, slug })).toBe('taken');
        expect(await portals.renamePortal(yunque, slug)).toBe('taken');
      }
      expect(await portals.putPortal(TIENDA)).toBe('taken');
      expect(await portals.getPortal('el-yunque')).toEqual(yunque);
    });

    it('can be given to another portal of the same merchant once it is no longer current', async () => {
      await store().merchants.putMerchant(CAFE);
      await store().portals.addPortal(TIENDA);
      const other = { ...TIENDA, world: 'live' as const };
      expect(await store().portals.addPortal(other)).toBe('taken');
      await store().portals.renamePortal(TIENDA, 'cafe');
      expect(await store().portals.addPortal(other)).toBe('added');
      expect(await store().portals.getPortal(TIENDA.slug)).toEqual(other);
      expect(await store().portals.getPortal('cafe')).toEqual({ ...TIENDA, slug: 'cafe' });
    });

    it('may be taken back by its own portal', async () => {
      await store().merchants.putMerchant(CAFE);
      await store().portals.addPortal(TIENDA);
      await store().portals.renamePortal(TIENDA, 'cafe');
      expect(await store().portals.renamePortal({ ...TIENDA, slug: 'cafe' }, TIENDA.slug)).toBe('renamed');
      const back = { ...TIENDA, formerSlugs: ['cafe'] };
      expect(await store().portals.getPortal('cafe')).toEqual(back);
      expect(await store().portals.getPortal(TIENDA.slug)).toEqual(back);
    });

    it('is changed by its own merchant, and only from what it is now', async () => {
      const { merchants, portals } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      await portals.addPortal(TIENDA);
      expect(await portals.renamePortal({ ...TIENDA, merchantId: FERRETERIA.id }, 'ajeno')).toBe('unknown');
      expect(await portals.renamePortal({ ...TIENDA, slug: 'nadie' }, 'otro')).toBe('unknown');
      const both = await Promise.all(['cafe', 'cafeteria'].map((to) => portals.renamePortal(TIENDA, to)));
      expect([...both].sort()).toEqual(['renamed', 'unknown']);
      expect(await portals.getPortal('ajeno')).toBeUndefined();
    });
  });

  describe('going live', () => {
    const { store } = connected(create);
    const live: Portal = { ...TIENDA, slug: 'cafe', world: 'live' };
    const noted = { merchantId: CAFE.id, pac: 'finkok', manifestSignedOn: '2026-11-18', at: SOLD_AT };

    it('stores the live portal and the statement, both or neither', async () => {
      const { merchants, portals, goingLive } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      await portals.addPortal({ ...TIENDA, slug: 'el-yunque', merchantId: FERRETERIA.id });
      expect(await goingLive.goLive(noted, { ...live, slug: 'el-yunque' })).toBe('taken');
      expect(await goingLive.goneLive(CAFE.id)).toBeUndefined();
      await expect(goingLive.goLive({ ...noted, merchantId: 'mer_nobody' }, live)).rejects.toThrow();
      expect(await portals.getPortal('cafe')).toBeUndefined();
      expect(await goingLive.goLive(noted, live)).toBe('live');
      expect(await goingLive.goneLive(CAFE.id)).toEqual(noted);
      expect(await portals.listPortals(CAFE.id)).toEqual([live]);
    });

    it('gives it the address of the test portal, which moves to another; all or nothing', async () => {
      const { merchants, portals, goingLive } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      await portals.addPortal(TIENDA);
      await portals.addPortal({ ...TIENDA, slug: 'el-yunque', merchantId: FERRETERIA.id });
      const wanted = { ...live, slug: TIENDA.slug };
      expect(await goingLive.goLive(noted, wanted, { portal: TIENDA, to: 'el-yunque' })).toBe('taken');
      expect(await portals.listPortals(CAFE.id)).toEqual([TIENDA]);
      expect(await goingLive.goneLive(CAFE.id)).toBeUndefined();
      expect(await goingLive.goLive(noted, wanted, { portal: TIENDA, to: 'jacaranda-prueba' })).toBe('live');
      expect(await portals.getPortal(TIENDA.slug)).toEqual(wanted);
      expect(await portals.getPortal('jacaranda-prueba')).toEqual({ ...TIENDA, slug: 'jacaranda-prueba' });
    });

    it('replaces both when it is repeated', async () => {
      await store().merchants.putMerchant(CAFE);
      await store().goingLive.goLive(noted, live);
      const later = { ...noted, pac: 'sw', manifestSignedOn: '2026-11-19', at: SOLD_AT + 1 };
      const changed = { ...live, settings: { ...live.settings, enabled: false } };
      expect(await store().goingLive.goLive(later, changed)).toBe('live');
      expect(await store().goingLive.goneLive(CAFE.id)).toEqual(later);
      expect(await store().portals.getPortal('cafe')).toEqual(changed);
    });
  });

  describe('an API key', () => {
    const { store } = connected(create);

    it('is found by its hash and by nothing else', async () => {
      await store().merchants.putMerchant(CAFE);
      const key = { id: 'key_1', ...JACARANDA, scopes: ['sales:write', 'invoices:read'] as const };
      await store().merchants.putApiKey(key, 'a'.repeat(64));
      expect(await store().merchants.findApiKey('a'.repeat(64))).toEqual(key);
      expect(await store().merchants.findApiKey('key_1')).toBeUndefined();
    });
  });

  describe('a CSD', () => {
    const { store } = connected(create);

    it('becomes the active one of its world, bytes and all', async () => {
      await store().merchants.putMerchant(CAFE);
      expect(await store().merchants.activeCsd(JACARANDA)).toBeUndefined();
      await store().merchants.putCsd(csd('csd_1'));
      await store().merchants.putCsd(csd('csd_2', { noCertificado: '30001000000500003417' }));
      await store().merchants.putCsd(csd('csd_live', { tenant: { ...JACARANDA, world: 'live' } }));
      const active = await store().merchants.activeCsd(JACARANDA);
      expect(active).toMatchObject({
        id: 'csd_2',
        tenant: JACARANDA,
        noCertificado: '30001000000500003417',
        validTo: SOLD_AT + 1,
      });
      expect([...(active?.certificate ?? [])]).toEqual([0x30, 0x82, 0, 255]);
      expect([...(active?.sealedSecret ?? [])]).toEqual([1, 2, 3]);
    });

    it('becomes active again when it is put again', async () => {
      await store().merchants.putMerchant(CAFE);
      for (const id of ['csd_1', 'csd_2', 'csd_1']) await store().merchants.putCsd(csd(id));
      expect((await store().merchants.activeCsd(JACARANDA))?.id).toBe('csd_1');
    });

    it('is the only active one, even if several are put at once', async () => {
      await store().merchants.putMerchant(CAFE);
      await Promise.all(['csd_1', 'csd_2', 'csd_3', 'csd_4'].map((id) => store().merchants.putCsd(csd(id))));
      expect((await store().merchants.activeCsd(JACARANDA))?.id).toMatch(/^csd_/);
    });
  });
}
