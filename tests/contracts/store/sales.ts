import { describe, expect, it } from 'vitest';
import type { SaleBody, SaleQuery } from '../../../server/sales/sale.ts';
import type { NewSale } from '../../../server/sales/sale-store.ts';
import type { Lacking, OptionalKey } from '../../../server/sales/unfindable.ts';
import {
  claimOf,
  JACARANDA,
  newSale,
  putSale,
  SOLD_AT,
  saleBody,
  storedSale,
  type TestDatabase,
  YUNQUE,
} from './cast.ts';
import { connected } from './connected.ts';

const DAY = 24 * 60 * 60_000;

export function describeSales(create: () => Promise<TestDatabase>): void {
  describe('a sale that arrives', () => {
    const { store, another } = connected(create);

    it('is created once and is visible to every connection', async () => {
      const { body } = newSale('CJ-1042');
      const put = await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      const sale = { id: 'sale_cj-1042', source: 'api', body, generation: 1, updatedAt: SOLD_AT };
      expect(put[0]).toEqual({ kind: 'created', sale });
      expect(await (await another()).sales.get(JACARANDA, 'sale_cj-1042')).toEqual(sale);
    });

    it('is unchanged when it arrives again, with its fields in any order, and keeps its first id', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      const body = Object.fromEntries(Object.entries(saleBody('CJ-1042')).reverse()) as unknown as SaleBody;
      const put = await store().sales.put(JACARANDA, [
        newSale('CJ-1042', { id: 'sale_other', body, at: SOLD_AT + DAY }),
      ]);
      expect(put[0]).toMatchObject({ kind: 'unchanged', sale: { id: 'sale_cj-1042', updatedAt: SOLD_AT } });
    });

    it('is updated with its new body and keys as long as it is not invoiced', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      const changed = newSale(
        'CJ-1042',
        { body: saleBody('CJ-1042', { total: '350.00' }), at: SOLD_AT + DAY },
        { totalCentavos: 35_000, paidCentavos: 35_000 },
      );
      const put = await store().sales.put(JACARANDA, [changed]);
      expect(put[0]).toMatchObject({ kind: 'updated', sale: { body: { total: '350.00' }, updatedAt: SOLD_AT + DAY } });
      expect(await store().sales.search(JACARANDA, { folioKey: 'cj1042', totalCentavos: 35_000 })).toEqual([
        storedSale(put),
      ]);
      expect(await store().sales.search(JACARANDA, { folioKey: 'cj1042', totalCentavos: 34_800 })).toEqual([]);
    });

    it('keeps its promised deadlines when it is sent again, and gets the one of a portal created since', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042', { deadlines: { cafe: '2026-12-31' } })]);
      const again = {
        body: saleBody('CJ-1042', { total: '350.00' }),
        deadlines: { cafe: '2026-11-23', bar: '2026-11-25' },
      };
      const put = await store().sales.put(JACARANDA, [newSale('CJ-1042', again)]);
      expect(put[0]).toMatchObject({ kind: 'updated', sale: { deadlines: { cafe: '2026-12-31', bar: '2026-11-25' } } });
      expect(await store().sales.get(JACARANDA, 'sale_cj-1042')).toEqual(storedSale(put));
    });

    it.each<[string, Partial<NewSale>, Partial<NewSale['keys']>]>([
      ['day', { body: saleBody('CJ-1042', { date: '2026-10-20T18:32:00-06:00' }) }, { dateMs: SOLD_AT - 31 * DAY }],
      ['branch', { body: saleBody('CJ-1042', { branch: 'tijuana' }) }, {}],
    ])('gets new deadlines when its %s changes', async (_, change, keys) => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042', { deadlines: { cafe: '2026-12-31' } })]);
      const put = await store().sales.put(JACARANDA, [
        newSale('CJ-1042', { ...change, deadlines: { cafe: '2026-11-30' } }, keys),
      ]);
      expect(storedSale(put).deadlines).toEqual({ cafe: '2026-11-30' });
    });

    it('that was stored before deadlines existed gets them when it changes', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      const body = saleBody('CJ-1042', { total: '350.00' });
      const put = await store().sales.put(JACARANDA, [newSale('CJ-1042', { body, deadlines: { cafe: '2026-12-31' } })]);
      expect(storedSale(put).deadlines).toEqual({ cafe: '2026-12-31' });
    });

    it('is updated when only its searchable form changed', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      const put = await store().sales.put(JACARANDA, [newSale('CJ-1042', {}, { folioKey: '1042' })]);
      expect(put[0]?.kind).toBe('updated');
      expect(await store().sales.search(JACARANDA, { folioKey: '1042' })).toHaveLength(1);
    });

    it('is locked while an invoice holds it, and the stored one is returned', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      await store().invoices.claim(JACARANDA, claimOf('inv_1', [sale.id]));
      const put = await store().sales.put(JACARANDA, [
        newSale('CJ-1042', { body: saleBody('CJ-1042', { total: '1.00' }) }),
      ]);
      expect(put[0]).toEqual({ kind: 'locked', sale: { ...sale, invoiceId: 'inv_1' } });
      expect(await store().sales.get(JACARANDA, sale.id)).toEqual(storedSale(put));
    });

    it('is not stored if it must be new and its folio has another sale, open or invoiced; a repetition is unchanged', async () => {
      const fault = {
        code: 'folio-taken',
        pointer: '/folio',
        params: { folio: 'CJ-1042', money: '348.00', moneda: 'MXN' },
      };
      const typed = newSale('CJ-1042', {
        id: 'sale_typed',
        body: saleBody('CJ-1042', { total: '1.00' }),
        isOnlyNew: true,
      });
      const first = newSale('CJ-1042', { isOnlyNew: true });
      const kinds = [
        ...(await store().sales.put(JACARANDA, [first])),
        ...(await store().sales.put(JACARANDA, [first])),
      ];
      expect(kinds.map(({ kind }) => kind)).toEqual(['created', 'unchanged']);
      expect(await store().sales.put(JACARANDA, [typed])).toEqual([{ kind: 'unstored', fault }]);
      await store().invoices.claim(JACARANDA, claimOf('inv_1', ['sale_cj-1042']));
      expect(await store().sales.put(JACARANDA, [typed])).toEqual([{ kind: 'unstored', fault }]);
      expect(await store().sales.get(JACARANDA, 'sale_cj-1042')).toMatchObject({ body: { total: '348.00' } });
    });

    it('is stored once of two that must be new and arrive together', async () => {
      const [typed, other] = ['348.00', '1.00'].map((total) =>
        newSale('CJ-1042', { id: `sale_${total}`, body: saleBody('CJ-1042', { total }), isOnlyNew: true }),
      ) as [NewSale, NewSale];
      const there = await another();
      const put = await Promise.all([store().sales.put(JACARANDA, [typed]), there.sales.put(JACARANDA, [other])]);
      expect(put.map(([each]) => each?.kind).sort()).toEqual(['created', 'unstored']);
    });

    it('is another sale from another source, in the other world or of another merchant', async () => {
      const kinds = [
        await store().sales.put(JACARANDA, [newSale('CJ-1042')]),
        await store().sales.put(JACARANDA, [newSale('CJ-1042', { id: 'sale_csv', source: 'csv' })]),
        await store().sales.put({ ...JACARANDA, world: 'live' }, [newSale('CJ-1042', { id: 'sale_live' })]),
        await store().sales.put(YUNQUE, [newSale('CJ-1042', { id: 'sale_yunque' })]),
      ].map(([put]) => put?.kind);
      expect(kinds).toEqual(['created', 'created', 'created', 'created']);
    });

    it('is stored with all others of its batch or none', async () => {
      await store().sales.put(YUNQUE, [newSale('FY-1', { id: 'sale_fy' })]);
      const batch = [newSale('CJ-1'), newSale('CJ-2'), newSale('CJ-3', { id: 'sale_fy' })];
      await expect(store().sales.put(JACARANDA, batch)).rejects.toThrow();
      expect(await store().sales.list(JACARANDA, { limit: 10 })).toEqual([]);
    });

    it('can be twice in one batch, where the later one counts', async () => {
      const batch = [
        newSale('CJ-1'),
        newSale('CJ-1', { id: 'sale_b' }),
        newSale('CJ-1', { id: 'sale_c', body: saleBody('CJ-1', { total: '9.00' }) }),
      ];
      const put = await store().sales.put(JACARANDA, batch);
      expect(put.map(({ kind }) => kind)).toEqual(['created', 'unchanged', 'updated']);
      expect(await store().sales.get(JACARANDA, 'sale_cj-1')).toEqual(storedSale(put));
    });

    it('can be one of 5,000 in a call, which changes nothing the second time', async () => {
      const batch = Array.from({ length: 5_000 }, (_, i) => newSale(`CJ-${i}`));
      expect(new Set((await store().sales.put(JACARANDA, batch)).map(({ kind }) => kind))).toEqual(
        new Set(['created']),
      );
      expect(new Set((await store().sales.put(JACARANDA, batch)).map(({ kind }) => kind))).toEqual(
        new Set(['unchanged']),
      );
    });

    it('returns nothing for an empty batch', async () => {
      expect(await store().sales.put(JACARANDA, [])).toEqual([]);
    });
  });

  describe('a search', () => {
    const { store } = connected(create);
    const folios = async (query: SaleQuery, tenant = JACARANDA) =>
      (await store().sales.search(tenant, query)).map(({ body }) => body.folio);

    async function fill() {
      await store().sales.put(JACARANDA, [
        newSale('CJ-1042'),
        newSale('CJ-1043', {}, { emailKey: 'beto@example.com', dateMs: SOLD_AT - DAY, cardLast4: '1881' }),
        newSale(
          'CJ-1044',
          { body: saleBody('CJ-1044') },
          { totalCentavos: 40_020, paidCentavos: 40_020, dateMs: SOLD_AT - 2 * DAY },
        ),
        { ...newSale('CJ-1045'), keys: { folioKey: 'cj1045', totalCentavos: 100, paidCentavos: 100, dateMs: SOLD_AT } },
      ]);
    }

    const found: readonly (readonly [string, SaleQuery, readonly string[]])[] = [
      ['its folio', { folioKey: 'cj1042' }, ['CJ-1042']],
      [
        'folio and every other criterion',
        {
          folioKey: 'cj1042',
          emailKey: 'ana@example.com',
          totalCentavos: 34_800,
          dateFrom: SOLD_AT - 1,
          dateTo: SOLD_AT,
          cardLast4: '4242',
        },
        ['CJ-1042'],
      ],
      ['the total without the tip', { folioKey: 'cj1042', totalCentavos: 34_800 }, ['CJ-1042']],
      ['the total with the tip', { folioKey: 'cj1042', totalCentavos: 40_020 }, ['CJ-1042']],
      ['an e-mail, newest first', { emailKey: 'ana@example.com' }, ['CJ-1042', 'CJ-1044']],
      ['a total, with or without tip, newest first', { totalCentavos: 40_020 }, ['CJ-1042', 'CJ-1043', 'CJ-1044']],
      ['a total on a day', { totalCentavos: 34_800, dateFrom: SOLD_AT - DAY, dateTo: SOLD_AT - 1 }, ['CJ-1043']],
      ['its folio at its source', { folioKey: 'cj1042', source: 'api' }, ['CJ-1042']],
      ['a card on a day', { cardLast4: '4242', dateFrom: SOLD_AT, dateTo: SOLD_AT }, ['CJ-1042']],
    ];
    it.each(found)('finds by %s', async (_, query, expected) => {
      await fill();
      expect(await folios(query)).toEqual(expected);
    });

    const missed: readonly (readonly [string, SaleQuery])[] = [
      ['nothing is given', {}],
      ['only dates are given', { dateFrom: 0, dateTo: SOLD_AT }],
      ['only a source is given', { source: 'api' }],
      ['the folio is unknown', { folioKey: 'cj9999' }],
      ['the e-mail is another', { folioKey: 'cj1042', emailKey: 'beto@example.com' }],
      ['the sale has no e-mail', { folioKey: 'cj1045', emailKey: 'ana@example.com' }],
      ['the total is a centavo off', { folioKey: 'cj1042', totalCentavos: 34_801 }],
      ['the day is another', { folioKey: 'cj1042', dateFrom: SOLD_AT + 1 }],
      ['the card is another', { folioKey: 'cj1042', cardLast4: '1881' }],
      ['the source is another', { folioKey: 'cj1042', source: 'src_1' }],
    ];
    it.each(missed)('finds nothing when %s', async (_, query) => {
      await fill();
      expect(await folios(query)).toEqual([]);
    });

    it('finds nothing of another merchant, nor of the other world', async () => {
      await fill();
      expect(await folios({ folioKey: 'cj1042' }, YUNQUE)).toEqual([]);
      expect(await folios({ folioKey: 'cj1042' }, { ...JACARANDA, world: 'live' })).toEqual([]);
      expect(await store().sales.get(YUNQUE, 'sale_cj-1042')).toBeUndefined();
    });

    it('returns at most 20, the newest', async () => {
      await store().sales.put(
        JACARANDA,
        Array.from({ length: 30 }, (_, i) => newSale(`CJ-${i}`, {}, { dateMs: SOLD_AT + i })),
      );
      const newest = Array.from({ length: 20 }, (_, i) => `CJ-${29 - i}`);
      expect(await folios({ emailKey: 'ana@example.com' })).toEqual(newest);
      expect(await folios({ totalCentavos: 34_800 })).toEqual(newest);
    });

    it('says which invoice holds the sale', async () => {
      const sale = await putSale(store(), 'CJ-1042');
      await store().invoices.claim(JACARANDA, claimOf('inv_1', [sale.id]));
      expect(await store().sales.search(JACARANDA, { folioKey: 'cj1042' })).toEqual([{ ...sale, invoiceId: 'inv_1' }]);
    });
  });

  describe('the list of sales', () => {
    const { store } = connected(create);

    it('pages from the last that arrived to the first, each once', async () => {
      await store().sales.put(
        JACARANDA,
        ['CJ-1', 'CJ-2', 'CJ-3', 'CJ-4', 'CJ-5'].map((folio) => newSale(folio)),
      );
      await putSale(store(), 'FY-1', YUNQUE);
      const first = await store().sales.list(JACARANDA, { limit: 2 });
      const second = await store().sales.list(JACARANDA, { limit: 9, before: first[1]?.id ?? '' });
      expect([...first, ...second].map(({ body }) => body.folio)).toEqual(['CJ-5', 'CJ-4', 'CJ-3', 'CJ-2', 'CJ-1']);
    });

    it('can be filtered to sales that no way of searching finds, which are counted from a day on and up to a number', async () => {
      const without = (folio: string, ...names: readonly OptionalKey[]): NewSale => {
        const { emailKey = '', cardLast4 = '', ...keys } = newSale(folio).keys;
        const email = names.includes('email') ? {} : { emailKey };
        return newSale(folio, { keys: { ...keys, ...email, ...(names.includes('cardLast4') ? {} : { cardLast4 }) } });
      };
      const old = without('OLD', 'email', 'cardLast4');
      await store().sales.put(JACARANDA, [
        without('NEITHER', 'email', 'cardLast4'),
        without('CARD', 'email'),
        without('EMAIL', 'cardLast4'),
        without('BOTH'),
        { ...old, keys: { ...old.keys, dateMs: SOLD_AT - 100 * DAY } },
      ]);
      await putSale(store(), 'FY-1', YUNQUE);
      const folios = async (lacking: Lacking) =>
        (await store().sales.list(JACARANDA, { limit: 9, lacking, from: SOLD_AT })).map(({ body }) => body.folio);
      const count = (lacking: Lacking, most = 9) =>
        store().sales.countLacking(JACARANDA, { lacking, from: SOLD_AT, most });

      expect([await folios([['email']]), await count([['email']])]).toEqual([['CARD', 'NEITHER'], 2]);
      expect([await folios([['cardLast4']]), await count([['cardLast4']])]).toEqual([['EMAIL', 'NEITHER'], 2]);
      expect(await folios([['email'], ['cardLast4']])).toEqual(['NEITHER']);
      expect(await folios([['email', 'cardLast4']])).toEqual(['EMAIL', 'CARD', 'NEITHER']);
      expect(await count([['email', 'cardLast4']], 2)).toBe(2);
    });

    it("returns nothing before another merchant's sale", async () => {
      await putSale(store(), 'CJ-1');
      const theirs = await putSale(store(), 'FY-1', YUNQUE);
      expect(await store().sales.list(JACARANDA, { limit: 9, before: theirs.id })).toEqual([]);
    });
  });
}
