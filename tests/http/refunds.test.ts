import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { satOracle } from '../support/sat-oracle.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type RefundView = {
  readonly id: string;
  readonly status: string;
  readonly total: string;
  readonly egreso?: InvoiceView;
};

/** A Shopify basket of coffee: two bags at 174.00, delivery at 116.00. */
const BASKET = {
  total: '464.00',
  conceptos: [
    line('50201706', 'Café de Coatepec 500 g', '2', '174.00', 'CAF-500'),
    line('78102200', 'Envío a domicilio', '1', '116.00'),
  ],
};

/** A dinner for forty people. */
const BANQUET = { total: '4640.00', conceptos: [line('90101603', 'Banquete', '40', '116.00')] };

function line(
  claveProdServ: string,
  descripcion: string,
  cantidad: string,
  valorUnitario: string,
  noIdentificacion?: string,
) {
  return {
    ...{ claveProdServ, descripcion, claveUnidad: 'H87', cantidad, valorUnitario },
    ...(noIdentificacion !== undefined && { noIdentificacion }),
    impuestos: [
      { tipo: 'traslado' as const, impuesto: '002' as const, tipoFactor: 'Tasa' as const, tasaOCuota: '0.160000' },
    ],
  };
}

let bought = 0;
/** A sale as a till or shop pushes it. */
async function sell(more: object = {}): Promise<{ readonly id: string; readonly folio: string }> {
  const folio = `R-${++bought}`;
  const date = new Date(api.now() - 86_400_000).toISOString();
  const answer = await merchant('POST', '/sales', { folio, date, formaPago: '04', ...BASKET, ...more });
  return { id: (await read<{ id: string }>(answer)).id, folio };
}

const merchant = (method: string, path: string, body?: object, key = api.key): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

const refund = (sale: string, more: object = {}): Promise<Response> =>
  merchant('POST', `/sales/${sale}/refunds`, {
    ...{ total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' },
    ...more,
  });

async function invoice({ folio }: { readonly folio: string }, total = '464.00'): Promise<InvoiceView> {
  const [found] = await api.search({ folio, total });
  const sales = [found?.token];
  return readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales, receptor: UNIVERSIDAD }), 201);
}

/** What no CFDI covers of a sale, as the cuadre of its day has it. */
async function pendingOf(id: string): Promise<string | undefined> {
  const day = new Date(api.now() - 86_400_000).toISOString().slice(0, 10);
  type Lines = { readonly sales: readonly { readonly id: string; readonly pending: string }[] };
  const { sales } = await read<Lines>(await merchant('GET', `/cuadre/${day}`));
  return sales.find((line) => line.id === id)?.pending;
}

async function documentOf({ links }: InvoiceView) {
  const xml = await (await api.request(links.xml ?? '')).text();
  const parsed = readCfdi(xml);
  if (parsed.kind !== 'cfdi') throw new Error(xml);
  return { xml, ...parsed.file.comprobante };
}

describe('a refund of a sale that nobody has invoiced', () => {
  test('201: reduces it: the customer finds it by the ticket’s total and is invoiced for what is left', async () => {
    const sale = await sell();
    expect(await read(await refund(sale.id))).toMatchObject({ status: 'reduced', total: '116.00' });
    const stamped = await documentOf(await invoice(sale));
    expect(stamped).toMatchObject({ total: '348.00', tipoDeComprobante: 'I' });
  });

  test('200: its customer sees figures that add up to what is left, with prices that include taxes or not', async () => {
    const sale = await sell();
    await refund(sale.id);
    const [found] = await api.search({ folio: sale.folio, total: '464.00' });
    const importes = ['348.00', '116.00'];
    expect(found).toMatchObject({
      total: '348.00',
      descuento: '116.00',
      conceptos: importes.map((importe) => ({ importe })),
    });
    expect(found).not.toHaveProperty('impuestos');
    const beforeTaxes = await sell({ pricesIncludeTax: false, total: '538.24' });
    await refund(beforeTaxes.id);
    expect((await api.search({ folio: beforeTaxes.folio, total: '538.24' }))[0]).toMatchObject({
      ...{ total: '422.24', descuento: '100.00', impuestos: '58.24' },
      conceptos: importes.map((importe) => ({ importe })),
    });
  });

  test('201: of goods removes their line', async () => {
    const sale = await sell();
    const [bags] = BASKET.conceptos;
    await refund(sale.id, { total: '174.00', conceptos: [{ ...bags, cantidad: '1' }] });
    const { conceptos, total } = await documentOf(await invoice(sale));
    expect(total).toBe('290.00');
    expect(conceptos.map(({ descripcion, cantidad }) => `${cantidad} ${descripcion}`)).toEqual([
      '1 Café de Coatepec 500 g',
      '1 Envío a domicilio',
    ]);
  });

  test('201: of the whole amount closes the sale, in one refund or in several', async () => {
    const sale = await sell();
    await refund(sale.id, { total: '400.00' });
    await refund(sale.id, { total: '64.00' });
    const [found] = await api.search({ folio: sale.folio, total: '464.00' });
    expect(found?.status).toBe('closed');
  });

  test('422: of more than is left says how much is left', async () => {
    const sale = await sell();
    await refund(sale.id, { total: '400.00' });
    const problem = await readProblem(await refund(sale.id, { total: '64.01' }), 422);
    expect(problem).toMatchObject({ code: 'refund-too-much', detail: expect.stringContaining('64.00') });
  });

  test('422: of goods that the sale does not have points at them, and changes nothing', async () => {
    const sale = await sell();
    const conceptos = [line('50201706', 'Té verde', '1', '174.00')];
    const problem = await readProblem(await refund(sale.id, { total: '174.00', conceptos }), 422);
    expect(problem).toMatchObject({
      code: 'invalid-refund',
      errors: [{ code: 'refund-not-in-sale', pointer: '/conceptos/0' }],
    });
    expect((await documentOf(await invoice(sale))).total).toBe('464.00');
  });

  test('200: stays when the sale is sent again as it was before', async () => {
    const sale = await sell();
    await refund(sale.id);
    const again = await merchant('POST', '/sales', {
      ...{ folio: sale.folio, date: new Date(api.now() - 86_400_000).toISOString(), formaPago: '04' },
      ...BASKET,
    });
    expect(await read(again)).toMatchObject({ result: 'locked', total: '348.00' });
  });
});

describe('a refund of an invoiced sale', () => {
  test('201: is issued by the merchant as they are now, although the invoice says another régimen', async () => {
    const sale = await sell();
    const nominative = await documentOf(await invoice(sale));
    const { regimenFiscal } = nominative.emisor;
    const other = regimenFiscal === '601' ? '626' : '601';
    expect((await merchant('PATCH', '/merchant', { regimenFiscal: other })).status).toBe(200);
    try {
      const { egreso } = await read<RefundView>(await refund(sale.id));
      expect((await documentOf(egreso as InvoiceView)).emisor.regimenFiscal).toBe(other);
    } finally {
      await merchant('PATCH', '/merchant', { regimenFiscal });
    }
  });

  test('201: is a nota de crédito against its invoice, sealed and stamped, with its own numbering', async () => {
    const sale = await sell();
    const nominative = await invoice(sale);
    const { status, egreso } = await read<RefundView>(await refund(sale.id));
    expect(status).toBe('credited');
    const { xml, ...nota } = await documentOf(egreso as InvoiceView);
    expect(nota).toMatchObject({
      ...{ tipoDeComprobante: 'E', total: '116.00', serie: 'CJNC', formaPago: '04' },
      cfdiRelacionados: [{ tipoRelacion: '01', uuids: [nominative.uuid] }],
      receptor: { rfc: UNIVERSIDAD.rfc, usoCfdi: 'G02' },
    });
    const file = join(api.directory, 'nota.xml');
    writeFileSync(file, xml);
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict).toMatchObject({ xsd: true, sello: true, serial: true });
    expect((await api.search({ folio: sale.folio, total: '464.00' }))[0]?.status).toBe('invoiced');
  });

  test('201: of goods is related as a return of merchandise', async () => {
    const sale = await sell();
    const { uuid } = await invoice(sale);
    const [bags] = BASKET.conceptos;
    const { egreso } = await read<RefundView>(
      await refund(sale.id, { total: '174.00', conceptos: [{ ...bags, cantidad: '1' }] }),
    );
    const { cfdiRelacionados, total } = await documentOf(egreso as InvoiceView);
    expect({ cfdiRelacionados, total }).toEqual({
      cfdiRelacionados: [{ tipoRelacion: '03', uuids: [uuid] }],
      total: '174.00',
    });
  });

  test('201: twenty times at once under one reference is one nota de crédito', async () => {
    const sale = await sell();
    await invoice(sale);
    const before = (await api.stamps()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund(sale.id, { reference: 'DEV-77' })));
    const refunds = await Promise.all(answers.map((answer) => read<RefundView>(answer)));
    expect(new Set(refunds.map(({ id }) => id)).size).toBe(1);
    expect((await api.stamps()).length).toBe(before + 1);
  });

  test('422: stops where several together would exceed the invoice', async () => {
    const sale = await sell();
    await invoice(sale);
    const statuses = (await Promise.all([1, 2, 3, 4, 5].map(() => refund(sale.id)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 201, 201, 201, 422]);
  });

  test('200: waits if the merchant wants to approve it first, and is then issued or declined', async () => {
    await api.change(DEMO_PORTAL, { approveRefunds: true });
    const [one, two] = [await sell(), await sell()];
    for (const sale of [one, two]) await invoice(sale);
    const [first, second] = [
      await read<RefundView>(await refund(one.id)),
      await read<RefundView>(await refund(two.id)),
    ];
    expect([first.status, second.status]).toEqual(['awaiting-approval', 'awaiting-approval']);
    const approved = await read<RefundView>(await merchant('POST', `/refunds/${first.id}/approve`));
    expect(approved).toMatchObject({ status: 'credited', egreso: { status: 'stamped' } });
    expect((await read<RefundView>(await merchant('POST', `/refunds/${first.id}/approve`))).egreso?.uuid).toBe(
      approved.egreso?.uuid,
    );
    const declined = await merchant('POST', `/refunds/${second.id}/decline`, { reason: 'Se devolvió en efectivo' });
    expect(await read(declined)).toMatchObject({ status: 'declined', reason: 'Se devolvió en efectivo' });
    await api.change(DEMO_PORTAL, { approveRefunds: false });
  });

  test('200: whose nota de crédito was cancelled is decided again; 409 while the nota is in force', async () => {
    const sale = await sell();
    await invoice(sale);
    const { id, egreso } = await read<RefundView>(await refund(sale.id));
    const decline = () => merchant('POST', `/refunds/${id}/decline`, { reason: 'Se registró por error' });
    expect((await readProblem(await decline(), 409)).code).toBe('refund-not-waiting');
    await merchant('POST', `/invoices/${egreso?.id}/cancel`, { motivo: '02' });
    expect(await pendingOf(sale.id)).toBe('-116.00');
    expect(await read(await decline())).toMatchObject({ status: 'declined' });
    expect(await pendingOf(sale.id)).toBe('0.00');
    expect((await readProblem(await merchant('POST', `/refunds/${id}/approve`), 409)).code).toBe('refund-not-waiting');
  });

  test('201: waits while the invoice is in doubt, and is credited once that is stamped', async () => {
    const sale = await sell();
    const [found] = await api.search({ folio: sale.folio, total: '464.00' });
    await api.fault({ fault: 'lose-answer' });
    const asked = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, {
      sales: [found?.token],
      receptor: UNIVERSIDAD,
    });
    const waiting = await read<RefundView>(await refund(sale.id));
    expect([asked.status, waiting.status]).toEqual([202, 'waiting']);
    await api.heal();
    await api.move(1 / 24);
    await api.settle();
    await resumeRefunds(api.services.invoicing);
    await api.settle();
    const { refunds } = await read<{ refunds: RefundView[] }>(await merchant('GET', `/refunds?sale=${sale.id}`));
    expect(refunds).toMatchObject([{ id: waiting.id, status: 'credited', egreso: { status: 'stamped' } }]);
  });
});

describe('a refund of a sale whose invoice is being cancelled', () => {
  const cancel = (id: string) => merchant('POST', `/invoices/${id}/cancel`, { motivo: '02' });
  /** An invoice of 4,640.00 whose receptor has to accept: past its first day. */
  async function invoicedBefore() {
    const sale = await sell({ ...BANQUET });
    const nominative = await invoice(sale, BANQUET.total);
    await api.move(5);
    return { sale, nominative };
  }
  async function settled(sale: { readonly id: string }) {
    await api.move(1 / 24);
    await settleCancellationsDue(api.services.invoicing);
    await resumeRefunds(api.services.invoicing);
    await api.settle();
    const { refunds } = await read<{ refunds: RefundView[] }>(await merchant('GET', `/refunds?sale=${sale.id}`));
    return refunds;
  }

  test.each([
    ['accepted', 'reduced'],
    ['rejected', 'credited'],
  ] as const)('201: waits for the receptor, and once the cancellation is %s it is %s', async (answer, status) => {
    const { sale, nominative } = await invoicedBefore();
    expect((await cancel(nominative.id)).status).toBe(202);
    const given = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const preview = await merchant('POST', `/sales/${sale.id}/refunds/preview`, given);
    expect(await read(preview)).toMatchObject({ outcome: 'waiting' });
    expect(await read(await refund(sale.id))).toMatchObject({ status: 'waiting' });
    await api.receptorSays(nominative.uuid ?? '', answer);
    expect(await settled(sale)).toMatchObject([{ status }]);
  });

  const isRelated = async ({ id }: InvoiceView) =>
    (await read<{ related: boolean }>(await merchant('GET', `/invoices/${id}/cancellation-terms`))).related;

  test('200: the terms of a cancellation name a nota de crédito as soon as it is on its way', async () => {
    const { sale, nominative } = await invoicedBefore();
    expect(await isRelated(nominative)).toBe(false);
    await api.fault({ fault: 'maintenance', times: 50 });
    const refunded = refund(sale.id);
    await expect.poll(() => isRelated(nominative)).toBe(true);
    await api.heal();
    expect(await read(await refunded)).toMatchObject({ status: 'credited' });
  });

  test('409: an invoice with a nota de crédito is not cancelled before that one is', async () => {
    const { sale, nominative } = await invoicedBefore();
    const { egreso } = await read<RefundView>(await refund(sale.id));
    const problem = await readProblem(await cancel(nominative.id), 409);
    expect(problem.code).toBe('related-documents');
    expect((await cancel(egreso?.id ?? '')).status).toBe(200);
    expect((await cancel(nominative.id)).status).toBe(202);
  });
});

describe('a refund of a sale in a factura global', () => {
  test('201: is a nota de crédito to the general public against the global, even if goods were returned', async () => {
    const sale = await sell({ date: '2026-10-15T12:00:00-06:00' });
    const period = { branch: 'roma', periodicidad: '04', from: '2026-10-01', to: '2026-10-31' };
    const answer = await merchant('POST', '/global-invoices', period);
    const { invoices } = await read<{ invoices: { uuid: string }[] }>(answer);
    const [bags] = BASKET.conceptos;
    const { egreso } = await read<RefundView>(
      await refund(sale.id, { total: '174.00', conceptos: [{ ...bags, cantidad: '1' }] }),
    );
    expect(await documentOf(egreso as InvoiceView)).toMatchObject({
      ...{ tipoDeComprobante: 'E', total: '174.00' },
      cfdiRelacionados: [{ tipoRelacion: '01', uuids: [invoices[0]?.uuid] }],
      receptor: { rfc: 'XAXX010101000' },
    });
  });
});

describe('a refund that is malformed or somebody else’s', () => {
  test('404: of another merchant’s sale is as if the sale did not exist', async () => {
    const sale = await sell();
    const other = await api.createKey({ merchantId: 'mer_yunque' });
    const body = { total: '1.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    await readProblem(await merchant('POST', `/sales/${sale.id}/refunds`, body, other), 404);
  });

  test.each([
    [{ total: '-5.00' }, '/total'],
    [{ total: 5 }, '/total'],
    [{ date: 'ayer' }, '/date'],
    [{ date: '2026-01-01T10:00:00-06:00' }, '/date'],
    [{ date: '2031-01-01T10:00:00-06:00' }, '/date'],
    [{ formaPago: '98' }, '/formaPago'],
    [{ conceptos: [] }, '/conceptos'],
  ])('422: %j is refused at its field', async (more, pointer) => {
    const sale = await sell();
    const problem = await readProblem(await refund(sale.id, more), 422);
    expect(problem).toMatchObject({ code: 'invalid-refund', errors: [expect.objectContaining({ pointer })] });
  });
});
