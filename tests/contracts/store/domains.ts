import { beforeEach, describe, expect, it } from 'vitest';
import { type PortalDomain, UNCHECKED } from '../../../server/portals/domain.ts';
import { JACARANDA, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';
import { CAFE, FERRETERIA, TIENDA } from './merchants.ts';

const HOST = 'factura.jacaranda.mx';
const AT = Date.UTC(2026, 10, 20, 18);

const claim = (changes: Partial<PortalDomain> = {}): PortalDomain => ({
  ...{ ...JACARANDA, id: 'dom_cafe', slug: TIENDA.slug, host: HOST, token: 'a1b2', state: 'pending' },
  ...{ findings: UNCHECKED, createdAt: AT, nextAt: AT },
  ...changes,
});
const others = (): PortalDomain => claim({ ...YUNQUE, id: 'dom_yunque', slug: 'el-yunque', token: 'c3d4' });
const PROVEN = { state: 'verified', provenAt: AT } as const;

export function describeDomains(create: () => Promise<TestDatabase>): void {
  describe('the own domains of portals', () => {
    const { store, another } = connected(create);
    beforeEach(async () => {
      const { merchants, portals } = store();
      await merchants.putMerchant(CAFE);
      await merchants.putMerchant(FERRETERIA);
      await portals.putPortal(TIENDA);
      await portals.putPortal({ ...TIENDA, slug: 'el-yunque', merchantId: FERRETERIA.id });
    });

    it('can be claimed by several merchants, and belong to the one that proves them first', async () => {
      const { domains } = store();
      expect(await domains.add(others())).toEqual(others());
      expect(await domains.add(claim())).toEqual(claim());
      expect(await domains.ofHost(HOST)).toBeUndefined();
      expect(await domains.move('dom_cafe', PROVEN)).toBe('moved');
      expect(await domains.move('dom_yunque', PROVEN)).toBe('taken');
      expect(await domains.ofHost(HOST)).toEqual(claim(PROVEN));
      expect(await domains.list(YUNQUE)).toEqual([others()]);
    });

    it('stay their merchant’s once proven: released, nobody else can claim them, and their merchant takes them up again', async () => {
      const { domains } = store();
      await domains.add(claim());
      await domains.move('dom_cafe', { ...PROVEN, state: 'active', activeAt: AT });
      expect(await domains.release(YUNQUE, 'dom_cafe')).toBe('unknown');
      expect(await domains.release(JACARANDA, 'dom_cafe')).toBe('released');
      expect(await domains.ofHost(HOST)).toBeUndefined();
      expect(await domains.list(JACARANDA)).toEqual([]);
      expect(await domains.add(others())).toBe('taken');
      const again = await domains.add(claim({ id: 'dom_again', token: 'new', nextAt: AT + 1 }));
      expect(again).toMatchObject({ id: 'dom_cafe', token: 'a1b2', state: 'pending', provenAt: AT });
    });

    it('are deleted if they were never proven, so a claim keeps nobody from their own name', async () => {
      const { domains } = store();
      await domains.add(others());
      expect(await domains.release(YUNQUE, 'dom_yunque')).toBe('released');
      await domains.add(claim());
      expect(await domains.move('dom_cafe', PROVEN)).toBe('moved');
    });

    it('are one per portal, used in links only while active, and kept when the portal’s address changes', async () => {
      const { domains, portals } = store();
      await domains.add(claim());
      expect(await domains.add(claim({ id: 'dom_2', host: 'otra.jacaranda.mx' }))).toBe('portal-has-one');
      await domains.move('dom_cafe', PROVEN);
      expect((await portals.getPortal(TIENDA.slug))?.host).toBeUndefined();
      await domains.move('dom_cafe', { state: 'active', activeAt: AT });
      expect(await portals.getPortal(TIENDA.slug)).toEqual({ ...TIENDA, host: HOST });
      expect(await portals.listPortals(CAFE.id)).toEqual([{ ...TIENDA, host: HOST }]);
      await portals.renamePortal(TIENDA, 'cafe-nuevo');
      expect(await portals.getPortal(TIENDA.slug)).toMatchObject({ slug: 'cafe-nuevo', host: HOST });
      expect(await domains.ofHost(HOST)).toMatchObject({ slug: 'cafe-nuevo' });
      await domains.move('dom_cafe', { state: 'failing', failingSince: AT });
      expect((await portals.getPortal('cafe-nuevo'))?.host).toBeUndefined();
    });

    it('are checked by one server at a time, when they are due or a check is requested', async () => {
      const other = await another();
      const due = { now: AT, until: AT + 60_000, limit: 8 };
      await store().domains.add(claim({ nextAt: AT + 5 }));
      expect(await store().domains.takeDue(due)).toEqual([]);
      await store().domains.hurry(JACARANDA, 'dom_cafe', AT);
      const taken = await Promise.all([store(), other].map(({ domains }) => domains.takeDue(due)));
      expect(taken.flat().map(({ id }) => id)).toEqual(['dom_cafe']);
      await store().domains.release(JACARANDA, 'dom_cafe');
      expect(await store().domains.move('dom_cafe', PROVEN)).toBe('gone');
    });
  });
}
