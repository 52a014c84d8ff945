/** Correcting the receptor of an invoice, as its customer and as its merchant. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { CorrectedView } from '../../server/http/portal/corrected-view.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import type { RequestView } from '../../server/http/portal/request-view.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { ALBA, DAY_MS, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { satOracle } from '../support/sat-oracle.ts';

const HOUR_MS = DAY_MS / 24;
const GASTOS: Receptor = { ...UNIVERSIDAD, usoCfdi: 'I04' };
/** The sandbox knows this taxpayer's name as another. */
const MISSPELT: Receptor = { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD ROBOTICA' };
const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;

type Correction = { readonly invoice?: CorrectedView; readonly request?: RequestView };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
afterEach(async () => {
  await api.heal();
  await api.change(DEMO_PORTAL, { correctAnyTime: false });
});

/** A stamped breakfast of 348.00; `more` changes the sale. */
async function invoiced(more: Parameters<TestApi['buy']>[0] = {}, receptor = UNIVERSIDAD): Promise<InvoiceView> {
  const body = { sales: [await api.buy(more)], receptor };
  return readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
}

const customer = ({ id, accessToken }: InvoiceView, receptor?: Receptor, path = ''): Promise<Response> =>
  api.post(`/v1/portals/${DEMO_PORTAL}/invoices/correct${path}`, { invoice: id, token: accessToken, receptor });

const merchant = (path: string, body?: object, method = 'POST'): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

/** What the SAT and our books say at rest. */
async function booksOf(old: InvoiceView, substitute: InvoiceView) {
  const { store } = api.services.invoicing;
  const [cancellation, ...others] = await store.cancellations.ofInvoice(TENANT, old.id);
  const before = await store.invoices.get(old.id);
  const sale = await store.sales.get(TENANT, before?.saleIds[0] ?? '');
  return {
    old: before?.state,
    holder: sale?.invoiceId === substitute.id,
    cancellation: [cancellation?.motivo, cancellation?.state, cancellation?.substitute === substitute.uuid],
    others: others.length,
  };
}
const AT_REST = { old: 'canceled', holder: true, cancellation: ['01', 'canceled', true], others: 0 };

async function xmlOf({ links }: InvoiceView): Promise<string> {
  return (await api.request(links.xml ?? '')).text();
}

describe('a customer who holds the invoice', () => {
  test('201: gets the substitute at once, and the old one is cancelled with motivo 01', async () => {
    const old = await invoiced();
    const { invoice } = await read<Correction>(await customer(old, GASTOS));
    if (!invoice) throw new Error('no invoice');
    expect(invoice).toMatchObject({ status: 'stamped', total: '348.00', replaces: { uuid: old.uuid } });
    expect(invoice.replaces.cancellation).toMatchObject({ status: 'canceled', acceptance: { needed: false } });
    expect(invoice.replaces.detail).toContain(`${old.serie}-${old.folio}`);
    expect(await booksOf(old, invoice)).toEqual(AT_REST);
    const xml = await xmlOf(invoice);
    const parsed = readCfdi(xml);
    expect(parsed.kind === 'cfdi' && parsed.file.comprobante).toMatchObject({
      cfdiRelacionados: [{ tipoRelacion: '04', uuids: [old.uuid] }],
      receptor: { usoCfdi: 'I04' },
    });
    const file = join(api.directory, 'substitute.xml');
    writeFileSync(file, xml);
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict).toMatchObject({ xsd: true, sello: true, serial: true });
  });

  test('200: gets the same substitute when they press again, and the SAT gets one request', async () => {
    const old = await invoiced();
    const [first, second] = await Promise.all([customer(old, GASTOS), customer(old, GASTOS)]);
    const third = await customer(old, GASTOS);
    expect(third.status).toBe(200);
    const ids = await Promise.all(
      [first, second, third].map(async (answer) => (await read<Correction>(answer)).invoice?.id),
    );
    expect(new Set(ids).size).toBe(1);
    const asked = (await api.cancellations()).filter(({ uuid }) => uuid === old.uuid);
    expect(asked.map(({ requests }) => requests)).toEqual([1]);
  });

  test('200: finds it through the links afterwards: the new one says what it replaces, and the old one where to find the new one', async () => {
    const old = await invoiced();
    const { invoice } = await read<Correction>(await customer(old, GASTOS));
    const opened = await read<CorrectedView>(await api.request(invoice?.links.self ?? ''));
    expect(opened.replaces).toMatchObject({ uuid: old.uuid, cancellation: { status: 'canceled' } });
    const before = await read<{ status: string; problem: object }>(await api.request(old.links.self));
    expect(before).toMatchObject({ status: 'canceled', problem: { code: 'invoice-replaced' } });
    expect(JSON.stringify(before)).not.toContain(invoice?.id);
  });

  test('422: a refusal by the SAT points at the field, and leaves the old one in force and free to correct', async () => {
    const old = await invoiced();
    const problem = await readProblem(await customer(old, MISSPELT), 422);
    expect(problem).toMatchObject({ code: 'sat-refused-receptor', errors: [{ pointer: '/receptor/nombre' }] });
    expect((await api.services.invoicing.store.invoices.get(old.id))?.state).toBe('stamped');
    expect((await customer(old, GASTOS)).status).toBe(201);
  });

  test('404: cannot correct it with an RFC, a postal code or another invoice’s token instead of its own token', async () => {
    const [old, other] = [await invoiced(), await invoiced()];
    for (const token of ['', UNIVERSIDAD.rfc, other.accessToken])
      await readProblem(await customer({ ...old, accessToken: token }, GASTOS), 404);
  });

  test('200: sees the old and new details, and what will happen, before anything is stored', async () => {
    const old = await invoiced();
    expect(await read(await customer(old, undefined, '/preview'))).toEqual({ receptor: UNIVERSIDAD, changes: [] });
    const preview = await read(await customer(old, GASTOS, '/preview'));
    expect(preview).toMatchObject({
      changes: [{ field: 'usoCfdi', from: 'G03', to: 'I04' }],
      ...{ how: 'now', detail: expect.stringContaining('cancelamos la anterior'), document: { total: '348.00' } },
    });
    expect(await api.services.invoicing.store.cancellations.ofInvoice(TENANT, old.id)).toEqual([]);
  });

  test('422: cannot correct it to the details that it already has', async () => {
    const problem = await readProblem(await customer(await invoiced(), { ...UNIVERSIDAD, rfc: 'ure180429tm6' }), 422);
    expect(problem.code).toBe('nothing-to-correct');
  });

  test('409: can change the RFC once in the life of a sale, and the other details afterwards too', async () => {
    const old = await invoiced();
    const { invoice: second } = await read<Correction>(await customer(old, ALBA));
    if (!second) throw new Error('no invoice');
    expect((await readProblem(await customer(second, UNIVERSIDAD), 409)).code).toBe('rfc-already-corrected');
    const third = await read<Correction>(await customer(second, { ...ALBA, usoCfdi: 'S01' }));
    expect(third.invoice?.status).toBe('stamped');
    expect((await readProblem(await customer(third.invoice as InvoiceView, UNIVERSIDAD), 409)).code).toBe(
      'rfc-already-corrected',
    );
    expect((await readProblem(await customer(second, GASTOS), 409)).code).toBe('already-corrected');
  });
});

describe('an invoice that is not corrected', () => {
  test('409: one with a nota de crédito on it', async () => {
    const old = await invoiced();
    const { saleIds: [sale] = [] } = (await api.services.invoicing.store.invoices.get(old.id)) ?? {};
    const refund = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    expect((await merchant(`/sales/${sale}/refunds`, refund)).status).toBe(201);
    expect((await readProblem(await customer(old, GASTOS), 409)).code).toBe('correction-related');
    expect((await readProblem(await merchant(`/invoices/${old.id}/correct`, { receptor: GASTOS }), 409)).code).toBe(
      'correction-related',
    );
  });

  test('409: one that is under cancellation, and one that is cancelled', async () => {
    const old = await invoiced({ total: '1392.00', conceptos: dinner() });
    await api.move(5);
    expect((await merchant(`/invoices/${old.id}/cancel`, { motivo: '02' })).status).toBe(202);
    const receptor = GASTOS;
    expect((await readProblem(await merchant(`/invoices/${old.id}/correct`, { receptor }), 409)).code).toBe(
      'correction-under-cancellation',
    );
    const small = await invoiced();
    await merchant(`/invoices/${small.id}/cancel`, { motivo: '02' });
    expect((await readProblem(await customer(small, GASTOS), 409)).code).toBe('not-correctable');
  });

  test('409: one whose substitute is being stamped is neither corrected in another way nor cancelled, and its refund waits', async () => {
    const old = await invoiced();
    const { saleIds: [sale] = [] } = (await api.services.invoicing.store.invoices.get(old.id)) ?? {};
    await api.fault({ fault: 'error-before', times: 1_000 });
    const { invoice } = await read<Correction>(await customer(old, GASTOS));
    expect(invoice?.status).toBe('pending');
    expect((await readProblem(await customer(old, { ...GASTOS, usoCfdi: 'I08' }), 409)).code).toBe(
      'correction-in-progress',
    );
    expect((await readProblem(await merchant(`/invoices/${old.id}/cancel`, { motivo: '02' }), 409)).code).toBe(
      'correction-in-progress',
    );
    const refund = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const { id } = await read<{ id: string }>(await merchant(`/sales/${sale}/refunds`, refund));
    await api.heal();
    await api.move(HOUR_MS / DAY_MS);
    await api.settle();
    await resumeRefunds(api.services.invoicing);
    await settleCancellationsDue(api.services.invoicing);
    await api.settle();
    const { store } = api.services.invoicing;
    expect((await store.invoices.get(old.id))?.state).toBe('canceled');
    const credited = await store.invoices.get((await store.refunds.get(TENANT, id))?.invoiceId ?? '');
    const substitute = await store.invoices.get(invoice?.id ?? '');
    expect(credited).toMatchObject({ state: 'stamped', snapshot: { from: { uuid: substitute?.stamped?.uuid } } });
  });
});

describe('a merchant who corrects', () => {
  test('200: sees what will be stamped and cancelled before anything is stored; then 201, as it was shown', async () => {
    const old = await invoiced();
    const plan = await read(await merchant(`/invoices/${old.id}/correct/preview`, { receptor: GASTOS }));
    expect(plan).toMatchObject({
      changes: [{ field: 'usoCfdi', from: 'G03', to: 'I04' }],
      ...{ detail: expect.stringMatching(/04.*motivo 01/), document: { total: '348.00', receptor: GASTOS } },
    });
    expect(await api.services.invoicing.store.cancellations.ofInvoice(TENANT, old.id)).toEqual([]);
    const made = await merchant(`/invoices/${old.id}/correct`, { receptor: GASTOS });
    expect(made.status).toBe(201);
    const substitute = await read<InvoiceView>(made);
    expect(await booksOf(old, substitute)).toEqual(AT_REST);
    const shown = await read(await merchant(`/invoices/${substitute.id}`, undefined, 'GET'));
    expect(shown).toMatchObject({ origin: 'merchant', by: { id: expect.stringMatching(/^key_/) } });
  });

  test('200: says that the receptor has to accept the cancellation, and until when', async () => {
    const old = await invoiced({ total: '1392.00', conceptos: dinner() });
    await api.move(4);
    const plan = await read(await merchant(`/invoices/${old.id}/correct/preview`, { receptor: GASTOS }));
    expect(plan).toMatchObject({ detail: expect.stringContaining('Buzón Tributario a más tardar el') });
  });
});

describe('what the merchant is asked for', () => {
  test('202: a correction in another month, which is made once it is accepted; the request’s link has the new invoice', async () => {
    const old = await invoiced();
    await api.move(12);
    const { request } = await read<Correction>(await customer(old, GASTOS));
    expect(request).toMatchObject({ status: 'open', reason: 'correction' });
    expect(request?.detail).toContain('sigue vigente');
    expect((await api.services.invoicing.store.invoices.get(old.id))?.state).toBe('stamped');
    const queue = await read<{ requests: { id: string; corrects?: string }[] }>(
      await merchant('/requests?status=open', undefined, 'GET'),
    );
    expect(queue.requests.find(({ id }) => id === request?.id)?.corrects).toBe(old.id);
    expect((await merchant(`/requests/${request?.id}/accept`, {})).status).toBe(200);
    const own = await read<RequestView>(await api.request(request?.links.self ?? ''));
    expect(own).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
    await settleCancellationsDue(api.services.invoicing);
    expect(await booksOf(old, own.invoice as InvoiceView)).toEqual(AT_REST);
  });

  test('200: a correction that the merchant declines leaves the invoice in force, and its page says so', async () => {
    const old = await invoiced();
    await api.move(31);
    const { request } = await read<Correction>(await customer(old, { ...GASTOS, usoCfdi: 'I08' }));
    const reason = 'Ese mes ya está declarado.';
    expect((await merchant(`/requests/${request?.id}/decline`, { reason })).status).toBe(200);
    const own = await read<RequestView>(await api.request(request?.links.self ?? ''));
    expect(own).toMatchObject({ status: 'declined', answer: reason, detail: expect.stringContaining('sigue vigente') });
    expect(await read(await api.request(old.links.self))).toMatchObject({ status: 'stamped', uuid: old.uuid });
  });

  test('202: a correction whose cancellation the receptor has to accept; it is made at once if the merchant allows it', async () => {
    const old = await invoiced({ total: '1392.00', conceptos: dinner() });
    await api.move(4);
    const preview = await read(await customer(old, GASTOS, '/preview'));
    expect(preview).toMatchObject({ how: 'request' });
    await api.change(DEMO_PORTAL, { correctAnyTime: true });
    const { invoice } = await read<Correction>(await customer(old, GASTOS));
    expect(invoice?.replaces.cancellation).toMatchObject({ status: 'sent', acceptance: { needed: true } });
    expect(invoice?.replaces.detail).toContain('Buzón Tributario');
    await api.receptorSays(old.uuid ?? '', 'accepted');
    await api.move(HOUR_MS / DAY_MS);
    await settleCancellationsDue(api.services.invoicing);
    expect(await booksOf(old, invoice as InvoiceView)).toEqual(AT_REST);
  });
});

function dinner() {
  return [
    {
      ...{ claveProdServ: '90101501', descripcion: 'Cena para ocho', claveUnidad: 'E48', cantidad: '1' },
      valorUnitario: '1392.00',
      impuestos: [
        { tipo: 'traslado' as const, impuesto: '002' as const, tipoFactor: 'Tasa' as const, tasaOCuota: '0.160000' },
      ],
    },
  ];
}
