import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { toMicro } from '../../server/cfdi/money.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Services } from '../../server/http/api/services.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import { issueForCustomer } from '../../server/invoicing/invoice-for-customer.ts';
import { beginIssue } from '../../server/invoicing/issue.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import { afterGlobalScene, SECOND_MS, type Sold, TENANT } from '../support/after-global-scene.ts';
import { read, readInvoice, readProblem, UNIVERSIDAD } from '../support/api.ts';
import { TEODORIKAS } from '../support/customer.ts';
import { mortal } from '../support/mortal.ts';
import { satOracle } from '../support/sat-oracle.ts';

describe.each(['SQLite', 'PostgreSQL'] as const)('a customer who asks after the global invoice, on %s', (engine) => {
  const scene = afterGlobalScene(engine);
  const { merchant, globalised, tokenOf, askFor, about, covered, summary, late, rest } = scene;

  test('200: the preview tells the customer that the global will be adjusted, and the merchant which CFDIs will be issued', async () => {
    const {
      sales: [sale],
    } = await globalised(2);
    if (!sale) throw new Error('no sale');
    const [found] = await scene.api().search({ folio: sale.folio, total: '348.00' });
    expect(found).toMatchObject({ status: 'open' });
    const preview = await read<{ notes: string[]; afterGlobal: object }>(
      await scene
        .api()
        .post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, { sales: [found?.token], receptor: UNIVERSIDAD }),
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
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
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

  test('201: gets the invoice, and an egreso against the global by relation 01 passes the SAT’s XSD, stylesheet and openssl; 409: it is not cancelled while the global is in force', async () => {
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
    const canceled = await merchant('POST', `/invoices/${egreso?.id}/cancel`, { motivo: '02' });
    expect((await readProblem(canceled, 409)).code).toBe('leaves-global');
    const parsed = readCfdi(egreso?.stamped?.xml ?? '');
    if (parsed.kind !== 'cfdi') throw new Error('no egreso');
    expect(parsed.file.comprobante).toMatchObject({
      ...{ tipoDeComprobante: 'E', total: '348.00', serie: 'GNC', metodoPago: 'PUE', formaPago: '04' },
      cfdiRelacionados: [{ tipoRelacion: '01', uuids: [global.stamped?.uuid] }],
      receptor: { rfc: 'XAXX010101000', usoCfdi: 'G02' },
      conceptos: [{ claveProdServ: '84111506', noIdentificacion: sale.folio }],
    });
    const file = join(scene.api().directory, 'leaves-global.xml');
    writeFileSync(file, egreso?.stamped?.xml ?? '');
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true });
  });

  test('422: details that the SAT refuses leave the global and the sale as they were; corrected, they get the invoice', async () => {
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

  test('409: another receptor is refused while the first invoice is in progress, and afterwards', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const answers = await Promise.all([askFor(sale), askFor(sale, TEODORIKAS)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso stamped']);
  });

  test('409 if the merchant answers requests by hand; 200: the merchant can still invoice it, and the global is adjusted', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'manual' });
    const {
      sales: [asked, desk],
    } = await globalised(2);
    if (!asked || !desk) throw new Error('no sales');
    expect((await readProblem(await askFor(asked), 409)).code).toBe('sale-in-global');
    const left = await scene.api().post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ sales: [await tokenOf(asked)], reason: 'other', receptor: UNIVERSIDAD },
    });
    const { id } = await read<{ id: string }>(left);
    const { sales } = await read<{ sales: object[] }>(await merchant('GET', `/requests/${id}`));
    expect(sales).toMatchObject([{ inGlobal: { id: expect.stringMatching(/^inv_/), folio: expect.any(String) } }]);
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

  test('201: an egreso that is refused raises a notice at once, until it is retried after an hour and stamped', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    expect((await askFor(sale)).status).toBe(201);
    await scene.api().fault({ fault: 'reject', code: '303', times: 2 });
    await rest(2);
    expect(await summary(sale)).toEqual(['global stamped', 'ingreso stamped', 'egreso rejected', 'egreso rejected']);
    expect(await late()).toMatchObject([{ params: { folio: sale.folio } }]);
    await scene.api().move(1.1 / 24);
    await rest(2);
    expect(await covered(sale)).toBe(toMicro('348.00'));
    expect(await late()).toEqual([]);
  });

  test('409: a sale with a refund credited against the global is left to the merchant, who invoices it without that nota', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    const refund = { total: '100.00', date: new Date(scene.api().now()).toISOString(), formaPago: '04' };
    const { id, egreso } = await read<{ id: string; egreso: InvoiceView }>(
      await merchant('POST', `/sales/${sale.id}/refunds`, refund),
    );
    const [found] = await scene.api().search({ folio: sale.folio, total: '348.00' });
    expect(found).toMatchObject({ status: 'in-global' });
    expect((await readProblem(await askFor(sale), 409)).code).toBe('sale-in-global');
    expect(await read(await merchant('GET', `/sales/${sale.id}`))).toMatchObject({ standing: 'in-global' });
    const desk = (path: string) => merchant('POST', `/sales/${sale.id}/invoice${path}`, { receptor: UNIVERSIDAD });
    for (const path of ['/preview', ''])
      expect((await readProblem(await desk(path), 409)).detail).toContain('cancela primero su nota de crédito');
    await rest(2);
    expect(await covered(sale)).toBe(toMicro('248.00'));
    await merchant('POST', `/invoices/${egreso.id}/cancel`, { motivo: '02' });
    await readInvoice(await desk(''), 201);
    expect(await read(await merchant('POST', `/refunds/${id}/approve`))).toMatchObject({ status: 'credited' });
    await rest(2);
    expect((await summary(sale)).toSorted()).toEqual([
      ...['egreso canceled', 'egreso stamped', 'egreso stamped', 'global stamped', 'ingreso stamped'],
    ]);
    expect(await covered(sale)).toBe(toMicro('248.00'));
  });

  test('201: a refund that is registered while the invoice is in progress waits, and is credited against the invoice', async () => {
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    await scene.api().fault({ fault: 'maintenance', times: 50 });
    const pending = askFor(sale);
    await expect.poll(() => summary(sale), { timeout: 20_000 }).toContain('ingreso sealed');
    const refund = { total: '100.00', date: new Date(scene.api().now()).toISOString(), formaPago: '04' };
    const registered = await merchant('POST', `/sales/${sale.id}/refunds`, refund);
    expect(await read(registered)).toMatchObject({ status: 'waiting' });
    await scene.api().heal();
    await pending;
    await rest(4);
    const nota = (await about(sale)).filter(({ snapshot }) => snapshot.kind === 'egreso');
    expect(nota.map(({ snapshot }) => snapshot.kind === 'egreso' && snapshot.from.kind).toSorted()).toEqual([
      'global',
      'nominative',
    ]);
    expect(await covered(sale)).toBe(toMicro('248.00'));
  }, 60_000);

  test('201: by reissue, the global is issued again without the sale, by relation 04, and then the first one is cancelled', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
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

  test('201: by reissue, a global of only that sale is cancelled with motivo 04, and nothing replaces it', async () => {
    await scene.api().change(DEMO_PORTAL, { afterGlobal: 'reissue' });
    const {
      sales: [sale],
    } = await globalised(1);
    if (!sale) throw new Error('no sale');
    expect((await askFor(sale)).status).toBe(201);
    await rest(3);
    expect(await summary(sale)).toEqual(['global canceled', 'ingreso stamped']);
  });

  test.each(['egreso', 'reissue'] as const)(
    'by %s: a server that is killed at any step leaves each sale in one chain of CFDIs',
    async (afterGlobal) => {
      await scene.api().change(DEMO_PORTAL, { afterGlobal });
      const { invoicing } = scene.api().services;
      const lives = [];
      for (let steps = 0; steps <= STEPS[afterGlobal]; steps += 1) {
        const { sales } = await globalised(2);
        lives.push({ steps, sales, dying: mortal(invoicing, steps) });
      }
      for (const { dying, sales } of lives) await issueWith(dying, sales[0]).catch(() => {});
      await scene.api().move(30 * SECOND_MS);
      for (const { dying } of lives) {
        await settleDue(dying).catch(() => {});
        await resumeExits(dying).catch(() => {});
      }
      await scene.api().move(1 / 24);
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

  async function issueWith(invoicing: Services['invoicing'], sale: Sold | undefined) {
    const wanted = {
      tenant: TENANT,
      saleIds: [sale?.id ?? ''],
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
