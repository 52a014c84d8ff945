import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../server/invoicing/claim.ts';
import { SalesChanged } from '../../../server/invoicing/sales-changed.ts';
import {
  claimOf,
  JACARANDA,
  newSale,
  OTHER_UUID,
  putSale,
  SOLD_AT,
  saleBody,
  type TestDatabase,
  timbre,
  UUID,
} from './cast.ts';
import { connected } from './connected.ts';
import { claim, refuse, send, stamp, successorOf } from './phased.ts';

const once = (what: string): Partial<Claim> => ({ holding: { kind: 'none', once: what }, serie: 'NC' });

/** An invoice that takes over from another, one that holds no sale, and what is claimed when another is recorded. */
export function describeSuccessors(create: () => Promise<TestDatabase>): void {
  const { store, another } = connected(create);
  const holderOf = async (saleId: string) => (await store().sales.get(JACARANDA, saleId))?.invoiceId;

  async function stampedSale(): Promise<string> {
    const sale = await putSale(store(), 'CJ-1042');
    await claim(store(), 'inv_first', [sale.id]);
    await stamp(store(), 'inv_first', UUID);
    return sale.id;
  }

  describe('a claim of what was read', () => {
    it('is refused if a sale has changed since, as by a refund or another version of it, and accepted once it is read again', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      const versions = { versions: [sale.updatedAt] };
      const later = { id: sale.id, at: sale.updatedAt + 1, body: { ...saleBody('CJ-1042'), total: '248.00' } };
      await store().sales.put(JACARANDA, [newSale('CJ-1042', later, { totalCentavos: 24_800 })]);
      await expect(claim(store(), 'inv_first', [sale.id], versions)).rejects.toBeInstanceOf(SalesChanged);
      const read = await store().sales.get(JACARANDA, sale.id);
      const again = await claim(store(), 'inv_first', [sale.id], { versions: [read?.updatedAt ?? 0] });
      expect(again.kind).toBe('claimed');
    });
  });

  describe('a successor', () => {
    it('leaves the sale with the invoice before it until it is recorded, and has it from then on', async () => {
      const sale = await stampedSale();
      expect((await claim(store(), 'inv_second', [sale], successorOf('inv_first'))).kind).toBe('claimed');
      await send(store(), 'inv_second');
      expect(await holderOf(sale)).toBe('inv_first');
      await store().invoices.record('inv_second', timbre(OTHER_UUID), [], []);
      expect(await holderOf(sale)).toBe('inv_second');
    });

    it('is one of 20 that are claimed at once from two connections', async () => {
      const sale = await stampedSale();
      const stores = [store(), await another()];
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          stores.map((one, n) => claim(one, `inv_${n}_${i}`, [sale], successorOf('inv_first'))),
        ).flat(),
      );
      expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(new Set(answers.map(({ invoice }) => invoice.id)).size).toBe(1);
    });

    it('that is refused leaves everything as it was, and gives its folio to the next one', async () => {
      const sale = await stampedSale();
      const refused = await claim(store(), 'inv_second', [sale], successorOf('inv_first'));
      await refuse(store(), 'inv_second');
      expect(await holderOf(sale)).toBe('inv_first');
      const next = await claim(store(), 'inv_third', [sale], successorOf('inv_first'));
      expect(next).toMatchObject({ kind: 'claimed', invoice: { folio: refused.invoice.folio, generation: 2 } });
    });

    it('whose timbre comes after the refusal still takes the sale over', async () => {
      const sale = await stampedSale();
      await claim(store(), 'inv_second', [sale], successorOf('inv_first'));
      await refuse(store(), 'inv_second');
      await store().invoices.record('inv_second', timbre(OTHER_UUID), [], []);
      expect(await holderOf(sale)).toBe('inv_second');
    });

    it.each(['claimed', 'rejected'])('is not claimed for an invoice that is %s', async (state) => {
      const sale = await putSale(store(), 'CJ-1042');
      await claim(store(), 'inv_first', [sale.id]);
      if (state === 'rejected') await refuse(store(), 'inv_first');
      const answer = await claim(store(), 'inv_second', [sale.id], successorOf('inv_first'));
      expect(answer).toMatchObject({ kind: 'not-held', invoice: { id: 'inv_first', state } });
      expect(await store().invoices.get('inv_second')).toBeUndefined();
    });

    it('is not claimed for a sale that another invoice holds', async () => {
      await stampedSale();
      const other = await putSale(store(), 'CJ-1043');
      await claim(store(), 'inv_other', [other.id]);
      expect((await claim(store(), 'inv_second', [other.id], successorOf('inv_first'))).kind).toBe('not-held');
    });
  });

  describe('a substitute', () => {
    const cancellation = { id: 'can_1', by: 'key_1', acceptanceNeeded: false };
    const corrected = { invoiceId: 'inv_first', uuid: UUID, changesRfc: false, cancellation };
    const { snapshot } = claimOf('inv_second', ['any']);
    const corrects = (changes: object = {}): Partial<Claim> => ({
      ...successorOf('inv_first'),
      snapshot: { ...snapshot, ...changes, corrects: corrected } as Claim['snapshot'],
    });
    const asked = { id: 'can_9', tenant: JACARANDA, invoiceId: 'inv_first', requestedBy: 'key_1' } as const;
    const toCancel = { ...asked, motivo: '02', acceptanceNeeded: false, now: SOLD_AT } as const;
    const kept = () => store().cancellations.ofInvoice(JACARANDA, 'inv_first');

    it('asks to cancel what it corrects when it is recorded, once and not before', async () => {
      const sale = await stampedSale();
      await claim(store(), 'inv_second', [sale], corrects());
      await send(store(), 'inv_second');
      expect(await kept()).toEqual([]);
      for (let times = 0; times < 2; times += 1)
        await store().invoices.record('inv_second', timbre(OTHER_UUID), [], []);
      expect(await kept()).toMatchObject([
        { id: 'can_1', state: 'requested', motivo: '01', substitute: OTHER_UUID, requestedBy: 'key_1' },
      ]);
      expect((await store().cancellations.due(timbre().at, 9)).map(({ id }) => id)).toEqual(['can_1']);
    });

    it('is not claimed for an invoice that is being cancelled, nor is one with a substitute in progress cancelled', async () => {
      const sale = await stampedSale();
      await claim(store(), 'inv_second', [sale], corrects());
      expect(await store().cancellations.request(toCancel)).toEqual({ kind: 'succeeded' });
      await refuse(store(), 'inv_second');
      expect((await store().cancellations.request(toCancel)).kind).toBe('requested');
      expect((await claim(store(), 'inv_third', [sale], corrects())).kind).toBe('not-held');
    });

    it('or a request to cancel comes first, however many of both come at once from two connections', async () => {
      const sale = await stampedSale();
      const stores = [store(), await another()];
      const claims = stores.map((one, n) => claim(one, `inv_c${n}`, [sale], corrects()));
      const requests = stores.map((one, n) => one.cancellations.request({ ...toCancel, id: `can_c${n}` }));
      const claimed = (await Promise.all(claims)).filter(({ kind }) => kind === 'claimed').length;
      const requested = (await Promise.all(requests)).filter(({ kind }) => kind === 'requested').length;
      expect(claimed + requested).toBe(1);
    });

    it.each([
      [UUID, 'not-held'],
      [OTHER_UUID, 'claimed'],
    ])('of %s with a nota de crédito to another or the same is then %s', async (uuid, kind) => {
      const sale = await stampedSale();
      const { snapshot: credit } = claimOf('inv_nc', [sale], {
        snapshot: { ...snapshot, kind: 'egreso', from: { kind: 'global', uuid } } as never,
      });
      await claim(store(), 'inv_nc', [sale], { ...once('refund:ref_1'), snapshot: credit });
      expect((await claim(store(), 'inv_second', [sale], corrects())).kind).toBe(kind);
    });
  });

  describe('a sale that leaves a global invoice', () => {
    const egresoAgainst = (sale: string): Partial<Claim> => {
      const { snapshot } = claimOf('inv_e', [sale]);
      return {
        ...once('leaves-global:1'),
        snapshot: { ...snapshot, kind: 'egreso', from: { kind: 'global', uuid: UUID } } as never,
      };
    };
    const again = (sale: string): Partial<Claim> => ({
      ...successorOf('inv_first'),
      snapshot: { ...claimOf('inv_again', [sale]).snapshot, kind: 'global' } as never,
    });
    async function globalised(): Promise<string> {
      const sale = await putSale(store(), 'CJ-1042');
      await claim(store(), 'inv_first', [sale.id], { ...again(sale.id), holding: { kind: 'sales' } });
      await stamp(store(), 'inv_first', UUID);
      return sale.id;
    }
    const byUs = { id: 'can_1', tenant: JACARANDA, requestedBy: 'automatic', acceptanceNeeded: false } as const;
    const toCancel = { ...byUs, invoiceId: 'inv_first', motivo: '04', now: SOLD_AT } as const;

    it('neither leaves nor is credited once the global’s cancellation is requested', async () => {
      const sale = await globalised();
      await store().cancellations.request(toCancel);
      expect((await claim(store(), 'inv_own', [sale], successorOf('inv_first'))).kind).toBe('not-held');
      expect((await claim(store(), 'inv_e', [sale], egresoAgainst(sale))).kind).toBe('not-held');
      await store().cancellations.cancel('can_1', { now: SOLD_AT }, [], []);
      expect((await claim(store(), 'inv_e', [sale], egresoAgainst(sale))).kind).toBe('not-held');
    });

    it('has its refused egreso tried again unless the global is issued again, whether that is claimed or stamped', async () => {
      const sale = await globalised();
      await claim(store(), 'inv_e', [sale], egresoAgainst(sale));
      await refuse(store(), 'inv_e');
      expect((await claim(store(), 'inv_again', [sale], again(sale))).kind).toBe('claimed');
      const tried = await claim(store(), 'inv_e2', [sale], egresoAgainst(sale));
      expect(tried).toMatchObject({ kind: 'not-held', invoice: { id: 'inv_again' } });
      await stamp(store(), 'inv_again', OTHER_UUID);
      expect((await claim(store(), 'inv_e3', [sale], egresoAgainst(sale))).kind).toBe('not-held');
    });

    it('or has it tried again first, however many of both come at once from two connections', async () => {
      const sale = await globalised();
      await claim(store(), 'inv_e', [sale], egresoAgainst(sale));
      await refuse(store(), 'inv_e');
      const stores = [store(), await another()] as const;
      const both = stores.flatMap((one, n) => [
        claim(one, `inv_again${n}`, [sale], again(sale)),
        claim(one, `inv_e_${n}`, [sale], egresoAgainst(sale)),
      ]);
      expect((await Promise.all(both)).filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    });
  });

  describe('an invoice that is issued once', () => {
    it('holds no sale, and is returned to whoever claims it again', async () => {
      const sale = await stampedSale();
      const first = await claim(store(), 'inv_nc', [sale], once('refund:ref_1'));
      expect(first.kind).toBe('claimed');
      expect(await claim(store(), 'inv_nc2', [sale], once('refund:ref_1'))).toEqual({ ...first, kind: 'taken' });
      expect((await claim(store(), 'inv_nc3', [sale], once('refund:ref_2'))).kind).toBe('claimed');
      expect(await holderOf(sale)).toBe('inv_first');
    });

    it('is one of 20 that are claimed at once from two connections', async () => {
      const sale = await stampedSale();
      const stores = [store(), await another()];
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          stores.map((one, n) => claim(one, `inv_${n}_${i}`, [sale], once('refund:ref_1'))),
        ).flat(),
      );
      expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    });

    it('is claimed again after a refusal, in the next generation and under the same number', async () => {
      const sale = await stampedSale();
      const { invoice } = await claim(store(), 'inv_nc', [sale], once('refund:ref_1'));
      await refuse(store(), 'inv_nc');
      const next = await claim(store(), 'inv_nc2', [sale], once('refund:ref_1'));
      expect(next).toMatchObject({ kind: 'claimed', invoice: { folio: invoice.folio, generation: 2 } });
      expect((await store().sales.get(JACARANDA, sale))?.generation).toBe(1);
    });
  });

  describe('what follows an invoice', () => {
    it('is claimed when it is recorded, once, however often that is repeated, and not before', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      const { now: _, ...followUp } = claimOf('inv_nc', [sale.id], once('leaves-global:1'));
      const { snapshot } = claimOf('inv_first', [sale.id]);
      await claim(store(), 'inv_first', [sale.id], { snapshot: { ...snapshot, followUps: [followUp] } });
      await send(store(), 'inv_first');
      expect(await store().invoices.get('inv_nc')).toBeUndefined();
      for (let times = 0; times < 2; times += 1) await store().invoices.record('inv_first', timbre(), [], []);
      expect(await store().invoices.get('inv_nc')).toMatchObject({ state: 'claimed', serie: 'NC', saleIds: [sale.id] });
      expect((await store().invoices.due(timbre().at, 9)).map(({ id }) => id)).toEqual(['inv_nc']);
    });
  });
}
