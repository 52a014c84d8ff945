import { describe, expect, it } from 'vitest';
import type { ClaveProdServRow, CodigoPostalRow } from '../../../server/catalogs/catalog-store.ts';
import type { InvoiceRequest } from '../../../server/invoicing/request-store.ts';
import { claimed, JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';
import { aListener, fan } from './delivery-cast.ts';

const LATE: InvoiceRequest = {
  id: 'req_1',
  tenant: JACARANDA,
  portalSlug: 'jacaranda',
  saleIds: [],
  purchaseKey: 'cj-1056',
  lookup: { folio: 'CJ-1056' },
  receptor: { rfc: 'URE180429TM6' },
  reason: 'late',
  status: 'open',
  waitsFor: 'merchant',
  createdAt: SOLD_AT,
};
const DESAYUNO: ClaveProdServRow = {
  clave: '90101501',
  texto: 'Restaurantes',
  iva: 'si',
  ieps: 'opcional',
  complemento: '',
  estimuloFrontera: true,
  validFrom: '2022-01-01',
};
const ROMA: CodigoPostalRow = {
  codigo: '06700',
  estado: 'CMX',
  estimuloFrontera: 0,
  zone: 'America/Mexico_City',
  validFrom: '2022-01-01',
};

const DAY = 86_400_000;

export function describeSmallStores(create: () => Promise<TestDatabase>): void {
  describe('the exchange rates', () => {
    const { store, another } = connected(create);
    const rate = (published: string, of: string, moneda = 'USD') => ({ moneda, published, rate: of });

    it('return the last one published before a day, for one currency', async () => {
      const rates = [rate('2026-11-18', '18.1'), rate('2026-11-20', '18.3'), rate('2026-11-19', '21.5', 'EUR')];
      expect(await store().exchangeRates.putRates(rates)).toBe(3);
      const rateOn = async (day: string, moneda = 'USD') =>
        (await (await another()).exchangeRates.rateBefore(moneda, day))?.rate;
      expect(
        await Promise.all(['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'].map((day) => rateOn(day))),
      ).toEqual([undefined, '18.1', '18.1', '18.3']);
      expect(await rateOn('2026-12-31', 'EUR')).toBe('21.5');
      expect(await rateOn('2026-12-31', 'JPY')).toBeUndefined();
    });

    it('replace the one of the same day, and the last one counts if a day is repeated', async () => {
      await store().exchangeRates.putRates([rate('2026-11-18', '18.1')]);
      expect(await store().exchangeRates.putRates([rate('2026-11-18', '18.2'), rate('2026-11-18', '18.4')])).toBe(1);
      expect(await store().exchangeRates.rateBefore('USD', '2026-11-19')).toEqual(rate('2026-11-18', '18.4'));
      expect(await store().exchangeRates.putRates([])).toBe(0);
    });
  });

  describe('the requests', () => {
    const { store, another } = connected(create);

    const whole: InvoiceRequest = { ...LATE, id: 'req_2', saleIds: ['sale_1', 'sale_2'], email: 'ana@example.com' };

    it('keep each with every sale it is about, newest first, of one tenant', async () => {
      for (const request of [LATE, whole, { ...LATE, id: 'req_3', tenant: YUNQUE }])
        expect(await store().requests.keep(request)).toEqual({ kind: 'created', request });
      expect(await store().requests.list(JACARANDA, { limit: 9 })).toEqual([whole, LATE]);
      expect(await store().requests.list(JACARANDA, { limit: 1 })).toEqual([whole]);
      expect(await store().requests.get('req_1')).toEqual(LATE);
      expect(await store().requests.get('req_9')).toBeUndefined();
    });

    it('keep the first of two with one id unchanged, with one event', async () => {
      await store().listeners.put(aListener('alc_1', { events: ['request.created'] }));
      await store().requests.keep(LATE);
      const again = await store().requests.keep({ ...LATE, reason: 'other', email: 'eva@example.com' });
      expect(again).toEqual({ kind: 'known', request: LATE });
      expect(await store().events.fanOut(fan)).toBe(1);
    });

    it('made by twenty at once, from every connection, are one row with one event', async () => {
      await store().listeners.put(aListener('alc_1', { events: ['request.created'] }));
      const stores = [store(), await another(), await another()];
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_, i) => stores[i % 3]?.requests.keep({ ...whole, createdAt: SOLD_AT + i })),
      );
      expect(kept.filter((one) => one?.kind === 'created')).toHaveLength(1);
      expect(new Set(kept.map((one) => one?.request.createdAt)).size).toBe(1);
      expect(await store().requests.list(JACARANDA, { limit: 9 })).toHaveLength(1);
      expect(await store().events.fanOut(fan)).toBe(1);
    });

    it('are found by what they are about, oldest first, of one tenant', async () => {
      const other = { ...LATE, id: 'req_5', receptor: { rfc: 'PEGM850312PC8' } };
      for (const request of [LATE, { ...whole, purchaseKey: 'x' }, other, { ...LATE, id: 'req_6', tenant: YUNQUE }])
        await store().requests.keep(request);
      expect(await store().requests.listAbout(JACARANDA, LATE.purchaseKey, 9)).toEqual([LATE, other]);
      expect(await store().requests.listAbout(JACARANDA, LATE.purchaseKey, 1)).toEqual([LATE]);
    });

    it('never become those of another tenant', async () => {
      await store().requests.keep(LATE);
      await expect(store().requests.keep({ ...LATE, tenant: YUNQUE })).rejects.toThrow("another tenant's");
      expect(await store().requests.get('req_1')).toEqual(LATE);
    });
  });

  describe('the prints', () => {
    const { store, another } = connected(create);

    it('keep the first PDF of an invoice, whichever process made it', async () => {
      const { id } = await claimed(store());
      const [first, second] = [Uint8Array.of(37, 80, 68, 70, 0, 255), Uint8Array.of(1)];
      expect(await store().prints.get(id, SOLD_AT)).toBeUndefined();
      expect(Uint8Array.from(await store().prints.keep(id, first, SOLD_AT))).toEqual(first);
      expect(Uint8Array.from(await (await another()).prints.keep(id, second, SOLD_AT))).toEqual(first);
      expect(Uint8Array.from((await store().prints.get(id, SOLD_AT)) ?? [])).toEqual(first);
    });

    it('forget a PDF that was not requested since then, and keep one that was', async () => {
      const [old, asked, young] = await Promise.all(['CJ-1', 'CJ-2', 'CJ-3'].map((folio) => claimed(store(), folio)));
      for (const invoice of [old, asked]) await store().prints.keep(invoice?.id ?? '', Uint8Array.of(1), SOLD_AT);
      await store().prints.keep(young?.id ?? '', Uint8Array.of(1), SOLD_AT + 90 * DAY);
      await store().prints.get(asked?.id ?? '', SOLD_AT + 80 * DAY);
      expect(await store().prints.prune(SOLD_AT + DAY, 9)).toBe(1);
      expect(await store().prints.prune(SOLD_AT + DAY, 9)).toBe(0);
      const kept = [old, asked, young].map((invoice) => store().prints.get(invoice?.id ?? '', SOLD_AT + 90 * DAY));
      expect((await Promise.all(kept)).map((pdf) => pdf !== undefined)).toEqual([false, true, true]);
    });

    it('forget no more at a time than the limit, the longest unrequested first', async () => {
      for (const n of [2, 1, 3]) {
        const { id } = await claimed(store(), `CJ-${n}`);
        await store().prints.keep(id, Uint8Array.of(n), SOLD_AT + n);
      }
      expect(await store().prints.prune(SOLD_AT + DAY, 2)).toBe(2);
      expect(await store().prints.get('inv_cj-3', SOLD_AT)).toBeDefined();
    });
  });

  describe('the failure counts', () => {
    const { store, another } = connected(create);

    it('count by key and window, from every connection', async () => {
      const stores = [store(), await another()];
      const counts = await Promise.all(
        Array.from({ length: 20 }, (_, i) => stores[i % 2]?.attempts.add('sale-refusals:sale_1', '2026-11-22')),
      );
      expect(counts.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await store().attempts.count('sale-refusals:sale_1', '2026-11-22')).toBe(20);
      expect(await store().attempts.count('sale-refusals:sale_1', '2026-11-23')).toBe(0);
      expect(await store().attempts.count('sale-refusals:sale_2', '2026-11-22')).toBe(0);
    });

    it('grant exactly the limit of a hundred takes at once, from every connection', async () => {
      const stores = [store(), await another()];
      const key = 'sale-tries:sale_3:found';
      const takes = Array.from({ length: 100 }, (_, i) => stores[i % 2]?.attempts.take(key, '2026-11-22', 10));
      expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(10);
      expect(await store().attempts.count(key, '2026-11-22')).toBe(10);
      expect(await store().attempts.take(key, '2026-11-23', 10)).toBe(true);
    });

    it('can be given back and taken again, and never fall below zero', async () => {
      const key = 'sale-tries:sale_4:found';
      expect(await store().attempts.take(key, '2026-11-22', 1)).toBe(true);
      expect(await store().attempts.take(key, '2026-11-22', 1)).toBe(false);
      await store().attempts.giveBack(key, '2026-11-22');
      await store().attempts.giveBack(key, '2026-11-22');
      expect(await store().attempts.count(key, '2026-11-22')).toBe(0);
      expect(await store().attempts.take(key, '2026-11-22', 1)).toBe(true);
      expect(await store().attempts.take(key, '2026-11-22', 1)).toBe(false);
    });

    it('forget past days and hours, but never how often a sale was refused', async () => {
      const windows = ['2026-11-21', '2026-11-21T23', '2026-11-22', '2026-11-22T00', '0', '21'];
      for (const window of windows) await store().attempts.add('counted', window);
      expect(await store().attempts.prune('2026-11-22', 1)).toBe(1);
      expect(await store().attempts.prune('2026-11-22', 9)).toBe(1);
      const counts = await Promise.all(windows.map((window) => store().attempts.count('counted', window)));
      expect(counts).toEqual([0, 0, 1, 1, 1, 1]);
    });
  });

  describe('the catalogues', () => {
    const { store } = connected(create);

    it('say that they are not loaded until they are', async () => {
      expect(await store().catalogs.claveProdServ('90101501')).toBe('not-loaded');
      expect(await store().catalogs.codigoPostal('06700')).toBe('not-loaded');
      expect(await store().catalogs.replaceClavesProdServ([DESAYUNO])).toBe(1);
      expect(await store().catalogs.replaceCodigosPostales([{ ...ROMA, validTo: '2026-12-31' }])).toBe(1);
      expect(await store().catalogs.claveProdServ('90101501')).toEqual(DESAYUNO);
      expect(await store().catalogs.claveProdServ('00000000')).toBe('unknown');
      expect(await store().catalogs.codigoPostal('06700')).toEqual({ ...ROMA, validTo: '2026-12-31' });
      expect(await store().catalogs.codigoPostal('99999')).toBe('unknown');
    });

    it('are replaced whole, from a stream of thousands', async () => {
      await store().catalogs.replaceCodigosPostales([ROMA]);
      function* codigos() {
        for (let i = 20_000; i < 23_001; i += 1) yield { ...ROMA, codigo: String(i) };
      }
      expect(await store().catalogs.replaceCodigosPostales(codigos())).toBe(3_001);
      expect(await store().catalogs.codigoPostal('06700')).toBe('unknown');
      expect(await store().catalogs.codigoPostal('23000')).toMatchObject({ codigo: '23000' });
    });

    it('are searched in plain words, also in those that the SAT says are similar, the likeliest first', async () => {
      const { catalogs } = store();
      const search = (...words: string[]) => catalogs.findClavesProdServ({ words, on: '2026-11-20', limit: 3 });
      const row = (clave: string, texto: string, more: object = {}) => ({ ...DESAYUNO, clave, texto, ...more });
      expect(await search('pan')).toBe('not-loaded');
      await catalogs.replaceClavesProdServ([
        row('50181900', 'Pan, galletas y pastelitos dulces'),
        row('50181901', 'Pan fresco', { similares: 'Bolillo, Concha, Telera' }),
        row('50181902', 'Pan congelado', { validTo: '2024-12-31' }),
        row('50181903', 'Galletas de sal (sin pan)'),
        row('52151600', 'Panera'),
        row('50193000', 'Café y té', { validFrom: '2026-11-20' }),
        row('10101511', 'Cerdos'),
      ]);
      const claves = async (...words: string[]) => {
        const found = await search(...words);
        return found === 'not-loaded' ? found : found.map(({ clave }) => clave);
      };
      expect(await claves('pan')).toEqual(['50181901', '50181900', '52151600']);
      expect(await claves('galleta', 'dulce')).toEqual(['50181900']);
      expect(await claves('concha')).toEqual(['50181901']);
      expect(await claves('cafe')).toEqual(['50193000']);
      expect(await claves('5018')).toEqual(['50181901', '50181903', '50181900']);
      expect(await claves('erdos')).toEqual([]);
      expect(await catalogs.claveProdServ('50181901')).toEqual(row('50181901', 'Pan fresco'));
    });

    it('stay as they were when the new one is broken', async () => {
      await store().catalogs.replaceClavesProdServ([DESAYUNO]);
      const repeated = [
        { ...DESAYUNO, clave: '1' },
        { ...DESAYUNO, clave: '1' },
      ];
      await expect(store().catalogs.replaceClavesProdServ(repeated)).rejects.toThrow();
      expect(await store().catalogs.claveProdServ('90101501')).toEqual(DESAYUNO);
    });
  });
}
