/** The nota de crédito of a customer whose tax data have changed since the invoice: the SAT compares it with its register of today. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { ALBA, read, readInvoice, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type RefundView = { readonly id: string; readonly status: string; readonly egreso: InvoiceView };

/** She had a business when she bought the café's catering, and is employed now. */
const BEFORE = { ...ALBA, regimenFiscal: '612', usoCfdi: 'D10' };
const { nombre, codigoPostal } = ALBA;
const NOW = { nombre, codigoPostal, regimenFiscal: '605' };

const merchant = (method: string, path: string, body?: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

const correct = ({ id }: RefundView, receptor: object): Promise<Response> =>
  merchant('POST', `/refunds/${id}/correct`, { receptor });

/** A refund whose nota de crédito the PAC refuses. */
async function refused(folio: string): Promise<RefundView> {
  const { sales } = await read<{ sales: { id: string }[] }>(await merchant('GET', `/sales?q=${folio}`));
  const sale = sales[0]?.id;
  await api.fault({ fault: 'reject', code: 'CFDI40158' });
  const given = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
  return read<RefundView>(await merchant('POST', `/sales/${sale}/refunds`, given));
}

let bought = 0;
/** The refund of a sale that was invoiced to her. */
async function refusedAfterInvoice(): Promise<RefundView> {
  const folio = `NC-${++bought}`;
  await api.buy({ folio });
  const [found] = await api.search({ folio, total: '348.00' });
  await readInvoice(
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [found?.token], receptor: BEFORE }),
    201,
  );
  return refused(folio);
}

test('200: a nota de crédito that the SAT refused is stamped with the data of today, for the same RFC', async () => {
  const waiting = await refusedAfterInvoice();
  expect(waiting).toMatchObject({
    status: 'awaiting-approval',
    egreso: { status: 'rejected', problem: { errors: [{ pointer: '/receptor/regimenFiscal' }] } },
  });
  const answer = await read<RefundView>(await correct(waiting, NOW));
  expect(answer).toMatchObject({ status: 'credited', egreso: { status: 'stamped' } });
  const parsed = readCfdi(await (await api.request(answer.egreso.links.xml ?? '')).text());
  expect(parsed).toMatchObject({
    kind: 'cfdi',
    file: { comprobante: { tipoDeComprobante: 'E', receptor: { ...NOW, rfc: ALBA.rfc, usoCfdi: 'S01' } } },
  });
  const again = await read<RefundView>(await correct(waiting, { ...NOW, regimenFiscal: '626' }));
  expect(again.egreso.uuid).toBe(answer.egreso.uuid);
});

test('200: says that it waits again if the PAC refuses the data of today as well', async () => {
  const waiting = await refusedAfterInvoice();
  await api.fault({ fault: 'reject', code: 'CFDI40158' });
  const again = await read(await correct(waiting, NOW));
  expect(again).toMatchObject({ status: 'awaiting-approval', egreso: { status: 'rejected' } });
});

test('422: data that cannot be hers are refused at their fields, and the refund still waits', async () => {
  const waiting = await refusedAfterInvoice();
  const wrong = { nombre: '', codigoPostal: '6400', regimenFiscal: '601' };
  expect(await readProblem(await correct(waiting, wrong), 422)).toMatchObject({
    code: 'invalid-refund',
    errors: [
      { pointer: '/receptor/nombre' },
      { pointer: '/receptor/codigoPostal' },
      { pointer: '/receptor/regimenFiscal' },
    ],
  });
  const withAnotherRfc = await correct(waiting, { ...NOW, rfc: 'URE180429TM6' });
  expect(await readProblem(withAnotherRfc, 422)).toMatchObject({ errors: [{ pointer: '/receptor/rfc' }] });
  expect(await read(await correct(waiting, NOW))).toMatchObject({ status: 'credited' });
});

test('422: of a factura global has no receptor to correct', async () => {
  const folio = `NC-${++bought}`;
  await api.buy({ folio, date: '2026-10-15T12:00:00-06:00' });
  await read(
    await merchant('POST', '/global-invoices', {
      ...{ branch: 'roma', periodicidad: '04', from: '2026-10-01', to: '2026-10-31' },
    }),
  );
  const problem = await readProblem(await correct(await refused(folio), NOW), 422);
  expect(problem).toMatchObject({ errors: [{ pointer: '/receptor', code: 'receptor-is-the-public' }] });
});
