/** The events of a sale's fiscal life: each is raised once, about the document that it names, and of no other kind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import type { EventType } from '../../server/outbox/event.ts';
import { read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const merchant = (path: string, body: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** How many events of a type there are: as many as a receiver would get again. */
async function raised(type: EventType): Promise<number> {
  const { events } = api.services.invoicing.store;
  await events.fanOut({ now: api.now(), limit: 1_000, alertDelayMs: 0 });
  const endpoint = { name: 'ERP', target: 'https://erp.cafejacaranda.mx/avisos', events: [type] };
  const made = await merchant('/webhook-endpoints', endpoint);
  const { id } = await read<{ id: string }>(made);
  expect([made.status, id]).toEqual([201, expect.any(String)]);
  return events.replay(id, 0, api.now());
}

async function invoiced(): Promise<InvoiceView> {
  const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
  return readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
}

async function saleOf({ id }: InvoiceView): Promise<string> {
  return (await api.services.invoicing.store.invoices.get(id))?.saleIds[0] ?? '';
}

describe('events', () => {
  test('a correction raises invoice.corrected for the substitute and invoice.canceled for what it replaces, once, however often it is requested (201, 200)', async () => {
    const before = { corrected: await raised('invoice.corrected'), canceled: await raised('invoice.canceled') };
    const old = await invoiced();
    const receptor = { ...UNIVERSIDAD, usoCfdi: 'I04' };
    for (const status of [201, 200])
      expect((await merchant(`/invoices/${old.id}/correct`, { receptor })).status).toBe(status);
    expect(await raised('invoice.corrected')).toBe(before.corrected + 1);
    expect(await raised('invoice.canceled')).toBe(before.canceled + 1);
  });

  test('a nota de crédito raises egreso.stamped once, and no invoice.stamped (201)', async () => {
    const sale = await saleOf(await invoiced());
    const before = { egresos: await raised('egreso.stamped'), invoices: await raised('invoice.stamped') };
    const refund = { reference: 'DEV-1', total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    for (let times = 0; times < 2; times++) expect((await merchant(`/sales/${sale}/refunds`, refund)).status).toBe(201);
    expect(await raised('egreso.stamped')).toBe(before.egresos + 1);
    expect(await raised('invoice.stamped')).toBe(before.invoices);
  });

  test('a cancelled invoice raises invoice.canceled once, although it is cancelled twice at once (200)', async () => {
    const { id } = await invoiced();
    const before = await raised('invoice.canceled');
    await Promise.all([1, 2].map(() => merchant(`/invoices/${id}/cancel`, { motivo: '02' })));
    expect(await raised('invoice.canceled')).toBe(before + 1);
  });
});
