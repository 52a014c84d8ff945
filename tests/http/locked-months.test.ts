/** A month that is locked: who may, and what tills, files and shops say of its sales afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeOf } from '../../server/http/api/intake-of.ts';
import { makePendingSales } from '../../server/sources/intake/intake.ts';
import { breakfast, read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { firstOwner, memberOf, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { bags, wooOrder, wooShop } from '../support/woo-order.ts';

const MERCHANT = 'mer_jacaranda';
const LATER = { date_modified_gmt: '2026-12-06T09:00:00' };

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  let accountant: Person;
  let cashier: Person;
  let shop: Awaited<ReturnType<typeof wooShop>>;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi({ sealed: [], ...(postgres && { databaseUrl: await postgres.createDatabase() }) });
    shop = await wooShop(api);
    await shop.notify(wooOrder('810'));
    await shop.notify(wooOrder('811'));
    for (const folio of ['T-1', 'T-2', 'T-3', 'T-4'])
      expect((await push(folio)).status, 'each is sold in November').toBe(201);
    expect((await push('T-5', { estado: 'pendiente' })).status).toBe(201);
    await api.move(15);
    accountant = await memberOf(api, { role: 'accountant', merchant: MERCHANT, address: '189.203.7.2' });
    cashier = await memberOf(api, { role: 'cashier', merchant: MERCHANT, address: '189.203.7.3' });
  });
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  const push = (folio: string, change: object = {}) =>
    api.post(
      '/v1/sales',
      { ...breakfast(folio, Date.UTC(2026, 10, 20, 18)), date: '2026-11-19T12:00:00-06:00', ...change },
      { authorization: `Bearer ${api.key}` },
    );
  const cheaper = {
    total: '174.00',
    conceptos: breakfast('', 0).conceptos.map((line) => ({ ...line, valorUnitario: '174.00', cantidad: '1' })),
  };
  const november = async () => {
    const range = 'from=2026-11-19&to=2026-11-19';
    return (await read<{ totals: object; days: readonly object[] }>(await shop.call('GET', `/cuadre?${range}`))).days;
  };

  test('403, 200: neither a cashier nor a key can lock a month, nor a session without a step-up; the accountant can', async () => {
    expect((await readProblem(await cashier.call('POST', '/months/2026-11/lock'), 403)).code).toBe('not-your-role');
    await cashier.stepUp();
    expect((await cashier.call('POST', '/months/2026-11/lock')).status).toBe(403);
    expect((await readProblem(await shop.call('POST', '/months/2026-11/lock'), 403)).code).toBe('month-lock-forbidden');
    expect((await readProblem(await accountant.call('POST', '/months/2026-11/lock'), 403)).code).toBe('step-up-needed');
    await accountant.stepUp();
    expect(await read(await accountant.call('POST', '/months/2026-11/lock'))).toMatchObject({
      ...{ month: '2026-11', locked: true },
    });
    expect(await read(await cashier.call('GET', '/months'))).toMatchObject({ months: [{ month: '2026-11' }] });
  });

  test('422: a till that sends a sale of a locked month again with other figures is refused with the reason, and nothing changes', async () => {
    const before = await november();
    for (const change of [cheaper, { date: '2026-11-18T12:00:00-06:00' }, { branch: 'tijuana' }, { formaPago: '01' }]) {
      const problem = await readProblem(await push('T-1', change), 422);
      expect(problem.errors).toMatchObject([{ code: 'month-locked', pointer: '/date' }]);
      expect(problem.errors[0]?.detail).toMatch(/noviembre de 2026|November 2026/);
    }
    const bulk = await shop.call(
      'POST',
      '/sales/bulk',
      `${JSON.stringify({ ...breakfast('T-1', 0), date: '2026-11-19T12:00:00-06:00', ...cheaper })}\n`,
      'application/x-ndjson',
    );
    expect(await bulk.text()).toContain('month-locked');
    expect(await november()).toEqual(before);
  });

  test('200, 201: repeating a sale, adding its e-mail, paying it now or sending it late does not change the figures of a locked month', async () => {
    expect((await push('T-2')).status).toBe(200);
    expect((await push('T-2', { email: 'ana@example.com' })).status).toBe(200);
    expect((await push('T-5')).status).toBe(200);
    expect((await push('T-6')).status).toBe(201);
  });

  test('200: a sale cancelled after the lock cannot be invoiced by anybody, and the merchant sees which month it left', async () => {
    expect((await push('T-3', { estado: 'cancelada' })).status).toBe(200);
    expect((await api.search({ folio: 'T-3', total: '348.00' }))[0]?.status).toBe('closed');
    const [notice] = await shop.notices('sale-left-locked-month');
    expect([notice?.includes('T-3'), /noviembre de 2026|November 2026/.test(notice ?? '')]).toEqual([true, true]);
  });

  test('200: what a shop or a file reports about a sale of a locked month waits in the queue with the reason, and counts once the month is unlocked', async () => {
    const impuestos = [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }];
    const defaults = { claveProdServ: '90101501', claveUnidad: 'E48', formaPago: '01', impuestos };
    const till = await shop.call('POST', '/sources', { type: 'csv', name: 'Caja 1', defaults });
    const { id } = await read<{ id: string }>(till);
    const file = (total: string) =>
      shop.call('POST', `/sources/${id}/sales`, `Ticket,Fecha,Total\nC-1,19/11/2026 12:00,${total}`, 'text/csv');
    expect(await (await file('200.00')).text()).toContain('created');
    expect(await (await file('150.00')).text()).toContain('month-locked');

    await shop.notify(
      wooOrder('810', {
        ...LATER,
        total: '58.00',
        total_tax: '8.00',
        line_items: [bags(1)],
        tax_lines: [{ id: 7, rate_id: 1, rate_code: 'MX-IVA-1', rate_percent: 16, label: 'IVA', tax_total: '8.00' }],
      }),
    );
    expect(await shop.queue()).toMatchObject([expect.stringContaining('month-locked')]);
    expect(await shop.found('810', '116.00')).toEqual(['open 116.00']);

    expect((await readProblem(await shop.call('POST', '/months/2026-11/unlock'), 403)).code).toBe(
      'month-lock-forbidden',
    );
    await accountant.stepUp();
    expect((await accountant.call('POST', '/months/2026-11/unlock')).status).toBe(200);
    await makePendingSales(intakeOf(api.services), 10);
    expect(await shop.queue()).toEqual([]);
    expect(await shop.found('810', '58.00')).toEqual(['open 58.00']);
    expect((await api.search({ folio: 'C-1', total: '150.00' })).map(({ status }) => status)).toEqual(['open']);
    expect(await (await file('150.00')).text()).toContain('unchanged');
    expect((await push('T-1', cheaper)).status).toBe(200);
  });
});

test('401: nobody locks a month without signing in', async () => {
  const api = await startApi({ sealed: [] });
  try {
    await firstOwner(api, { merchant: MERCHANT });
    expect((await api.request('/v1/months/2026-10/lock', { method: 'POST' })).status).toBe(401);
  } finally {
    await api.stop();
  }
});
