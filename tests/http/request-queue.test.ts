import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { QueuedView } from '../../server/http/merchant/request-queue.ts';
import type { RequestView } from '../../server/http/portal/request-view.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { lookAfterDue } from '../../server/invoicing/request-worker.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { aListener } from '../contracts/store/delivery-cast.ts';
import { ALBA, breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.heal());
afterAll(() => api.stop());

const REQUESTS = `/v1/portals/${DEMO_PORTAL}/requests`;
const authorized = () => ({ authorization: `Bearer ${api.key}` });

type Left = { readonly id: string; readonly links: { readonly self: string } };

let folios = 0;
const newFolio = (): string => `NV-${9_000 + ++folios}`;

const leave = async (body: object): Promise<Left> => {
  const answer = await api.post(REQUESTS, { reason: 'not-here-yet', receptor: UNIVERSIDAD, ...body });
  if (answer.status !== 202) throw new Error(`not left: ${await answer.text()}`);
  return read<Left>(answer);
};
const leaveFor = (folio: string, more: object = {}) => leave({ lookup: { folio, total: '348.00' }, ...more });

/** Sends a sale as a till does, and answers its id. */
const send = async (folio: string, more: Partial<SaleWire> = {}): Promise<string> => {
  const answer = await api.post('/v1/sales', { ...breakfast(folio, api.now()), ...more }, authorized());
  if (answer.status > 201) throw new Error(`not sent: ${await answer.text()}`);
  return (await read<{ id: string }>(answer)).id;
};
const work = (): Promise<void> => lookAfterDue({ ...api.services.invoicing, lookupFacts: api.services.lookupFacts });
const own = async ({ links }: Left) => read<RequestView>(await api.request(links.self));
const queued = async ({ id }: Left) =>
  read<QueuedView>(await api.request(`/v1/requests/${id}`, { headers: authorized() }));
const accept = (id: string, body: object = {}) => api.post(`/v1/requests/${id}/accept`, body, authorized());
const decline = (id: string, body: object) => api.post(`/v1/requests/${id}/decline`, body, authorized());

describe('a request for a sale that is not here yet', () => {
  test('200: is invoiced automatically when the sale arrives, once, and its page has the invoice’s links', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio, { email: 'ana@example.com' });
    await work();
    expect(await own(left)).toMatchObject({
      ...{ status: 'open', reason: 'not-here-yet' },
      detail: expect.stringContaining('esta solicitud vence'),
    });

    const before = (await api.stamps()).length;
    await send(folio);
    await Promise.all([work(), work()]);
    const answered = await own(left);
    expect(answered).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
    expect((await api.stamps()).length).toBe(before + 1);
    const xml = await (await api.request(answered.invoice?.links.xml ?? '')).text();
    expect(xml).toContain('Rfc="URE180429TM6"');
    await send(folio, { total: '348.00' });
    await work();
    expect((await api.stamps()).length).toBe(before + 1);
  });

  test('202: gets its invoice mailed to the address that was left, in the language of the request', async () => {
    const folio = newFolio();
    const body = { lookup: { folio, total: '348.00' }, receptor: UNIVERSIDAD, email: 'eva@example.com' };
    const answer = await api.post(REQUESTS, { reason: 'not-here-yet', ...body }, { 'accept-language': 'en' });
    const left = await read<Left>(answer);
    await send(folio);
    await work();
    const { invoice } = await own(left);
    const mails = await api.services.invoicing.store.invoices.outboxOf(invoice?.id ?? '');
    expect(mails.map(({ target, payload }) => [target, payload.language])).toEqual([['eva@example.com', 'en']]);
  });

  test('200: keeps waiting while the sale is not paid, and is invoiced once it is', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    await send(folio, { estado: 'pendiente' });
    await work();
    expect((await own(left)).status).toBe('open');
    await send(folio, { estado: 'pagada' });
    await work();
    expect(await own(left)).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
  });

  test('200: does not match a sale that differs in one of the given fields', async () => {
    const folio = newFolio();
    const left = await leave({ lookup: { folio, total: '347.00' } });
    await send(folio);
    await work();
    expect(await queued(left)).toMatchObject({ status: 'open', waitsFor: 'sale', sales: [] });
  });

  test('409: is left to the merchant when two sales match; 200: the one that is named is invoiced', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    const first = await send(folio);
    await api.services.invoicing.store.sales.put({ merchantId: 'mer_jacaranda', world: 'test' }, [
      { ...(await storedAs(first)), id: `${first}_2`, source: 'till-2' },
    ]);
    await work();
    expect(await queued(left)).toMatchObject({
      ...{ status: 'open', waitsFor: 'merchant', hindrance: { code: 'several-sales' }, isSaleKnown: false },
      sales: [{ folio }, { folio }],
    });
    expect((await readProblem(await accept(left.id), 409)).errors).toMatchObject([{ code: 'several-sales-match' }]);
    expect(await read(await accept(left.id, { sale: first }))).toMatchObject({
      ...{ status: 'accepted', sales: [{ id: first }], invoice: { status: 'stamped' } },
    });
  });

  test('200: is left to the merchant if another receptor requested the same sale; 409: only one of them can be accepted', async () => {
    const folio = newFolio();
    const [one, other] = [await leaveFor(folio), await leaveFor(folio, { receptor: ALBA })];
    await send(folio);
    await work();
    for (const left of [one, other])
      expect(await queued(left)).toMatchObject({ status: 'open', hindrance: { code: 'rival-requests' } });
    await read(await accept(other.id));
    expect(await own(other)).toMatchObject({ status: 'accepted' });
    expect((await readProblem(await accept(one.id), 409)).code).toBe('already-invoiced');
    expect(await queued(one)).toMatchObject({ status: 'open', hindrance: { code: 'already-invoiced' } });
  });

  /** Sends the sale again at the last moment, while its invoice is about to be claimed. */
  function sentAgainBeforeClaim(folio: string, more: Partial<SaleWire>): void {
    const { invoices } = api.services.invoicing.store as unknown as {
      invoices: { claim: TestApi['services']['invoicing']['store']['invoices']['claim'] };
    };
    const { claim } = invoices;
    invoices.claim = async (...args) => {
      invoices.claim = claim;
      await send(folio, more);
      return claim(...args);
    };
  }

  test('200: is invoiced as the sale is by then, if its system sends it again just before it is claimed', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    const date = new Date(api.now()).toISOString();
    await send(folio, { date });
    sentAgainBeforeClaim(folio, { date, formaPago: '28' });
    await work();
    const answered = await own(left);
    expect(answered).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
    expect(await (await api.request(answered.invoice?.links.xml ?? '')).text()).toContain('FormaPago="28"');
  });

  test('200: is left to the merchant if the sale is cancelled just before it is claimed', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    const date = new Date(api.now()).toISOString();
    await send(folio, { date });
    const before = (await api.stamps()).length;
    sentAgainBeforeClaim(folio, { date, estado: 'cancelada' });
    await work();
    expect(await queued(left)).toMatchObject({ status: 'open', hindrance: { code: 'sale-closed' } });
    expect((await api.stamps()).length).toBe(before);
  });

  test('200: ends if its invoice is stamped and cancelled before anybody looks, and its page says who cancelled it', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    await api.fault({ fault: 'error-before', times: 1_000 });
    await send(folio);
    await work();
    const { invoice } = await own(left);
    expect(invoice).toMatchObject({ status: 'pending' });
    await api.heal();
    await api.move(1 / 24);
    await api.settle();
    const cancelled = await api.post(`/v1/invoices/${invoice?.id}/cancel`, { motivo: '02' }, authorized());
    expect(cancelled.status).toBe(200);
    await settleCancellationsDue(api.services.invoicing);
    await work();
    expect(await own(left)).toMatchObject({
      ...{ status: 'accepted', invoice: { status: 'canceled', problem: { code: 'invoice-canceled' } } },
      detail: expect.stringContaining('Café Jacaranda canceló tu factura'),
    });
    const due = await api.services.invoicing.store.requests.takeDue({
      now: api.now() + 86_400_000,
      until: api.now(),
      limit: 100,
    });
    expect(due.map(({ id }) => id)).not.toContain(left.id);
  });

  test('200: left twice by one receptor gets one invoice, which both pages show', async () => {
    const folio = newFolio();
    const [one, other] = [await leaveFor(folio), await leaveFor(folio, { email: 'ana@example.com' })];
    await send(folio);
    await work();
    await work();
    const invoices = await Promise.all([own(one), own(other)]);
    expect(new Set(invoices.map(({ invoice }) => invoice?.id)).size).toBe(1);
    expect(invoices[0]?.invoice?.status).toBe('stamped');
  });

  test('200: is over when the customer has invoiced the sale meanwhile, and its page has no link to that invoice', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio);
    await send(folio);
    const [found] = await api.search({ folio, total: '348.00' });
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [found?.token], receptor: UNIVERSIDAD });
    await work();
    const shown = await own(left);
    expect(shown).toMatchObject({ status: 'accepted', detail: expect.stringContaining('ya tiene factura') });
    expect(shown.invoice).toBeUndefined();
  });

  test('200: is open again when the SAT refuses its details, and shows its customer the field', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio, { receptor: { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD ROBOTICA ESPANOLA' } });
    await send(folio);
    await work();
    expect(await own(left)).toMatchObject({ status: 'open', detail: expect.stringContaining('nombre') });
    expect(await queued(left)).toMatchObject({
      ...{ waitsFor: 'merchant', hindrance: { code: 'sat-refused-receptor', errors: [{ satCode: 'CFDI40145' }] } },
    });
    expect((await api.services.invoicing.store.requests.list(TENANT, { limit: 1 }))[0]?.id).toBe(left.id);
  });

  test('200: is left to the merchant to confirm if an acquaintance could have guessed its details', async () => {
    const sold = breakfast(newFolio(), api.now());
    const lookup = { email: 'beto@example.com', date: sold.date.slice(0, 10) };
    const body = { lookup, receptor: UNIVERSIDAD, reason: 'not-here-yet' };
    const left = await read<Left>(await api.post('/v1/portals/jacaranda-cafeteria/requests', body));
    await send(sold.folio, { email: 'beto@example.com' });
    await work();
    expect(await queued(left)).toMatchObject({ status: 'open', hindrance: { code: 'weak-lookup' } });
  });

  test('200: expires after a month, and says so; the merchant can still accept it', async () => {
    const folio = newFolio();
    const left = await leaveFor(folio, { email: 'ana@example.com' });
    await work();
    await api.move(31);
    await work();
    expect(await own(left)).toMatchObject({ status: 'expired', detail: expect.stringContaining('no llegó a tiempo') });
    await send(folio);
    await work();
    expect((await own(left)).status).toBe('expired');
    expect(await read(await accept(left.id))).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
  });
});

describe('a request that waits for its merchant', () => {
  test('200: says until when, expires a month after it began to wait, and says so; it can still be accepted', async () => {
    const folio = newFolio();
    await send(folio, { date: new Date(api.now() - 70 * 86_400_000).toISOString() });
    const [found] = await api.search({ folio, total: '348.00' });
    const left = await leave({ sales: [found?.token], reason: 'late', email: 'ana@example.com' });
    expect((await own(left)).detail).toMatch(/no te responde antes del .*, esta solicitud vence\./);
    const { expiresAt = '' } = await queued(left);
    expect(Math.round((Date.parse(expiresAt) - api.now()) / 86_400_000)).toBe(30);
    await api.move(31);
    await work();
    expect(await own(left)).toMatchObject({
      status: 'expired',
      detail: expect.stringContaining('no respondió a tiempo'),
    });
    expect(await read(await accept(left.id))).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
  });
});

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;

async function storedAs(id: string) {
  const sale = await api.services.invoicing.store.sales.get(TENANT, id);
  if (!sale) throw new Error(`no ${id}`);
  return { body: sale.body, keys: keysOf(sale.body), at: api.now() };
}

describe('the merchant’s answers', () => {
  const late = async (more: object = {}): Promise<Left & { readonly sale: string }> => {
    const folio = newFolio();
    const sale = await send(folio, { date: '2026-07-20T10:00:00-06:00' });
    const [found] = await api.search({ folio, total: '348.00' });
    return { ...(await leave({ reason: 'late', sale: found?.token, ...more })), sale };
  };

  test('200: accept what came after the deadline, with one invoice however often, and by every rule of an invoice', async () => {
    const left = await late();
    const before = (await api.stamps()).length;
    const [one, two] = await Promise.all([accept(left.id), accept(left.id)]);
    const [first, second] = [await read<QueuedView>(one), await read<QueuedView>(two)];
    expect([one.status, two.status, first.status]).toEqual([200, 200, 'accepted']);
    expect(second.invoice?.id).toBe(first.invoice?.id);
    expect((await api.stamps()).length).toBe(before + 1);
    expect((await own(left)).invoice?.status).toBe('stamped');
    expect(first.settledBy).toMatch(/^key_/);
  });

  test('422: leave a request with an invalid receptor open, with every fault, and it cannot be accepted in another way', async () => {
    const left = await late({ receptor: { rfc: 'URE180429TM6' } });
    const problem = await readProblem(await accept(left.id), 422);
    expect(problem.code).toBe('invalid-receptor');
    expect(await queued(left)).toMatchObject({ status: 'open', hindrance: { code: 'invalid-receptor' } });
    expect((await own(left)).detail).toEqual(expect.any(String));
  });

  test('409: do not accept an advance payment, a refunded sale or an unpaid one, and say why', async () => {
    const left = await late();
    const sale = await api.services.invoicing.store.sales.get(TENANT, left.sale);
    for (const [change, code] of [
      [{ anticipo: true }, 'needs-merchant'],
      [{ estado: 'pendiente' }, 'sale-unpaid'],
      [{ estado: 'cancelada' }, 'sale-closed'],
    ] as const) {
      await send(sale?.body.folio ?? '', { date: '2026-07-20T10:00:00-06:00', ...change });
      expect((await readProblem(await accept(left.id), 409)).code).toBe(code);
      expect(await queued(left)).toMatchObject({ status: 'open', hindrance: { code } });
    }
  });

  test('409: have to name the sale if it is not here yet; 409: a sale that does not exist', async () => {
    const left = await leaveFor(newFolio());
    expect((await readProblem(await accept(left.id), 409)).errors).toMatchObject([{ code: 'sale-not-here' }]);
    expect((await readProblem(await accept(left.id, { sale: 'sale_none' }), 409)).errors).toMatchObject([
      { code: 'unknown-sale', pointer: '/sale' },
    ]);
    const other = await send(newFolio());
    expect(await read(await accept(left.id, { sale: other }))).toMatchObject({ status: 'accepted' });
  });

  test('200: decline once, with a reason that the customer’s page shows; 409: it cannot be accepted afterwards', async () => {
    const left = await late({ email: 'ana@example.com' });
    const declined = await decline(left.id, { reason: 'El ticket es de otra sucursal.' });
    expect(await read(declined)).toMatchObject({ status: 'declined', answer: 'El ticket es de otra sucursal.' });
    expect(await read(await decline(left.id, { reason: 'Otra cosa.' }))).toMatchObject({
      answer: 'El ticket es de otra sucursal.',
    });
    expect(await own(left)).toMatchObject({ status: 'declined', answer: 'El ticket es de otra sucursal.' });
    expect((await readProblem(await accept(left.id), 409)).code).toBe('request-declined');
  });

  test('409: do not decline what was accepted; 400: nor without a reason', async () => {
    const left = await late();
    await readProblem(await decline(left.id, { reason: ' ' }), 400);
    await read(await accept(left.id));
    expect((await readProblem(await decline(left.id, { reason: 'No' }), 409)).code).toBe('request-accepted');
  });

  test('200: list the queue by status, page by page; 404: and reach no other merchant’s', async () => {
    const left = await late();
    const list = async (query: string) =>
      read<{ requests: QueuedView[]; next?: string }>(
        await api.request(`/v1/requests?${query}`, { headers: authorized() }),
      );
    const page = await list('status=open&limit=1');
    expect(page).toMatchObject({ requests: [{ id: left.id, waitsFor: 'merchant', total: '348.00' }], next: left.id });
    expect((await list(`status=open&limit=1&after=${page.next}`)).requests[0]?.id).not.toBe(left.id);
    const theirs = { authorization: `Bearer ${await api.createKey({ merchantId: 'mer_yunque' })}` };
    await readProblem(await api.request(`/v1/requests/${left.id}`, { headers: theirs }), 404);
    await readProblem(await api.post(`/v1/requests/${left.id}/accept`, {}, theirs), 404);
    await readProblem(await api.post(`/v1/requests/${left.id}/decline`, { reason: 'No' }, theirs), 404);
    const reader = { authorization: `Bearer ${await api.createKey({ scopes: ['invoices:read'] })}` };
    await readProblem(await api.post(`/v1/requests/${left.id}/accept`, {}, reader), 403);
    await readProblem(await api.request('/v1/requests'), 401);
  });

  test('reach every listener once: accepted with its invoice, declined, expired', async () => {
    const { store } = api.services.invoicing;
    const events = ['request.accepted', 'request.declined', 'request.expired'] as const;
    await store.listeners.put(aListener('whe_answers', { events }));
    const [one, other, third] = [await late(), await late(), await leaveFor(newFolio())];
    await accept(one.id);
    await accept(one.id);
    await decline(other.id, { reason: 'No' });
    await api.move(31);
    await work();
    await store.events.fanOut({ now: api.now(), limit: 1000, alertDelayMs: 0 });
    const deliveries = await store.deliveries.list(TENANT, { limit: 100, target: 'whe_answers' });
    const ours = deliveries.filter(({ subject }) => [one.id, other.id, third.id].includes(subject));
    expect(ours.map(({ payload, subject }) => `${payload.type} ${subject}`).sort()).toEqual(
      [`request.accepted ${one.id}`, `request.declined ${other.id}`, `request.expired ${third.id}`].sort(),
    );
  });
});
