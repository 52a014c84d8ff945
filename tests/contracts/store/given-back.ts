import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Claim } from '../../../server/invoicing/claim.ts';
import { clientRefOf } from '../../../server/invoicing/client-ref.ts';
import { claimOf, JACARANDA, OTHER_UUID, putSale, SOLD_AT, saleBody, type TestDatabase, UUID } from './cast.ts';
import { connected } from './connected.ts';
import { claim, refuse, send, stamp, successorOf } from './phased.ts';

const THIRD_UUID = '1AAC0FFE-0F3C-4B7A-9E21-8C4D5E6F7A8B';

/** Who has a sale once the CFDI that held it is cancelled: whichever before it is in force, or nobody. */
export function describeGivenBack(create: () => Promise<TestDatabase>): void {
  const { store, another } = connected(create);
  const saleOf = (id: string) => store().sales.get(JACARANDA, id);
  const holderOf = async (id: string) => (await saleOf(id))?.invoiceId;
  const request = (invoiceId: string) =>
    store().cancellations.request({
      ...{ id: `can_${invoiceId}`, tenant: JACARANDA, invoiceId, motivo: '02', requestedBy: 'key_1' },
      ...{ acceptanceNeeded: true, now: SOLD_AT },
    });
  const conclude = (invoiceId: string, at: Store = store()) =>
    at.cancellations.cancel(`can_${invoiceId}`, { now: SOLD_AT }, [], []);
  async function cancel(invoiceId: string): Promise<void> {
    await request(invoiceId);
    await conclude(invoiceId);
  }

  let sold = 0;
  /** A sale and the stamped invoices of it, each the substitute of the one before. */
  async function chain(...uuids: readonly string[]): Promise<string> {
    const { id } = await putSale(store(), `CJ-${++sold}`);
    for (const [n, uuid] of uuids.entries()) {
      await claim(store(), `inv_${n + 1}`, [id], n === 0 ? {} : successorOf(`inv_${n}`));
      await stamp(store(), `inv_${n + 1}`, uuid);
    }
    return id;
  }

  describe('a sale whose substitute is cancelled', () => {
    it('goes back to the CFDI that it was to replace, if that is in force; once that is cancelled too, it is free', async () => {
      const sale = await chain(UUID, OTHER_UUID);
      await cancel('inv_2');
      expect(await holderOf(sale)).toBe('inv_1');
      await cancel('inv_1');
      expect(await holderOf(sale)).toBeUndefined();
    });

    it('goes back to the last one in force, however many substitutes after it are cancelled, and in whichever order', async () => {
      const sale = await chain(UUID, OTHER_UUID, THIRD_UUID);
      await cancel('inv_2');
      expect(await holderOf(sale)).toBe('inv_3');
      await cancel('inv_3');
      expect(await holderOf(sale)).toBe('inv_1');
    });

    it('is corrected again under a reference that no PAC knows', async () => {
      const sale = await chain(UUID, OTHER_UUID);
      const second = await store().invoices.get('inv_2');
      await cancel('inv_2');
      const { invoice: third } = await claim(store(), 'inv_3', [sale], successorOf('inv_1'));
      expect(clientRefOf(third)).not.toBe(second && clientRefOf(second));
    });

    it('is never held by a cancelled CFDI, though both are cancelled at the same time from two connections', async () => {
      const stores = [store(), await another()] as const;
      for (let round = 1; round <= 12; round += 1) {
        const { id: sale } = await putSale(store(), `CJ-R${round}`);
        const [first, second] = [`inv_a${round}`, `inv_b${round}`];
        const uuid = (text: string) => text.slice(0, 28) + String(round).padStart(8, '0');
        await claim(store(), first, [sale]);
        await stamp(store(), first, uuid(UUID));
        await claim(store(), second, [sale], successorOf(first));
        await stamp(store(), second, uuid(OTHER_UUID));
        for (const invoice of [first, second]) await request(invoice);
        await Promise.all([conclude(second, stores[0]), conclude(first, stores[1])]);
        expect(await holderOf(sale)).toBeUndefined();
      }
    });
  });

  describe('a sale whose invoice was taken out of a factura global and is cancelled', () => {
    const globalOf = (sale: string): Partial<Claim> => ({
      snapshot: { ...claimOf('inv_global', [sale]).snapshot, kind: 'global' } as never,
    });
    const egresoOf = (sale: string): Partial<Claim> => ({
      ...{ holding: { kind: 'none', once: 'leaves-global:1' }, serie: 'NC' },
      snapshot: {
        ...claimOf('inv_e', [sale]).snapshot,
        ...{ kind: 'egreso', from: { kind: 'global', uuid: UUID }, reason: 'leaves-global' },
        ...{ sold: saleBody('CJ-1042'), formaPago: '04' },
      } as never,
    });
    async function left(): Promise<string> {
      const { id } = await putSale(store(), 'CJ-1042');
      await claim(store(), 'inv_global', [id], globalOf(id));
      await stamp(store(), 'inv_global', UUID);
      await claim(store(), 'inv_own', [id], successorOf('inv_global'));
      await stamp(store(), 'inv_own', OTHER_UUID);
      return id;
    }

    it('is free if its egreso is stamped or on its way: the global has it no longer', async () => {
      const sale = await left();
      await claim(store(), 'inv_e', [sale], egresoOf(sale));
      await send(store(), 'inv_e');
      await cancel('inv_own');
      expect(await holderOf(sale)).toBeUndefined();
    });

    it('goes back to the global if its egreso was refused, which is not tried again then', async () => {
      const sale = await left();
      await claim(store(), 'inv_e', [sale], egresoOf(sale));
      await refuse(store(), 'inv_e');
      await cancel('inv_own');
      expect(await holderOf(sale)).toBe('inv_global');
      const again = await claim(store(), 'inv_e2', [sale], egresoOf(sale));
      expect(again).toMatchObject({ kind: 'not-held', invoice: { id: 'inv_global' } });
    });
  });
}
