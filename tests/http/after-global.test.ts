import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { toMicro } from '../../server/cfdi/money.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Services } from '../../server/http/api/services.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { issueForCustomer } from '../../server/invoicing/invoice-for-customer.ts';
import { beginIssue } from '../../server/invoicing/issue.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { ALBA, breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { coveredOf, invoicesAbout } from '../support/coverage.ts';
import { TEODORIKAS } from '../support/customer.ts';
import { mortal } from '../support/mortal.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { satOracle } from '../support/sat-oracle.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const SECOND_MS = 1_000 / 86_400_000;

type Sold = { readonly id: string; readonly folio: string };

describe.each(['SQLite', 'PostgreSQL'] as const)('a customer who asks after the global invoice, on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi({
      sealed: ['mer_jacaranda', 'mer_ingrid'],
      ...(postgres && { databaseUrl: await postgres.createDatabase() }),
    });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });
  beforeEach(() => api.change(DEMO_PORTAL, { afterGlobal: 'egreso', deadline: { kind: 'month-end', monthsAfter: 1 } }));

  const merchant = (method: string, path: string, body?: object, key = api.key): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  let shops = 0;
  /** A branch whose sales of a day, each of 348.00, are in one stamped global. */
  async function globalised(
    count: number,
    tenant: { merchantId: string; world: 'test' } = TENANT,
    claves: readonly string[] = [],
  ): Promise<{ sales: Sold[]; global: Invoice }> {
    const branch = `g${++shops}`;
    const { store } = api.services.invoicing;
    await store.merchants.putBranch({ ...tenant, code: branch, name: branch, codigoPostal: '06700' });
    const key = tenant === TENANT ? api.key : await api.createKey({ merchantId: tenant.merchantId });
    const sales: Sold[] = [];
    for (let n = 1; n <= count; n += 1) {
      const folio = `${branch.toUpperCase()}-${n}`;
      const sale = { ...breakfast(folio, api.now()), date: '2026-11-18T09:00:00-06:00', branch };
      const clave = claves[n - 1];
      const sold = clave === undefined ? read<Sold>(await merchant('POST', '/sales', sale, key)) : kept(sale, clave);
      sales.push({ folio, id: (await sold).id });
    }
    const period = { periodicidad: '01', from: '2026-11-18', to: '2026-11-18' } as const;
    const run = await beginGlobal(api.services.invoicing, {
      tenant,
      branch,
      ...period,
      serie: 'G',
      origin: 'merchant',
    });
    await advanceGlobal(api.services.invoicing, run);
    const [global] = await store.invoices.find(tenant, { kind: 'global', branch, limit: 1 });
    if (global?.state !== 'stamped') throw new Error(`the global is ${global?.state}`);
    return { sales, global };
  }

  /** A sale of that clave that was stored before it was refused on arrival, as fuel is. */
  async function kept(sale: SaleWire, claveProdServ: string): Promise<Sold> {
    const parsed = parseSale(sale);
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
    const body = { ...parsed.body, conceptos: parsed.body.conceptos.map((line) => ({ ...line, claveProdServ })) };
    const put = { source: 'api', body, keys: keysOf(body), at: api.now() };
    const id = `sale_kept_before_${sale.folio}`;
    await api.services.invoicing.store.sales.put(TENANT, [{ id, ...put }]);
    return { id, folio: sale.folio };
  }

  const tokenOf = async ({ folio }: Sold) => (await api.search({ folio, total: '348.00' }))[0]?.token;
  const askFor = async (sale: Sold, receptor: object = UNIVERSIDAD) =>
    api.post(
      `/v1/portals/${DEMO_PORTAL}/invoices`,
      { sales: [await tokenOf(sale)], receptor },
      { 'idempotency-key': sale.id },
    );
  const about = (sale: Sold) => invoicesAbout(api.services.invoicing, TENANT, sale.id);
  const covered = async (sale: Sold) => coveredOf(await about(sale), sale.id);
  const summary = async (sale: Sold) => (await about(sale)).map(({ snapshot, state }) => `${snapshot.kind} ${state}`);

  /** Everything that waits, until nothing moves: the workers' rounds, with the clock moved on. */
  async function rest(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await settleDue(api.services.invoicing);
      await resumeRefunds(api.services.invoicing);
      await api.move(61 * SECOND_MS);
      await resumeExits(api.services.invoicing);
    }
  }

  test('200: is told before that the global is adjusted, and the merchant which CFDIs are issued', async () => {
    const {
      sales: [sale],
    } = await globalised(2);
    if (!sale) throw new Error('no sale');
    const [found] = await api.search({ folio: sale.folio, total: '348.00' });
    expect(found).toMatchObject({ status: 'open' });
    const preview = await read<{ notes: string[]; afterGlobal: object }>(
      await api.post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, { sales: [found?.token], receptor: UNIVERSIDAD }),
    );
    expect(preview.notes).toEqual([
      'Lo que pagaste estaba en la factura global del comercio. Tú recibes tu factura, y la global se ajusta sola.',
    ]);
    const both = {
      issues: [
        { kind: 'ingreso', total: '348.00' },
        { kind: 'egreso', total: '348.00' },
      ],
      cancels: [],
    };
    expect(preview.afterGlobal).toEqual(both);
    const desk = await merchant('POST', `/sales/${sale.id}/invoice/preview`, { receptor: UNIVERSIDAD, email: null });
    expect(await read(desk)).toMatchObject({ afterGlobal: both });
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const again = await merchant('POST', `/sales/${sale.id}/invoice/preview`, { receptor: UNIVERSIDAD, email: null });
    expect(await read(again)).toMatchObject({
      afterGlobal: {
        issues: [
          { kind: 'ingreso', total: '348.00' },
          { kind: 'global', total: '348.00' },
        ],
        cancels: [{ kind: 'global', total: '696.00' }],
      },
    });
  });

  test('201: gets the invoice, and an egreso against the global by relation 01 passes the SAT’s XSD, stylesheet and openssl', async () => {
    const {
      sales: [sale, other],
      global,
    } = await globalised(2);
    if (!sale || !other) throw new Error('no sales');
    const answer = await askFor(sale);
    expect(answer.status, await answer.clone().text()).toBe(201);
    const invoice = await read<InvoiceView>(answer);
    expect((await read<InvoiceView>(await askFor(sale))).uuid).toBe(invoice.uuid);
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await covered(other)).toBe(toMicro('348.00'));
    const egreso = (await about(sale)).find(({ snapshot }) => snapshot.kind === 'egreso');
    const parsed = readCfdi(egreso?.stamped?.xml ?? '');
    if (parsed.kind !== 'cfdi') throw new Error('no egreso');
    expect(parsed.file.comprobante).toMatchObject({
      ...{ tipoDeComprobante: 'E', total: '348.00', serie: 'GNC', metodoPago: 'PUE', formaPago: '04' },
      cfdiRelacionados: [{ tipoRelacion: '01', uuids: [global.stamped?.uuid] }],
      receptor: { rfc: 'XAXX010101000', usoCfdi: 'G02' },
      conceptos: [{ claveProdServ: '84111506', noIdentificacion: sale.folio }],
    });
    const file = join(api.directory, 'leaves-global.xml');
    writeFileSync(file, egreso?.stamped?.xml ?? '');
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true });
  });

  test('422: data that the SAT refuses leave the global and the sale as they were, and the corrected ones get the invoice', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const wrong = { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD ROBOTICA' };
    expect((await readProblem(await askFor(sale, wrong), 422)).code).toBe('sat-refused-receptor');
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso rejected']);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect((await askFor(sale)).status).toBe(201);
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso rejected', 'ingreso stamped', 'egreso stamped']);
    expect(await covered(sale)).toBe(toMicro('348.00'));
  });

  test('409: another receptor is refused while the first invoice is under way, and after it', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const answers = await Promise.all([askFor(sale), askFor(sale, TEODORIKAS)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
  });

  test('409 where the merchant answers by hand; 200: the merchant invoices it all the same, and the global is adjusted', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'manual' });
    const {
      sales: [asked, desk],
    } = await globalised(2);
    if (!asked || !desk) throw new Error('no sales');
    expect((await readProblem(await askFor(asked), 409)).code).toBe('sale-in-global');
    const left = await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ sales: [await tokenOf(asked)], reason: 'other', receptor: UNIVERSIDAD },
    });
    const { id } = await read<{ id: string }>(left);
    const accepted = await merchant('POST', `/requests/${id}/accept`, {});
    expect(await read(accepted)).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
    const invoiced = await merchant('POST', `/sales/${desk.id}/invoice`, { receptor: TEODORIKAS, email: null });
    expect(invoiced.status, await invoiced.clone().text()).toBe(201);
    await rest(2);
    for (const sale of [asked, desk]) {
      expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
      expect(await covered(sale)).toBe(toMicro('348.00'));
    }
  });

  test('an egreso that is refused is told of at once, tried again after an hour, and then no more', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    expect((await askFor(sale)).status).toBe(201);
    const late = async () =>
      (await api.services.invoicing.store.notices.list(TENANT, 100)).filter(({ kind }) => kind === 'global-exit-late');
    await api.fault({ fault: 'reject', code: '303', times: 2 });
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso rejected', 'egreso rejected']);
    expect(await late()).toMatchObject([{ params: { folio: sale.folio } }]);
    await api.move(1.1 / 24);
    await rest(2);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await late()).toEqual([]);
  });

  test('409: a sale of which something was given back out of the global is the merchant’s to invoice', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    await read(await merchant('POST', `/sales/${sale.id}/refunds`, refund));
    expect((await readProblem(await askFor(sale), 409)).code).toBe('sale-in-global');
    await rest(2);
    expect(await covered(sale)).toBe(toMicro('248.00'));
  });

  test('a refund that is registered while the invoice is under way waits, and is credited to the invoice', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    await api.fault({ fault: 'maintenance', times: 50 });
    const pending = askFor(sale);
    await expect.poll(() => summary(sale), { timeout: 20_000 }).toContain('ingreso sealed');
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const registered = await merchant('POST', `/sales/${sale.id}/refunds`, refund);
    expect(await read(registered)).toMatchObject({ status: 'waiting' });
    await api.heal();
    await pending;
    await rest(4);
    const nota = (await about(sale)).filter(({ snapshot }) => snapshot.kind === 'egreso');
    expect(nota.map(({ snapshot }) => snapshot.kind === 'egreso' && snapshot.from.kind).toSorted()).toEqual([
      'global',
      'nominative',
    ]);
    expect(await covered(sale)).toBe(toMicro('248.00'));
  }, 60_000);

  test('by reissue: the global is issued again without the sale, by relation 04, and then the first one is cancelled', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [sale, other, third],
      global,
    } = await globalised(3);
    if (!sale || !other || !third) throw new Error('no sales');
    // Two customers at once: the global is made again once, without both.
    const answers = await Promise.all([askFor(sale), askFor(other, TEODORIKAS)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    await rest(6);
    expect(await summary(sale)).toEqual(['global canceled', 'ingreso stamped']);
    expect(await summary(third)).toEqual(['global canceled', 'global stamped']);
    for (const each of [sale, other, third]) expect(await covered(each)).toBe(toMicro('348.00'));
    const [, again] = await about(third);
    const parsed = readCfdi(again?.stamped?.xml ?? '');
    if (parsed.kind !== 'cfdi') throw new Error('no global');
    expect(parsed.file.comprobante).toMatchObject({
      total: '348.00',
      cfdiRelacionados: [{ tipoRelacion: '04', uuids: [global.stamped?.uuid] }],
      informacionGlobal: { periodicidad: '01', meses: '11', anio: '2026' },
      conceptos: [{ noIdentificacion: third.folio }],
    });
  }, 60_000);

  test('by reissue: a global of that sale alone is cancelled with 04, and nothing takes its place', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    expect((await askFor(sale)).status).toBe(201);
    await rest(3);
    expect(await summary(sale)).toEqual(['global canceled', 'ingreso stamped']);
  });

  test('never by reissue of a global of a locked month: an egreso of today takes the sale out of it', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const { sales, global } = await globalised(2);
    const [sale] = sales;
    if (!sale) throw new Error('no sale');
    const { cuadre, cancellations } = api.services.invoicing.store;
    await cuadre.lockMonth(TENANT, { month: '2026-11', by: 'usr_contadora', at: api.now() });
    expect((await askFor(sale)).status).toBe(201);
    await rest();
    await cuadre.unlockMonth(TENANT, '2026-11');
    expect(await summary(sale)).toContain('egreso stamped');
    expect(await cancellations.ofInvoice(TENANT, global.id)).toEqual([]);
  });

  test('never by reissue for a RESICO person, nor once an egreso takes from the global', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [credited, sale],
    } = await globalised(2);
    if (!credited || !sale) throw new Error('no sales');
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    await read(await merchant('POST', `/sales/${credited.id}/refunds`, refund));
    expect((await askFor(sale)).status).toBe(201);
    await rest(3);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
    const resico = { merchantId: 'mer_ingrid', world: 'test' } as const;
    await api.change('ingrid-xodar', { afterGlobal: 'reissue' });
    const {
      sales: [theirs],
    } = await globalised(1, resico);
    const key = await api.createKey({ merchantId: resico.merchantId });
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

  test('never by reissue of a global with fuel in it, whichever of its sales is asked for; the preview says so', async () => {
    await api.change(DEMO_PORTAL, { afterGlobal: 'reissue' });
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
    expect(await api.services.invoicing.store.cancellations.ofInvoice(TENANT, global.id)).toEqual([]);
  });

  test.each(['egreso', 'reissue'] as const)(
    'by %s: a server that is killed at any step leaves each sale in one chain of CFDIs',
    async (afterGlobal) => {
      await api.change(DEMO_PORTAL, { afterGlobal });
      const { invoicing } = api.services;
      const lives = [];
      for (let steps = 0; steps <= STEPS[afterGlobal]; steps += 1) {
        const { sales } = await globalised(2);
        lives.push({ steps, sales, dying: mortal(invoicing, steps) });
      }
      for (const { dying, sales } of lives) await issueWith(dying, sales[0]).catch(() => {});
      await api.move(30 * SECOND_MS);
      for (const { dying } of lives) {
        await settleDue(dying).catch(() => {});
        await resumeExits(dying).catch(() => {});
      }
      await api.move(1 / 24);
      await rest(6);
      // Whoever is not answered asks again.
      for (const { sales } of lives) await issueWith(invoicing, sales[0]);
      await rest(6);
      for (const { steps, sales } of lives) {
        for (const sale of sales)
          expect(await covered(sale), `${steps}: ${(await summary(sale)).join(', ')}`).toBe(toMicro('348.00'));
        const nominative = (await about(sales[0] as Sold)).filter(({ snapshot }) => snapshot.kind === 'ingreso');
        expect(nominative.filter(({ state }) => state === 'stamped')).toHaveLength(1);
      }
    },
    300_000,
  );

  test('an egreso that would not be stamped in the month of its invoice is told of a day before the month ends', async () => {
    const late = async () =>
      (await api.services.invoicing.store.notices.list(TENANT, 100)).filter(({ kind }) => kind === 'global-exit-late');
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const moveTo = (instant: string) => api.move((Date.parse(instant) - api.now()) / 86_400_000);
    await moveTo('2026-11-29T23:10:00-06:00');
    expect((await askFor(sale)).status).toBe(201);
    await api.fault({ fault: 'maintenance', times: 500 });
    await moveTo('2026-11-29T23:50:00-06:00');
    await resumeExits(api.services.invoicing);
    expect(await late()).toEqual([]);
    await moveTo('2026-11-30T00:05:00-06:00');
    await resumeExits(api.services.invoicing);
    expect(await late()).toMatchObject([{ params: { folio: sale.folio } }]);
    await api.heal();
    await api.move(1.1 / 24);
    await rest(4);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await late()).toEqual([]);
  });

  async function issueWith(invoicing: Services['invoicing'], sale: Sold | undefined) {
    const saleId = sale?.id ?? '';
    const wanted = {
      tenant: TENANT,
      saleId,
      receptor: UNIVERSIDAD,
      email: null,
      itemizeIeps: false,
      by: 'key',
      language: 'es-MX',
    } as const;
    // Not waited for as by a customer: a killed server answers nobody.
    await (await beginIssue(invoicing, await issueForCustomer(invoicing, wanted))).settled;
  }
});

/** As many writes as each takes, and one more. */
const STEPS = { egreso: 10, reissue: 14 } as const;
