import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { resumeGlobals } from '../../server/invoicing/global-worker.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { satOracle } from '../support/sat-oracle.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Run = { readonly id: string; readonly status: string; readonly invoices: readonly InvoiceView[] };

const merchant = (method: string, path: string, body?: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const globalOf = (day: string, more: object = {}) =>
  merchant('POST', '/global-invoices', { branch: 'roma', periodicidad: '01', from: day, to: day, ...more });
const previewOf = (day: string, more: object = {}) =>
  merchant('POST', '/global-invoices/preview', { branch: 'roma', periodicidad: '01', from: day, to: day, ...more });

async function sell(...sales: readonly (Partial<SaleWire> & { readonly folio: string; readonly date: string })[]) {
  const put = sales.map((sale) => {
    const parsed = parseSale({ ...breakfast(sale.folio, api.now()), ...sale });
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
    return { id: `sale_${sale.folio}`, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at: api.now() };
  });
  await api.services.invoicing.store.sales.put(TENANT, put);
}

async function documentOf({ links }: InvoiceView) {
  const xml = await (await api.request(links.xml ?? '')).text();
  const parsed = readCfdi(xml);
  if (parsed.kind !== 'cfdi') throw new Error(xml);
  return { xml, ...parsed.file.comprobante };
}

describe('the global invoice of a day', () => {
  const DAY = '2026-09-15';
  const at = (time: string): string => `${DAY}T${time}-06:00`;

  test('200: its preview counts the sales and says what stays out and why', async () => {
    const { merchants } = api.services.invoicing.store;
    await merchants.putBranch({
      ...{ merchantId: TENANT.merchantId, code: 'coyoacan' },
      name: 'Coyoacán',
      codigoPostal: '04000',
    });
    await sell(
      { folio: 'G-1', date: at('09:00:00') },
      { folio: 'G-2', date: at('23:59:59'), formaPago: '01' },
      { folio: 'G-3', date: at('10:00:00'), estado: 'pendiente' },
      { folio: 'G-4', date: at('10:30:00'), estado: 'cancelada' },
      { folio: 'G-5', date: at('11:00:00'), anticipo: true },
      { folio: 'G-6', date: '2026-09-16T00:00:00-06:00' },
      { folio: 'G-7', date: at('12:00:00'), branch: 'coyoacan' },
    );
    expect(await read(await previewOf(DAY))).toEqual({
      currencies: [{ moneda: 'MXN', sales: 2, total: '696.00', invoices: 1 }],
      leftOut: { unpaid: 1, canceled: 1, anticipo: 1 },
    });
  });

  test('201: is stamped at once, one concepto for each sale, and passes the SAT’s XSD, stylesheet and openssl', async () => {
    const run = await read<Run>(await globalOf(DAY, { serie: 'CJG' }));
    expect(run.status).toBe('issued');
    const [invoice] = run.invoices;
    expect(invoice).toMatchObject({ status: 'stamped' });
    const document = await documentOf(invoice as InvoiceView);
    expect(document).toMatchObject({
      serie: 'CJG',
      total: '696.00',
      informacionGlobal: { periodicidad: '01', meses: '09', anio: '2026' },
      receptor: { rfc: 'XAXX010101000', nombre: 'PUBLICO EN GENERAL', codigoPostal: '06700' },
    });
    expect(document.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual(['G-1', 'G-2']);
    const file = join(api.directory, 'global.xml');
    writeFileSync(file, document.xml);
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true });
    expect(await read<Run>(await merchant('GET', `/global-invoices/${run.id}`))).toEqual(run);
  });

  test('409: tells customers that their purchase is in it, before and after they give their details', async () => {
    const [found] = await api.search({ folio: 'G-1', total: '348.00' });
    expect(found).toMatchObject({ status: 'in-global', reason: expect.stringContaining('factura global') });
    const asked = { sales: [found?.token], receptor: UNIVERSIDAD };
    const refused = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, asked);
    expect(await readProblem(refused, 409)).toMatchObject({ code: 'sale-in-global' });
  });

  test('409: requested again, there is nothing left for it; 201: a sale that arrives later gets a global of its own', async () => {
    expect(await readProblem(await globalOf(DAY), 409)).toMatchObject({ code: 'nothing-to-globalize' });
    await sell({ folio: 'G-8', date: at('13:00:00') });
    const run = await read<Run>(await globalOf(DAY));
    const document = await documentOf(run.invoices[0] as InvoiceView);
    expect(document.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual(['G-8']);
  });

  test('404: nobody else sees it', async () => {
    expect((await merchant('GET', '/global-invoices/glo_unknown')).status).toBe(404);
  });
});

describe('a global invoice is refused', () => {
  test('409: before its period is over at the branch', async () => {
    const today = await globalOf('2026-11-20');
    expect(await readProblem(today, 409)).toMatchObject({ code: 'global-period-open' });
    const firstDays = await globalOf('2026-11-01', { periodicidad: '04', to: '2026-11-10' });
    expect(await readProblem(firstDays, 409)).toMatchObject({ code: 'global-period-open' });
  });

  test('422: for dates of two periods, an unknown branch, and two months outside régimen 621, each at its field', async () => {
    const two = await globalOf('2026-09-30', { periodicidad: '04', to: '2026-10-01', branch: 'luna' });
    expect((await readProblem(two, 422)).errors?.map(({ pointer }) => pointer)).toEqual(['/branch', '/to']);
    const bimestral = await globalOf('2026-09-01', { periodicidad: '05', to: '2026-10-31' });
    expect((await readProblem(bimestral, 422)).errors).toMatchObject([
      { pointer: '/periodicidad', satCode: 'CFDI40132' },
    ]);
  });
});

describe('a customer who asks for an invoice before the global is made', () => {
  test('201: gets it, and the global leaves that purchase out', async () => {
    const day = '2026-09-17';
    await sell({ folio: 'N-1', date: `${day}T09:00:00-06:00` }, { folio: 'N-2', date: `${day}T10:00:00-06:00` });
    const [found] = await api.search({ folio: 'N-1', total: '348.00' });
    await api.change(DEMO_PORTAL, { deadline: { kind: 'days', days: 365 } });
    const asked = { sales: [found?.token], receptor: UNIVERSIDAD };
    const nominative = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, asked);
    expect(nominative.status, await nominative.clone().text()).toBe(201);
    const run = await read<Run>(await globalOf(day));
    const document = await documentOf(run.invoices[0] as InvoiceView);
    expect(document.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual(['N-2']);
  });
});

describe('a server that is killed while it makes a global invoice of 1,200 sales', () => {
  const day = '2026-09-20';
  const request = { tenant: TENANT, branch: 'roma', periodicidad: '01', from: day, to: day } as const;

  test.each([
    ['before the first claim', 'KA'],
    ['after the first claim', 'KB'],
    ['after the first stamp', 'KC'],
    ['after the second claim', 'KD'],
  ])(
    '%s: the next server continues it, and each sale is in exactly one',
    async (when, prefix) => {
      await sell(
        ...Array.from({ length: 1_200 }, (_, index) => ({
          folio: `${prefix}-${index}`,
          date: `${day}T09:00:00-06:00`,
        })),
      );
      const { invoicing } = api.services;
      const run = await beginGlobal(invoicing, { ...request, serie: prefix, origin: 'merchant' });
      await advanceGlobal(dying(when), run).catch(() => {});
      await api.move(0.01);
      for (let turn = 0; turn < 3; turn += 1) await resumeGlobals(invoicing);
      const made = await read<Run>(await merchant('GET', `/global-invoices/${run.id}`));
      expect(made.status).toBe('issued');
      const documents = await Promise.all(made.invoices.map(documentOf));
      const folios = documents.flatMap(({ conceptos }) => conceptos.map(({ noIdentificacion }) => noIdentificacion));
      expect(documents.map(({ conceptos }) => conceptos.length)).toEqual([1_000, 200]);
      expect(new Set(folios).size).toBe(1_200);
      const stamped = (await api.stamps()).filter(({ serie }) => serie === prefix).map(({ uuid }) => uuid);
      expect(made.invoices.every(({ uuid }) => stamped.filter((one) => one === uuid).length === 1)).toBe(true);
      expect((await previewOf(day).then(read<{ currencies: unknown[] }>)).currencies).toEqual([]);
    },
    120_000,
  );

  /** The same invoicing, whose process dies at that moment: nothing it would do afterwards happens. */
  function dying(when: string) {
    const { invoicing } = api.services;
    const { invoices } = invoicing.store;
    let claims = 0;
    const die = (): never => {
      throw new Error('killed');
    };
    const claim: typeof invoices.claim = async (...claimed) => {
      if (when === 'before the first claim') die();
      const answer = await invoices.claim(...claimed);
      claims += 1;
      if (when === 'after the first claim' || (when === 'after the second claim' && claims === 2)) die();
      return answer;
    };
    const record: typeof invoices.record = async (...recorded) => {
      const answer = await invoices.record(...recorded);
      if (when === 'after the first stamp') die();
      return answer;
    };
    return { ...invoicing, store: { ...invoicing.store, invoices: { ...invoices, claim, record } } };
  }
});

describe('a sale at 23:30 on the last day of a month is of that month, wherever the branch is', () => {
  test.each([
    ['Tijuana', '22000', '2026-10-31T23:30:00-07:00', '2026-11-01T00:30:00-07:00'],
    ['Cancún', '77500', '2026-10-31T23:30:00-05:00', '2026-11-01T00:30:00-05:00'],
    ['Ciudad Juárez', '32000', '2026-10-31T23:30:00-06:00', '2026-11-01T00:30:00-06:00'],
    ['Hermosillo', '83000', '2026-10-31T23:30:00-07:00', '2026-11-01T00:30:00-07:00'],
    ['Tijuana, in the month its clocks go forward', '22000', '2026-03-31T23:30:00-07:00', '2026-04-01T00:30:00-07:00'],
    ['Juárez, in the month its clocks go forward', '32000', '2026-03-31T23:30:00-06:00', '2026-04-01T00:30:00-06:00'],
    ['Tijuana, in winter', '22000', '2026-01-31T23:30:00-08:00', '2026-02-01T00:30:00-08:00'],
  ])('in %s', async (name, codigoPostal, last, first) => {
    const branch = `z-${name.replace(/\W/g, '').slice(0, 20)}`.toLowerCase();
    await api.services.invoicing.store.merchants.putBranch({
      merchantId: TENANT.merchantId,
      code: branch,
      name,
      codigoPostal,
    });
    await sell({ folio: `${branch}-1`, date: last, branch }, { folio: `${branch}-2`, date: first, branch });
    const [month, next] = [last, first].map((date) => date.slice(0, 7));
    const lastDay = last.slice(0, 10);
    const run = await read<Run>(
      await globalOf(`${month}-01`, { branch, periodicidad: '04', to: lastDay, serie: `Z${codigoPostal}` }),
    );
    const document = await documentOf(run.invoices[0] as InvoiceView);
    expect(document.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual([`${branch}-1`]);
    expect(document.informacionGlobal).toMatchObject({ meses: last.slice(5, 7), anio: '2026' });
    expect(document.lugarExpedicion).toBe(codigoPostal);
    const day = `${next}-01`;
    expect(await read(await previewOf(day, { branch }))).toMatchObject({ currencies: [{ sales: 1 }] });
  });
});
