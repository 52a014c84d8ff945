import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Preview } from '../../server/http/portal/preview-view.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { ALBA, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: ['mer_jacaranda', 'mer_ingrid'] });
});
afterAll(() => api.stop());

const DESIGNER = 'ingrid-xodar';
const invoicesOf = (slug: string) => `/v1/portals/${slug}/invoices`;

/** A logo, paid through a payment link: 11,600.00. */
const LOGO: Partial<SaleWire> = {
  branch: undefined,
  formaPago: '04',
  total: '11600.00',
  conceptos: [
    {
      claveProdServ: '82141502',
      descripcion: 'Diseño de logotipo',
      claveUnidad: 'E48',
      cantidad: '1',
      valorUnitario: '11600.00',
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
    },
  ],
};

async function preview(slug: string, sales: readonly string[], receptor: Receptor, language = 'es-MX') {
  const answer = await api.post(`${invoicesOf(slug)}/preview`, { sales, receptor }, { 'accept-language': language });
  expect(answer.status).toBe(200);
  return read<Preview>(answer);
}

describe('a retention is said before anything is asked for', () => {
  test('200: the preview shows what was paid, each retention in words, and the total with them', async () => {
    const { request, total } = await preview(DESIGNER, [await api.buy(LOGO, DESIGNER)], UNIVERSIDAD);

    expect(total).toBe('11600.00');
    expect(request).toEqual({
      reason: 'retention',
      detail:
        'Tu empresa debe retener impuestos de este pago y pagarlos al SAT; por eso Ingrid Xodar, diseño confirmará tu factura.',
      withholding: {
        paid: '11600.00',
        retenciones: [
          { impuesto: '001', tasaOCuota: '0.012500', importe: '125.00', label: 'ISR que retiene tu empresa (1.25 %)' },
          {
            impuesto: '002',
            tasaOCuota: '0.106667',
            importe: '1066.67',
            label: 'IVA que retiene tu empresa (dos terceras partes)',
          },
        ],
        total: '10408.33',
      },
    });
  });

  test('200: in English when English is requested', async () => {
    const { request } = await preview(DESIGNER, [await api.buy(LOGO, DESIGNER)], UNIVERSIDAD, 'en');

    expect(request?.detail).toMatch(/^Your company must withhold taxes/);
    expect(request?.withholding?.retenciones.map(({ label }) => label)).toEqual([
      'ISR that your company withholds (1.25 %)',
      'IVA that your company withholds (two thirds of it)',
    ]);
  });

  test('201: a person withholds nothing, and no request is mentioned', async () => {
    const sale = await api.buy(LOGO, DESIGNER);

    expect((await preview(DESIGNER, [sale], ALBA)).request).toBeUndefined();
    await readInvoice(await api.post(invoicesOf(DESIGNER), { sales: [sale], receptor: ALBA }), 201);
  });

  test('202: the request is stored with the receptor as given; the invoice itself is still refused', async () => {
    const sale = await api.buy(LOGO, DESIGNER);
    const { request } = await preview(DESIGNER, [sale], UNIVERSIDAD);
    const body = { sale, receptor: UNIVERSIDAD, reason: request?.reason };
    const kept = await read<{ id: string }>(await api.post(`/v1/portals/${DESIGNER}/requests`, body));

    const stored = await api.services.invoicing.store.requests.get(kept.id);
    expect(stored).toMatchObject({ reason: 'retention', receptor: UNIVERSIDAD, status: 'open' });
    const order = { sales: [sale], receptor: UNIVERSIDAD };
    expect((await readProblem(await api.post(invoicesOf(DESIGNER), order), 409)).code).toBe('needs-merchant');
  });

  test('200: its shape is in the OpenAPI document', async () => {
    const { components } = await read<{ components: { schemas: Record<string, { description?: string }> } }>(
      await api.request('/openapi.json'),
    );

    expect(components.schemas).toHaveProperty('RequestInstead.properties.withholding');
    expect(components.schemas.RequestInstead?.description).toContain('POST …/requests');
  });
});

describe('what the invoice would be refused for, the preview says', () => {
  test('200: without a CSD the request goes to the merchant, who learns why nothing can be issued', async () => {
    const slug = 'el-yunque';
    const sale = await api.buy({ branch: undefined }, slug);
    const { request } = await preview(slug, [sale], UNIVERSIDAD);

    expect(request?.reason).toBe('portal-off');
    expect(request?.detail).toMatch(/^Por ahora Ferretería El Yunque no puede hacer facturas en línea/);
    const problem = await readProblem(await api.post(invoicesOf(slug), { sales: [sale], receptor: UNIVERSIDAD }), 503);
    expect(problem.code).toBe('portal-off');
  });

  test('409: a sale that somebody else has invoiced; the owner of the invoice sees it again', async () => {
    const sales = [await api.buy()];
    await readInvoice(await api.post(invoicesOf(DEMO_PORTAL), { sales, receptor: ALBA }), 201);
    const body = { sales, receptor: UNIVERSIDAD };

    const problem = await readProblem(await api.post(`${invoicesOf(DEMO_PORTAL)}/preview`, body), 409);
    expect(problem.code).toBe('already-invoiced');
    expect((await preview(DEMO_PORTAL, sales, ALBA)).request).toBeUndefined();
  });

  test('429: a sale that the SAT refused too often today, to a client that cannot compute a proof of work; 200 to any other', async () => {
    const sale = await api.buy();
    const body = { sales: [sale], receptor: UNIVERSIDAD };
    await api.fault({ fault: 'reject', code: 'CFDI40148', times: 10 });
    for (let tried = 0; tried < 10; tried++) await readProblem(await api.post(invoicesOf(DEMO_PORTAL), body), 422);

    const ask = (headers = {}) => api.post(`${invoicesOf(DEMO_PORTAL)}/preview`, body, headers);
    const problem = await readProblem(await ask({ 'x-autofactura-proof': 'none' }), 429);
    expect(problem).toMatchObject({ code: 'sale-tries-spent', fixedAt: 'later' });
    expect((await ask()).status).toBe(200);
  });

  test('422: what the merchant must correct, without promising a request that was not stored', async () => {
    const sale = await api.buy();
    await api.services.invoicing.store.merchants.putMerchant({
      ...(await merchant()),
      regimenFiscal: '605',
    });
    const problem = await readProblem(
      await api.post(`${invoicesOf(DEMO_PORTAL)}/preview`, { sales: [sale], receptor: UNIVERSIDAD }),
      422,
    );

    expect(problem).toMatchObject({ code: 'merchant-must-fix', fixedAt: 'merchant' });
    expect(problem.request).toBeUndefined();
    expect(problem.detail).toMatch(/Deja tu solicitud/);
  });

  test.each<[string, Partial<SaleWire>, string, number]>([
    ['late', { date: '2026-01-05T18:32:00-06:00' }, 'deadline-passed', 409],
    ['unpaid', { estado: 'pendiente' }, 'sale-unpaid', 409],
    ['cancelled', { estado: 'cancelada' }, 'sale-closed', 409],
    ['an advance payment', { anticipo: true }, 'needs-merchant', 409],
  ])('409: a sale that is %s', async (_, sale, code, status) => {
    const body = { sales: [await api.buy(sale)], receptor: UNIVERSIDAD };

    expect((await readProblem(await api.post(`${invoicesOf(DEMO_PORTAL)}/preview`, body), status)).code).toBe(code);
  });
});

async function merchant() {
  const found = await api.services.invoicing.store.merchants.getMerchant('mer_jacaranda');
  if (!found) throw new Error('no merchant');
  return found;
}
