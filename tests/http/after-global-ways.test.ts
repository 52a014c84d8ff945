import { describe, expect, test } from 'vitest';
import { toMicro } from '../../server/cfdi/money.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import type { Pacs } from '../../server/pac/pacs.ts';
import { afterGlobalScene, TENANT } from '../support/after-global-scene.ts';
import { ALBA, read, UNIVERSIDAD } from '../support/api.ts';

describe.each(['SQLite', 'PostgreSQL'] as const)('how a sale leaves its global invoice, on %s', (engine) => {
  const scene = afterGlobalScene(engine);
  const { merchant, globalised, askFor, covered, summary, late, rest } = scene;

  /** While it runs, no PAC of any merchant cancels. */
  async function withoutCancel(act: () => Promise<void>): Promise<void> {
    const { pacs } = scene.api().services.invoicing as unknown as { pacs: { of: Pacs['of'] } };
    const { of } = pacs;
    pacs.of = async (tenant) => (await of(tenant)).map(({ cancel: _, ...pac }) => pac);
    try {
      await act();
    } finally {
      pacs.of = of;
    }
  }

  test('201: never by reissuing a global of a locked month; an egreso dated today takes the sale out of it', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales, global } = await globalised(2);
    const [sale] = sales;
    if (!sale) throw new Error('no sale');
    const { cuadre, cancellations } = scene.api().services.invoicing.store;
    await cuadre.lockMonth(TENANT, { month: '2026-11', by: 'usr_contadora', at: scene.api().now() });
    expect((await askFor(sale)).status).toBe(201);
    await rest();
    await cuadre.unlockMonth(TENANT, '2026-11');
    expect(await summary(sale)).toContain('egreso stamped');
    expect(await cancellations.ofInvoice(TENANT, global.id)).toEqual([]);
  });

  test('201: never by reissue for a natural person in RESICO, nor once an egreso reduces the global', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [credited, sale],
    } = await globalised(2);
    if (!credited || !sale) throw new Error('no sales');
    const refund = { total: '100.00', date: new Date(scene.api().now()).toISOString(), formaPago: '04' };
    await read(await merchant('POST', `/sales/${credited.id}/refunds`, refund));
    expect((await askFor(sale)).status).toBe(201);
    await rest(3);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
    const resico = { merchantId: 'mer_ingrid', world: 'test' } as const;
    await scene.api().change('ingrid-xodar', { afterGlobal: 'reissue' });
    const {
      sales: [theirs],
    } = await globalised(1, resico);
    const key = await scene.api().createKey({ merchantId: resico.merchantId });
    const preview = await merchant(
      'POST',
      `/sales/${theirs?.id}/invoice/preview`,
      { receptor: ALBA, email: null },
      key,
    );
    expect(await read(preview)).toMatchObject({
      afterGlobal: { issues: [{ kind: 'ingreso' }, { kind: 'egreso' }], cancels: [] },
    });
  }, 60_000);

  test('201: never by reissue if no PAC of the merchant can cancel the global: both would stay in force', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [sale],
    } = await globalised(2);
    if (!sale) throw new Error('no sale');
    await withoutCancel(async () => {
      expect((await askFor(sale)).status).toBe(201);
      await rest();
    });
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
  }, 60_000);

  test('201: a merchant who has no PAC left that cancels gets a notice at once; an hour after there is one again, the first global is cancelled', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [sale, other],
    } = await globalised(2);
    if (!sale || !other) throw new Error('no sales');
    expect((await askFor(sale)).status).toBe(201);
    await withoutCancel(() => rest());
    expect(await summary(other)).toEqual(['global stamped', 'global stamped']);
    expect(await late()).toMatchObject([{ params: { folio: sale.folio } }]);
    await rest();
    expect(await summary(other)).toEqual(['global stamped', 'global stamped']);
    await scene.api().move(1 / 24);
    await rest(2);
    expect(await summary(other)).toEqual(['global canceled', 'global stamped']);
    expect(await late()).toEqual([]);
  }, 60_000);

  test('200: a customer’s invoice that is cancelled before the global is issued again leaves the sale in the global, although another leaves by egreso', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales } = await globalised(3);
    const [returned, leaving, stayed] = sales;
    if (!returned || !leaving || !stayed) throw new Error('no sales');
    const { id } = await read<{ id: string }>(await askFor(returned));
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'egreso' });
    expect((await askFor(leaving, ALBA)).status).toBe(201);
    expect((await merchant('POST', `/invoices/${id}/cancel`, { motivo: '02' })).status).toBe(200);
    await rest(6);
    expect(await summary(returned)).toEqual(['global stamped', 'ingreso canceled']);
    expect(await summary(stayed)).toEqual(['global stamped']);
    for (const sale of sales) expect(await covered(sale)).toBe(toMicro('348.00'));
    expect((await askFor(returned)).status).toBe(201);
    await rest(4);
    expect(await covered(returned)).toBe(toMicro('348.00'));
  }, 60_000);

  test('201: never by both; a sale requested under reissue leaves by egreso once another sale’s egreso reduces the global', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales, global } = await globalised(3);
    const [first, second, third] = sales;
    if (!first || !second || !third) throw new Error('no sales');
    expect((await askFor(first)).status).toBe(201);
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'egreso' });
    expect((await askFor(second, ALBA)).status).toBe(201);
    await rest(6);
    for (const sale of [first, second])
      expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
    for (const sale of sales) expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await scene.api().services.invoicing.store.cancellations.ofInvoice(TENANT, global.id)).toEqual([]);
  }, 60_000);

  test('201: by reissue even if an invoice that already left the global has a nota de crédito, which does not reduce the global', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales } = await globalised(3);
    const [refunded, asked, rested] = sales;
    if (!refunded || !asked || !rested) throw new Error('no sales');
    expect((await askFor(refunded)).status).toBe(201);
    const refund = { total: '100.00', date: new Date(scene.api().now()).toISOString(), formaPago: '04' };
    await read(await merchant('POST', `/sales/${refunded.id}/refunds`, refund));
    expect((await askFor(asked, ALBA)).status).toBe(201);
    await rest(6);
    expect(await summary(asked)).toEqual(['global canceled', 'ingreso stamped']);
    expect(await summary(rested)).toEqual(['global canceled', 'global stamped']);
    expect(await covered(refunded)).toBe(toMicro('248.00'));
  }, 60_000);

  test('201: never by reissuing a global with fuel in it, whichever of its sales is requested; the preview says so', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales, global } = await globalised(2, TENANT, ['90101501', '15101514']);
    const [breakfastSale] = sales;
    if (!breakfastSale) throw new Error('no sale');
    const asked = { receptor: UNIVERSIDAD, email: null };
    const preview = await merchant('POST', `/sales/${breakfastSale.id}/invoice/preview`, asked);
    expect(await read(preview)).toMatchObject({
      afterGlobal: { issues: [{ kind: 'ingreso' }, { kind: 'egreso' }], cancels: [] },
    });
    expect((await askFor(breakfastSale)).status).toBe(201);
    await rest(3);
    expect(await summary(breakfastSale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
    expect(await scene.api().services.invoicing.store.cancellations.ofInvoice(TENANT, global.id)).toEqual([]);
  });

  test('an egreso that may not be stamped in the month of its invoice raises a notice a day before the month ends', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const moveTo = (instant: string) => scene.api().move((Date.parse(instant) - scene.api().now()) / 86_400_000);
    await moveTo('2026-11-29T23:10:00-06:00');
    expect((await askFor(sale)).status).toBe(201);
    await scene.api().fault({ fault: 'maintenance', times: 500 });
    await moveTo('2026-11-29T23:50:00-06:00');
    await resumeExits(scene.api().services.invoicing);
    expect(await late()).toEqual([]);
    await moveTo('2026-11-30T00:05:00-06:00');
    await resumeExits(scene.api().services.invoicing);
    expect(await late()).toMatchObject([{ params: { folio: sale.folio } }]);
    await scene.api().heal();
    await scene.api().move(1.1 / 24);
    await rest(4);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await late()).toEqual([]);
  });
});
