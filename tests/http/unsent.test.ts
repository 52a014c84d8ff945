/** An invoice that no PAC receives for days: its merchant is notified, and can release its sale, exactly once and without losing whom it is for. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { QueuedView } from '../../server/http/merchant/request-queue.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { lookAfterDue } from '../../server/invoicing/request-worker.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const EVIDENCE = { evidence: 'Cancelamos la cuenta con ese PAC' };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());
afterEach(async () => {
  await api.heal();
  await api.move(1 / 24);
  await api.settle();
});

const merchant = (method: string, path: string, body?: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const release = (id: string): Promise<Response> => merchant('POST', `/invoices/${id}/release`, EVIDENCE);
const invoiceOf = (id: string) => api.services.invoicing.store.invoices.get(id);
const ask = (token: string): Promise<Response> =>
  api.post(`${PORTAL}/invoices`, { sales: [token], receptor: UNIVERSIDAD, email: null });

async function noticesOf(id: string): Promise<readonly string[]> {
  const { notices } = await read<{ notices: { kind: string; subject: string }[] }>(await merchant('GET', '/notices'));
  return notices.filter(({ subject }) => subject === id).map(({ kind }) => kind);
}

let sold = 0;
/** An invoice that was asked for while the PAC does not take anything. */
async function unsent(): Promise<{ readonly id: string; readonly folio: string }> {
  sold += 1;
  const folio = `NE-${sold}`;
  const token = await api.buy({ folio });
  await api.fault({ fault: 'maintenance', times: 100_000 });
  // Nobody waits for the answer, which takes as long as a customer's patience.
  void ask(token);
  const newest = async () => (await api.services.invoicing.store.invoices.list(TENANT, { limit: 1 }))[0];
  await expect.poll(async () => (await newest())?.fence, { timeout: 5_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await newest())?.state, { timeout: 5_000 }).toBe('sealed');
  return { id: (await newest())?.id ?? '', folio };
}

describe('an invoice that its PAC does not take, in maintenance for days', () => {
  test('200: is notified to its merchant after two hours, until it is stamped', async () => {
    const { id } = await unsent();
    await api.move(1 / 24);
    await api.settle();
    expect(await noticesOf(id)).toEqual([]);
    await api.move(2 / 24);
    await api.settle();
    expect(await noticesOf(id)).toEqual(['invoice-unsent']);
    await api.heal();
    await api.move(1 / 24);
    await api.settle();
    expect((await invoiceOf(id))?.state).toBe('stamped');
    expect(await noticesOf(id)).toEqual([]);
  });

  test('200: is notified as well if its merchant has no account with a PAC any more', async () => {
    const { id } = await unsent();
    await api.move(3 / 24);
    const { invoicing } = api.services;
    await settleDue({ ...invoicing, pacs: { ...invoicing.pacs, of: async () => [] } });
    expect((await invoiceOf(id))?.state).toBe('sealed');
    expect(await noticesOf(id)).toEqual(['invoice-unsent']);
  });

  test('200: is released with evidence and never sent afterwards; its customer can ask again and gets one', async () => {
    const { id, folio } = await unsent();
    await api.move(3);
    await api.settle();
    const before = (await api.stamps()).length;
    expect(await read<InvoiceView>(await release(id))).toMatchObject({
      status: 'rejected',
      problem: { code: 'never-stamped', fixedAt: 'review' },
    });
    const calls = await api.services.invoicing.store.invoices.callsOf(id);
    expect(calls.at(-1)).toMatchObject({ kind: 'released', reason: expect.stringContaining(EVIDENCE.evidence) });
    expect(await noticesOf(id)).toEqual([]);
    await api.heal();
    await api.move(1 / 24);
    await api.settle();
    expect((await api.stamps()).length).toBe(before);
    const [found] = await api.search({ folio, total: '348.00' });
    await readInvoice(await ask(found?.token ?? ''), 201);
    expect((await api.stamps()).length).toBe(before + 1);
  });

  test('200: opens the request again that it was made for, with what happened, and it can be accepted', async () => {
    const lookup = { folio: 'NE-900', total: '348.00' };
    const left = { reason: 'not-here-yet', lookup, receptor: UNIVERSIDAD };
    const { id } = await read<{ id: string }>(await api.post(`${PORTAL}/requests`, left));
    await api.fault({ fault: 'maintenance', times: 100_000 });
    await read(await merchant('POST', '/sales', breakfast('NE-900', api.now())));
    const work = () => lookAfterDue({ ...api.services.invoicing, lookupFacts: api.services.lookupFacts });
    await work();
    const queued = async () => read<QueuedView>(await merchant('GET', `/requests/${id}`));
    await read(await release((await queued()).invoice?.id ?? ''));
    await api.move(1 / 24);
    await work();
    expect(await queued()).toMatchObject({
      ...{ status: 'open', waitsFor: 'merchant' },
      hindrance: { code: 'never-stamped', detail: expect.stringContaining('liberaste la venta') },
    });
    await api.heal();
    await api.move(1 / 24);
    expect(await read(await merchant('POST', `/requests/${id}/accept`, {}))).toMatchObject({ status: 'accepted' });
  });
});

test('409: an invoice whose PAC did not answer may be stamped, and is not released', async () => {
  const { id } = await unsent();
  await api.heal();
  await api.fault({ fault: 'error-before', times: 1_000 });
  await api.move(1 / 24);
  await api.settle();
  expect((await invoiceOf(id))?.state).toBe('in-doubt');
  expect(await readProblem(await release(id), 409)).toMatchObject({ code: 'not-undecided' });
});
