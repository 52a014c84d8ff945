/** What a shop says of a sale whose invoice is refused or cancelled, and of one that was partly refunded: the sale ends as the shop has it, once. */
import { describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { intakeOf } from '../../server/http/api/intake-of.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { awaitSettled } from '../../server/invoicing/waiting.ts';
import { makePendingSales } from '../../server/sources/intake/intake.ts';
import { read, UNIVERSIDAD } from '../support/api.ts';
import { coveredOf, invoicesAbout } from '../support/coverage.ts';
import { sourceScene, TENANT } from '../support/source-scene.ts';
import { bags, wooOrder, wooShop } from '../support/woo-order.ts';

const at = (hour: number) => ({ date_modified_gmt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00` });
const back = (id: number, total: string) => ({ id, reason: '', total: `-${total}` });
const ONE_BAG = { line_items: [bags(1)], total: '58.00', total_tax: '8.00' };
const MISSPELT = { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD ROBOTICA' };

describe.each(['SQLite', 'PostgreSQL'] as const)('a WooCommerce order, on %s', (engine) => {
  const { api, store, call, saleOf } = sourceScene(engine);
  /** A round of the worker that makes the sales which are due. */
  const work = () => makePendingSales(intakeOf(api().services), 50);
  async function standing(source: string): Promise<string> {
    const { body } = await saleOf(source);
    return `${body.estado} ${body.total}`;
  }
  async function refundsOf(source: string): Promise<readonly string[]> {
    const found = await store().refunds.list(TENANT, { sale: (await saleOf(source)).id, limit: 20 });
    return found.toReversed().map(({ state, total }) => `${state} ${total}`);
  }
  async function noticesOf(source: string): Promise<readonly string[]> {
    const { id } = await saleOf(source);
    return (await store().notices.list(TENANT, 200)).filter(({ subject }) => subject === id).map(({ kind }) => kind);
  }

  /** What the customer gets: `status total` of the answer, with its code if it is refused. */
  async function ask(folio: string, total: string, receptor: object = UNIVERSIDAD) {
    const [found] = await api().search({ folio, total });
    const answer = await api().post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [found?.token], receptor });
    const { id = '', total: charged, code } = await read<{ id?: string; total?: string; code?: string }>(answer);
    return { id, words: `${answer.status} ${charged ?? code}` };
  }
  async function invoiced(folio: string): Promise<string> {
    const { id, words } = await ask(folio, '116.00');
    expect(words).toBe('201 116.00');
    return id;
  }
  async function cancel(id: string): Promise<void> {
    expect((await call('POST', `/invoices/${id}/cancel`, { motivo: '02' })).status).toBe(200);
  }
  /** Pesos in CFDIs that are in force for the sale. */
  async function covered(source: string): Promise<bigint> {
    const { id } = await saleOf(source);
    for (const nota of await store().invoices.find(TENANT, { sale: id, kind: 'egreso', limit: 20 }))
      await awaitSettled(api().services.invoicing, nota);
    return coveredOf(await invoicesAbout(api().services.invoicing, TENANT, id), id) / 1_000_000n;
  }

  describe('whose sale is free again', () => {
    test('409: is closed if the shop cancelled it while it was invoiced, for its customer and for the global', async () => {
      const shop = await wooShop(api());
      await shop.notify(wooOrder('7101'));
      const id = await invoiced('7101');
      await shop.notify(wooOrder('7101', { status: 'cancelled', ...at(9) }));
      expect(await noticesOf(shop.id)).toEqual(['sale-changed-after-invoice']);
      await cancel(id);
      await work();
      expect([await standing(shop.id), await noticesOf(shop.id)]).toEqual(['cancelada 116.00', []]);
      expect((await ask('7101', '116.00')).words).toBe('409 sale-closed');
      const period = {
        periodicidad: '01',
        from: '2026-11-19',
        to: '2026-11-19',
        serie: 'G',
        origin: 'merchant',
      } as const;
      const begun = beginGlobal(api().services.invoicing, { tenant: TENANT, branch: 'roma', ...period });
      await begun.then((run) => advanceGlobal(api().services.invoicing, run)).catch(() => undefined);
      const { id: sale } = await saleOf(shop.id);
      expect(await store().invoices.find(TENANT, { sale, kind: 'global', limit: 9 })).toEqual([]);
    });

    test('201: is invoiced for 58.00 if the shop took a bag out of it while its invoice was being refused', async () => {
      const shop = await wooShop(api());
      await shop.notify(wooOrder('7102'));
      const { invoices } = store();
      const { reject } = invoices;
      const edited: typeof reject = async (...given) => {
        await shop.notify(wooOrder('7102', { ...ONE_BAG, ...at(9) }));
        return reject(...given);
      };
      Object.assign(invoices, { reject: edited });
      try {
        expect((await ask('7102', '116.00', MISSPELT)).words).toBe('422 sat-refused-receptor');
      } finally {
        Object.assign(invoices, { reject });
      }
      await work();
      expect(await standing(shop.id)).toBe('pagada 58.00');
      expect((await ask('7102', '58.00')).words).toBe('201 58.00');
      expect(await noticesOf(shop.id)).toEqual([]);
    });

    test.each(['before', 'after'] as const)(
      '200: loses once what the merchant approves %s its customer asks again',
      async (when) => {
        await api().change(DEMO_PORTAL, { approveRefunds: true });
        const folio = when === 'before' ? '7103' : '7104';
        const shop = await wooShop(api());
        await shop.notify(wooOrder(folio));
        const id = await invoiced(folio);
        await shop.notify(wooOrder(folio, { refunds: [back(921, '58.00')], ...at(9) }));
        expect(await refundsOf(shop.id)).toEqual(['awaiting-approval 58.00']);
        await cancel(id);
        await work();
        const approve = async () => {
          const [refund] = await store().refunds.list(TENANT, { sale: (await saleOf(shop.id)).id, limit: 1 });
          expect((await call('POST', `/refunds/${refund?.id}/approve`)).status).toBe(200);
        };
        if (when === 'before') await approve();
        expect((await ask(folio, '116.00')).words).toBe('201 58.00');
        if (when === 'after') await approve();
        expect(await refundsOf(shop.id)).toEqual(['reduced 58.00']);
        expect(await covered(shop.id)).toBe(58n);
      },
    );

    test.each(['the shop', 'the worker'])(
      '409: loses once what waited for its invoice, if %s comes first, and is closed once the shop refunds the rest',
      async (first) => {
        const folio = first === 'the shop' ? '7105' : '7106';
        const shop = await wooShop(api());
        await shop.notify(wooOrder(folio));
        await claimed(shop.id, `inv_${folio}`);
        await shop.notify(wooOrder(folio, { refunds: [back(923, '58.00')], ...at(9) }));
        expect(await refundsOf(shop.id)).toEqual(['waiting 58.00']);
        await refused(`inv_${folio}`);
        if (first === 'the shop') await work();
        await api().move(1 / 1440);
        await resumeRefunds(api().services.invoicing);
        await work();
        expect([await standing(shop.id), await refundsOf(shop.id)]).toEqual(['pagada 58.00', ['reduced 58.00']]);
        await shop.notify(
          wooOrder(folio, { status: 'refunded', refunds: [back(926, '58.00'), back(923, '58.00')], ...at(10) }),
        );
        expect((await saleOf(shop.id)).body.estado).toBe('cancelada');
        expect((await ask(folio, '116.00')).words).toBe('409 sale-closed');
      },
    );
  });

  async function claimed(source: string, id: string): Promise<void> {
    const { id: sale, body } = await saleOf(source);
    const emisor = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' };
    const receptor = { kind: 'ingreso', emisor, lugarExpedicion: '06700', receptor: UNIVERSIDAD } as const;
    const snapshot = { ...receptor, sales: [body], itemizeIeps: false, emails: [] };
    const origin = { origin: 'portal', portalSlug: DEMO_PORTAL, serie: 'CJ', now: api().now() } as const;
    await store().invoices.claim(TENANT, { id, saleIds: [sale], holding: { kind: 'sales' }, snapshot, ...origin });
  }
  const refused = (id: string) =>
    store().invoices.reject(id, { fence: 0, code: 'CFDI40145', message: '', now: api().now() });

  describe('part of which the merchant gave back by hand', () => {
    async function reduced(folio: string, total: string) {
      const shop = await wooShop(api());
      await shop.notify(wooOrder(folio));
      const given = { total, date: new Date(api().now()).toISOString(), formaPago: '04' };
      expect((await call('POST', `/sales/${(await saleOf(shop.id)).id}/refunds`, given)).status).toBe(201);
      return shop;
    }

    test('409: is closed once the shop refunds the rest, without a notice about an invoice that it never had', async () => {
      const shop = await reduced('7111', '10.00');
      await shop.notify(wooOrder('7111', { status: 'refunded', refunds: [back(924, '116.00')], ...at(9) }));
      expect((await saleOf(shop.id)).body.estado).toBe('cancelada');
      expect((await ask('7111', '116.00')).words).toBe('409 sale-closed');
      expect(await noticesOf(shop.id)).toEqual([]);
    });

    test('201: is invoiced for what is left after both, if the shop refunds another amount or edits the order', async () => {
      const shop = await reduced('7112', '10.00');
      await shop.notify(wooOrder('7112', { refunds: [back(927, '20.00')], ...at(9) }));
      expect(await standing(shop.id)).toBe('pagada 86.00');
      await shop.notify(wooOrder('7112', { ...ONE_BAG, ...at(10) }));
      expect(await standing(shop.id)).toBe('pagada 48.00');
      expect((await ask('7112', '58.00')).words).toBe('201 48.00');
      await shop.notify(wooOrder('7112', { ...ONE_BAG, customer_note: 'Gracias', ...at(11) }));
      expect([await noticesOf(shop.id), await refundsOf(shop.id)]).toEqual([[], ['reduced 10.00']]);
      await shop.notify(wooOrder('7112', { ...ONE_BAG, refunds: [back(928, '8.00')], ...at(12) }));
      expect(await covered(shop.id)).toBe(40n);
    });

    test('201: is invoiced for 58.00 if the shop lists the same 58.00 afterwards, and for all of it once the shop deletes them', async () => {
      const shop = await reduced('7113', '58.00');
      await shop.notify(wooOrder('7113', { refunds: [back(929, '58.00')], ...at(9) }));
      expect(await standing(shop.id)).toBe('pagada 58.00');
      await shop.notify(wooOrder('7113', { ...at(10) }));
      expect(await standing(shop.id)).toBe('pagada 116.00');
    });
  });
});
