import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaveProdServRow } from '../../server/catalogs/catalog-store.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import {
  ALBA,
  breakfast,
  DAY_MS,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';

let api: TestApi;
let keys: readonly string[];
beforeAll(async () => {
  api = await startApi();
  keys = await Promise.all(Array.from({ length: 10 }, () => api.createKey()));
});
afterAll(() => api.stop());

const HOUR_MS = 3_600_000;
// A key is good for fifty requests a second: these tests take turns.
let asked = 0;
const bearer = () => ({ authorization: `Bearer ${keys[asked++ % keys.length]}` });
const push = (sale: unknown): Promise<Response> => api.post('/v1/sales', sale, bearer());

let sold = 0;
const sale = (more: object = {}): Record<string, unknown> => ({ ...breakfast(`M-${++sold}`, api.now()), ...more });
const [LINE] = breakfast('', 0).conceptos;
const line = (more: object): object => ({ ...LINE, ...more });
const iva = (tasaOCuota: string): object => ({ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota });
const withheld = (impuesto: string, tasaOCuota: string): object => ({
  tipo: 'retencion',
  impuesto,
  tipoFactor: 'Tasa',
  tasaOCuota,
});

type Fault = { readonly code: string; readonly pointer: string; readonly detail: string };

/** What a sale is refused for in each of the ways a till can submit it: alone, among many, and in a spreadsheet. */
async function refusedEverywhere(wrong: Record<string, unknown>): Promise<readonly Fault[]> {
  const { errors } = await readProblem(await push(wrong), 422);
  const [outcome] = await bulk(JSON.stringify(wrong), 'application/x-ndjson');
  expect(outcome).toMatchObject({ result: 'refused', errors });
  const [row] = await bulk(spreadsheet(wrong), 'text/csv');
  expect(row).toMatchObject({ result: 'refused' });
  expect(codes(row?.errors)).toEqual(codes(errors));
  return errors;
}

type Outcome = { readonly result: string; readonly errors?: readonly Fault[]; readonly warnings?: readonly Fault[] };

async function bulk(body: string, type: string): Promise<readonly Outcome[]> {
  const answer = await api.request('/v1/sales/bulk', {
    method: 'POST',
    headers: { ...bearer(), 'content-type': type },
    body,
  });
  expect(answer.status).toBe(200);
  return (await answer.text())
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Outcome);
}

/** One row; what no column can say is JSON in its cell. */
function spreadsheet(wire: Record<string, unknown>): string {
  const cells = Object.entries(wire).filter(([, value]) => value !== undefined);
  const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const quoted = (value: unknown): string => `"${text(value).replaceAll('"', '""')}"`;
  return [cells.map(([name]) => name), cells.map(([, value]) => quoted(value))].map((row) => row.join(',')).join('\n');
}

const codes = (faults: readonly Fault[] = []) => faults.map(({ code, pointer }) => `${code} ${pointer}`);

describe('payments that do not pay the sale', () => {
  it.each<[string, object, string]>([
    ['10.00 of 348.00', { pagos: [{ formaPago: '04', importe: '10.00' }] }, 'pagos-differ /pagos'],
    [
      'a 99 among them',
      {
        pagos: [
          { formaPago: '04', importe: '300.00' },
          { formaPago: '99', importe: '48.00' },
        ],
      },
      'forma-pago-unknown /pagos/1/formaPago',
    ],
    [
      'a payment of 0.00',
      {
        pagos: [
          { formaPago: '04', importe: '348.00' },
          { formaPago: '01', importe: '0.00' },
        ],
      },
      'amount-not-positive /pagos/1/importe',
    ],
    [
      'a formaPago that contradicts them',
      { formaPago: '01', pagos: [{ formaPago: '04', importe: '348.00' }] },
      'forma-pago-contradicts /formaPago',
    ],
    ['compensación (17)', { formaPago: '17' }, 'forma-pago-extinguishes-debt /formaPago'],
    ['the application of an anticipo (30)', { formaPago: '30' }, 'forma-pago-applies-anticipo /formaPago'],
  ])('422: %s is refused however it is submitted, with its place and a reason', async (_, wrong, fault) => {
    const errors = await refusedEverywhere(sale({ formaPago: undefined, ...wrong }));
    expect(codes(errors)).toEqual([fault]);
    for (const { detail } of errors) expect(detail).not.toMatch(/[{}]|undefined/);
  });

  it('201: a restaurant bill paid with two cards, tip included, is accepted', async () => {
    const pagos = [
      { formaPago: '04', importe: '250.20' },
      { formaPago: '28', importe: '150.00' },
    ];
    expect((await push(sale({ formaPago: undefined, propina: '52.20', pagos }))).status).toBe(201);
  });
});

describe('several taxes on one line', () => {
  it.each<[string, object, string]>([
    ['IVA at 0 % beside 8 %', { impuestos: [iva('0.000000'), iva('0.080000')] }, 'two-iva /conceptos/0/impuestos'],
    [
      'a hotel’s IVA and ISH',
      { claveProdServ: '90111501', impuestos: [iva('0.160000'), { ...iva('0.030000'), impuesto: 'ISH' }] },
      'tax-local /conceptos/0/impuestos/1/impuesto',
    ],
    [
      'objetoImp 02 without taxes',
      { objetoImp: '02', impuestos: undefined },
      'objeto-imp-mismatch /conceptos/0/objetoImp',
    ],
    [
      'the same withholding twice',
      { impuestos: [iva('0.160000'), withheld('001', '0.100000'), withheld('001', '0.100000')] },
      'retencion-twice /conceptos/0/impuestos/2',
    ],
    [
      'IVA withheld where none is transferred',
      { impuestos: [withheld('002', '0.106667')] },
      'retencion-above-iva /conceptos/0/impuestos/0/tasaOCuota',
    ],
  ])('422: %s is refused however it is submitted', async (_, wrong, fault) => {
    expect(codes(await refusedEverywhere(sale({ conceptos: [line(wrong)] })))).toEqual([fault]);
  });

  it('201: IEPS and IVA included in the price are both invoiced, to the cent of what was paid', async () => {
    const conceptos = [
      line({
        claveProdServ: '50202203',
        cantidad: '1',
        valorUnitario: '500.00',
        impuestos: [iva('0.160000'), { ...iva('0.265000'), impuesto: '003' }],
      }),
    ];
    const token = await api.buy({ total: '500.00', conceptos: conceptos as never });
    const order = { sales: [token], receptor: UNIVERSIDAD, desglosarIeps: true };
    const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, order);
    // 500.00 / (1.265 × 1.16) = 340.740084; IEPS on it, IVA on the sum; the last centavo is reconciled in the line.
    expect(await read(answer)).toMatchObject({
      subTotal: '340.74',
      impuestos: [
        { impuesto: '003', base: '340.74', importe: '90.30' },
        { impuesto: '002', base: '431.03', importe: '68.96' },
      ],
      total: '500.00',
    });
  });

  it.each([
    ['leaves its taxes out', undefined],
    ['has an empty list of them', []],
  ])(
    '422: a line that %s and no objetoImp is refused however it is submitted, with what to send instead',
    async (_, impuestos) => {
      const faults = await refusedEverywhere(sale({ conceptos: [line({ impuestos })] }));
      expect(codes(faults)).toEqual(['untaxed-unsaid /conceptos/0/impuestos']);
      expect(faults[0]?.detail).toContain('objetoImp 01');
    },
  );

  it('201: a deposit with objetoImp 01 is untaxed, because it says so', async () => {
    const deposit = sale({ conceptos: [line({ impuestos: undefined, objetoImp: '01' })] });
    expect(await read(await push(deposit))).toMatchObject({ conceptos: [{ objetoImp: '01', impuestos: [] }] });
  });
});

describe('a date of the future', () => {
  it.each([
    ['tomorrow', DAY_MS],
    ['another year', 400 * DAY_MS],
  ])('422: %s is refused however it is submitted', async (_, ahead) => {
    const wrong = sale({ date: new Date(api.now() + ahead).toISOString() });
    expect(codes(await refusedEverywhere(wrong))).toEqual(['date-in-future /date']);
  });

  it('201: a till whose clock is half a day ahead is accepted', async () => {
    expect((await push(sale({ date: new Date(api.now() + 12 * HOUR_MS).toISOString() }))).status).toBe(201);
  });
});

describe('IVA at 8 %', () => {
  const border = (more: object = {}): Record<string, unknown> =>
    sale({ branch: 'tijuana', conceptos: [line({ impuestos: [iva('0.080000')], ...more })] });
  const switchTo = (ivaFrontera: { until: string } | null) => api.change(DEMO_PORTAL, { ivaFrontera });
  const RATE = '/conceptos/0/impuestos/0/tasaOCuota';

  beforeEach(() => switchTo({ until: '2026-12-31' }));
  afterAll(() => switchTo(null));

  it('422: is refused until the merchant switches it on', async () => {
    await switchTo(null);
    expect(codes(await refusedEverywhere(border()))).toEqual([`iva-frontera-off ${RATE}`]);
  });

  it('422: is refused after the last day of the stimulus, which the answer states', async () => {
    await switchTo({ until: '2026-11-18' });
    const [error] = await refusedEverywhere(border());
    expect(error).toMatchObject({ code: 'iva-frontera-ended', pointer: RATE });
    expect(error?.detail).toContain('18/11/2026');
    const before = { ...border(), date: '2026-11-18T23:30:00-08:00' };
    expect((await push(before)).status).toBe(201);
  });

  it('422: is refused outside the region, and for a clave that is not marked', async () => {
    expect(codes(await refusedEverywhere({ ...border(), branch: 'roma' }))).toEqual([
      `iva-frontera-not-enabled ${RATE}`,
    ]);
    expect(codes(await refusedEverywhere(border({ claveProdServ: '01010101' })))).toEqual([
      'iva-frontera-clave /conceptos/0/claveProdServ',
    ]);
  });

  it('422: is decided by the catalogue’s mark, if the catalogue is loaded', async () => {
    const row = (clave: string, estimuloFrontera: boolean): ClaveProdServRow => ({
      ...{ clave, texto: clave, iva: 'opcional', ieps: 'opcional', complemento: '', validFrom: '2022-01-01' },
      estimuloFrontera,
    });
    const { catalogs } = api.services.invoicing.store;
    await catalogs.replaceClavesProdServ([row('90101501', true), row('84111506', false)]);
    try {
      expect((await push(border())).status).toBe(201);
      expect(codes(await refusedEverywhere(border({ claveProdServ: '84111506' })))).toEqual([
        'iva-frontera-clave /conceptos/0/claveProdServ',
      ]);
    } finally {
      await catalogs.replaceClavesProdServ([]);
    }
  });

  it('201 and 422: is invoiced while it is on, and left to the merchant once it is switched off', async () => {
    const token = () => api.buy({ branch: 'tijuana', conceptos: [line({ impuestos: [iva('0.080000')] })] as never });
    const order = async () => ({ sales: [await token()], receptor: UNIVERSIDAD });
    const path = `/v1/portals/${DEMO_PORTAL}/invoices`;
    await readInvoice(await api.post(path, await order()), 201);
    await switchTo(null);
    expect((await readProblem(await api.post(path, await order()), 422)).code).toBe('merchant-must-fix');
  });

  it('200 and 422: is switched on in the settings, with a valid last day', async () => {
    const patch = (body: object) =>
      api.request(`/v1/portals/${DEMO_PORTAL}/settings`, {
        method: 'PATCH',
        headers: { ...bearer(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await read(await patch({ ivaFrontera: { until: '2026-12-31' } }))).toMatchObject({
      ivaFrontera: { until: '2026-12-31' },
    });
    const { errors } = await readProblem(await patch({ ivaFrontera: { until: '2026-02-30' } }), 422);
    expect(errors).toMatchObject([{ code: 'day-malformed', pointer: '/ivaFrontera/until' }]);
  });
});

describe('a sale that carries retenciones', () => {
  const DESIGN = {
    total: '10408.33',
    formaPago: '03',
    branch: undefined,
    pricesIncludeTax: false,
    conceptos: [
      {
        claveProdServ: '82141502',
        descripcion: 'Diseño de identidad',
        claveUnidad: 'E48',
        cantidad: '1',
        valorUnitario: '10000.00',
        impuestos: [iva('0.160000'), withheld('001', '0.012500'), withheld('002', '0.106667')],
      },
    ],
  } as never;
  const path = '/v1/portals/ingrid-xodar/invoices';

  it.each([
    ['a person', ALBA],
    ['XAXX010101000', { ...ALBA, rfc: 'XAXX010101000' }],
    ['XEXX010101000', { ...ALBA, rfc: 'XEXX010101000' }],
  ])('409: is not stamped for %s, and a reason is given', async (_, receptor) => {
    const stamps = (await api.stamps()).length;
    const problem = await readProblem(
      await api.post(path, { sales: [await api.buy(DESIGN, 'ingrid-xodar')], receptor }),
      409,
    );
    expect(problem).toMatchObject({ code: 'needs-merchant', errors: [{ code: 'withheld-for-companies' }] });
    expect(problem.detail).toContain('Ingrid Xodar');
    expect(await api.stamps()).toHaveLength(stamps);
  });

  it('409: is left to the merchant if it is freight between companies without retención; a parcel is not', async () => {
    const freight = (claveProdServ: string) =>
      api.buy({ conceptos: [line({ claveProdServ, descripcion: 'Flete a Puebla' })] as never });
    const order = async (clave: string) => ({ sales: [await freight(clave)], receptor: UNIVERSIDAD });
    const invoices = `/v1/portals/${DEMO_PORTAL}/invoices`;
    expect(await readProblem(await api.post(invoices, await order('78101802')), 409)).toMatchObject({
      code: 'needs-merchant',
      errors: [{ code: 'freight-withholds' }],
    });
    await readInvoice(await api.post(invoices, await order('78102203')), 201);
  });
});
