import { describe, expect, it } from 'vitest';
import {
  claimed,
  claimOf,
  JACARANDA,
  putSale,
  SOLD_AT,
  sealed,
  sending,
  type TestDatabase,
  timbre,
  YUNQUE,
} from './cast.ts';
import { connected } from './connected.ts';

const REFUSAL = { code: '305', satCode: 'CFDI40145', message: 'El nombre no corresponde', now: SOLD_AT };

export function describeClaims(create: () => Promise<TestDatabase>): void {
  describe('a claim', () => {
    const { store, another } = connected(create);

    it('takes the sales, numbers the attempt and is due at once', async () => {
      const [one, two] = [await putSale(store(), 'CJ-1'), await putSale(store(), 'CJ-2')];
      const claim = claimOf('inv_1', [two.id, one.id]);
      const answer = await store().invoices.claim(JACARANDA, claim);
      const { now, ...claimedData } = claim;
      const invoice = {
        ...claimedData,
        ...JACARANDA,
        state: 'claimed',
        generation: 1,
        folio: 1,
        fence: 0,
        sends: 0,
        nextAt: now,
        createdAt: now,
      };
      expect(answer).toEqual({ kind: 'claimed', invoice });
      expect(await store().invoices.get('inv_1')).toEqual(invoice);
      expect(await store().invoices.due(SOLD_AT, 10)).toEqual([invoice]);
      expect((await store().sales.get(JACARANDA, one.id))?.invoiceId).toBe('inv_1');
    });

    it('returns the invoice that holds the first of its sales that is held', async () => {
      const [one, two, three] = [
        await putSale(store(), 'CJ-1'),
        await putSale(store(), 'CJ-2'),
        await putSale(store(), 'CJ-3'),
      ];
      await store().invoices.claim(JACARANDA, claimOf('inv_three', [three.id]));
      const holder = await store().invoices.claim(JACARANDA, claimOf('inv_two', [two.id]));
      expect(await store().invoices.claim(JACARANDA, claimOf('inv_all', [one.id, two.id, three.id]))).toEqual({
        ...holder,
        kind: 'taken',
      });
      expect(await store().invoices.get('inv_all')).toBeUndefined();
      expect((await store().sales.get(JACARANDA, one.id))?.invoiceId).toBeUndefined();
    });

    it('is won by exactly one of 100, from two connections at once', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      const stores = [store(), await another()];
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          stores.map((one, n) => one.invoices.claim(JACARANDA, claimOf(`inv_${n}_${i}`, [sale.id]))),
        ).flat(),
      );
      expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(new Set(answers.map(({ invoice }) => invoice.id)).size).toBe(1);
      expect(await store().invoices.list(JACARANDA, { limit: 9 })).toHaveLength(1);
    });

    it('gives each of 40 simultaneous ones its own folio, without a gap', async () => {
      const sales = await Promise.all(Array.from({ length: 40 }, (_, i) => putSale(store(), `CJ-${i}`)));
      const stores = [store(), await another()] as const;
      const answers = await Promise.all(
        sales.map(({ id }, i) => stores[i % 2 === 0 ? 0 : 1].invoices.claim(JACARANDA, claimOf(`inv_${i}`, [id]))),
      );
      const folios = answers.map(({ invoice }) => invoice.folio).sort((a, b) => a - b);
      expect(folios).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    });

    it('crossing another one over the same sales ends with one winner', async () => {
      const [one, two] = [await putSale(store(), 'CJ-1'), await putSale(store(), 'CJ-2')];
      const other = await another();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => [
          store().invoices.claim(JACARANDA, claimOf(`inv_a${i}`, [one.id, two.id])),
          other.invoices.claim(JACARANDA, claimOf(`inv_b${i}`, [two.id, one.id])),
        ]).flat(),
      );
      expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    });

    it('numbers each merchant, world and serie on its own', async () => {
      const ours = await putSale(store(), 'CJ-1');
      const also = await putSale(store(), 'CJ-2');
      const theirs = await putSale(store(), 'FY-1', YUNQUE);
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_1', [ours.id]))).invoice.folio).toBe(1);
      expect(
        (await store().invoices.claim(JACARANDA, claimOf('inv_2', [also.id], { serie: 'WEB' }))).invoice.folio,
      ).toBe(1);
      expect((await store().invoices.claim(YUNQUE, claimOf('inv_3', [theirs.id]))).invoice.folio).toBe(1);
    });

    it("refuses an empty list, an unknown sale, another tenant's and a sale named twice", async () => {
      const ours = await putSale(store(), 'CJ-1');
      const theirs = await putSale(store(), 'FY-1', YUNQUE);
      const claim = (...ids: string[]) => store().invoices.claim(JACARANDA, claimOf('inv_1', ids));
      await expect(claim()).rejects.toThrow('needs a sale');
      await expect(claim(ours.id, 'sale_nobody')).rejects.toThrow('unknown sale sale_nobody');
      await expect(claim(ours.id, theirs.id)).rejects.toThrow(`unknown sale ${theirs.id}`);
      await expect(claim(ours.id, ours.id)).rejects.toThrow('once');
      expect((await store().sales.get(JACARANDA, ours.id))?.invoiceId).toBeUndefined();
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_1', [ours.id]))).invoice.folio).toBe(1);
    });
  });

  describe('a refusal', () => {
    const { store } = connected(create);

    it('frees the sale in its next generation and keeps the folio for its next attempt', async () => {
      const { id, fence, saleIds } = await sending(store());
      const refused = await store().invoices.reject(id, { fence, ...REFUSAL });
      expect(refused).toMatchObject({
        state: 'rejected',
        refusal: { code: '305', satCode: 'CFDI40145', message: 'El nombre no corresponde' },
      });
      expect(refused.leaseUntil).toBeUndefined();
      const sale = await store().sales.get(JACARANDA, saleIds[0] ?? '');
      expect(sale).toMatchObject({ generation: 2, keptFolio: { serie: 'CJ', folio: 1 } });
      expect(sale?.invoiceId).toBeUndefined();

      const other = await claimed(store(), 'CJ-1043');
      const next = await store().invoices.claim(JACARANDA, claimOf('inv_next', saleIds));
      expect(next).toMatchObject({ kind: 'claimed', invoice: { generation: 2, folio: 1 } });
      expect(other.folio).toBe(2);
      expect((await store().sales.get(JACARANDA, saleIds[0] ?? ''))?.keptFolio).toBeUndefined();
    });

    it('keeps one folio for several sales, and the first to come gets it', async () => {
      const [one, two] = [await putSale(store(), 'CJ-1'), await putSale(store(), 'CJ-2')];
      await store().invoices.claim(JACARANDA, claimOf('inv_1', [one.id, two.id]));
      await store().invoices.reject('inv_1', { fence: 0, ...REFUSAL });
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_2', [two.id]))).invoice.folio).toBe(1);
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_3', [one.id]))).invoice.folio).toBe(2);
    });

    it('leaves the kept folio alone when the next attempt is of another serie', async () => {
      const { id, saleIds } = await claimed(store());
      await store().invoices.reject(id, { fence: 0, ...REFUSAL });
      expect(
        (await store().invoices.claim(JACARANDA, claimOf('inv_2', saleIds, { serie: 'WEB' }))).invoice,
      ).toMatchObject({ serie: 'WEB', folio: 1 });
    });

    it('never brings back a generation that one of its sales has used', async () => {
      const [one, two] = [await putSale(store(), 'CJ-1'), await putSale(store(), 'CJ-2')];
      for (const attempt of ['inv_1', 'inv_2']) {
        await store().invoices.claim(JACARANDA, claimOf(attempt, [two.id]));
        await store().invoices.reject(attempt, { fence: 0, ...REFUSAL });
      }
      const both = await store().invoices.claim(JACARANDA, claimOf('inv_3', [one.id, two.id]));
      expect(both.invoice.generation).toBe(3);
      await store().invoices.reject('inv_3', { fence: 0, ...REFUSAL });
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_4', [one.id]))).invoice.generation).toBe(4);
    });

    it('is possible before anything was sent', async () => {
      const { id } = await sealed(store());
      expect(
        (await store().invoices.reject(id, { fence: 0, code: 'csd-expired', message: 'CSD vencido', now: SOLD_AT }))
          .refusal,
      ).toEqual({ code: 'csd-expired', message: 'CSD vencido' });
    });

    it.each(['an old fence', 'in doubt', 'stamped', 'reconcile', 'rejected'])(
      'changes nothing when it is late: %s',
      async (late) => {
        const { id, fence } = await sending(store());
        if (late === 'in doubt')
          await store().invoices.doubt(id, { fence, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true });
        if (late === 'stamped') await store().invoices.record(id, timbre(), [], []);
        if (late === 'reconcile') await store().invoices.reconcile(id, '72 h', SOLD_AT);
        if (late === 'rejected') await store().invoices.reject(id, { fence, ...REFUSAL });
        const before = await store().invoices.get(id);
        const after = await store().invoices.reject(id, {
          fence: late === 'an old fence' ? fence - 1 : fence,
          ...REFUSAL,
          code: '999',
        });
        expect(after).toEqual(before);
        expect(await store().invoices.get(id)).toEqual(before);
      },
    );
  });
}
