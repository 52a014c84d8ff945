/** The cuadre over lives of sales, and months that are locked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { cancel } from '../../server/invoicing/cancel.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { keepRun } from '../../server/invoicing/globalize.ts';
import { assertMonthOpen, lockMonth, unlockMonth } from '../../server/invoicing/month-lock.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import type { Principal } from '../../server/merchants/principal.ts';
import { DAY_MS, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
type Part = { readonly base: string; readonly iva: string };
type Day = Readonly<
  Record<
    'date' | 'branch' | 'sales' | 'nominatives' | 'globals' | 'egresos' | 'pending' | 'difference' | 'replacedInForce',
    string
  >
> & {
  readonly count: number;
  readonly rates: readonly (Readonly<Record<'nominatives' | 'globals' | 'egresos' | 'pending', Part>> & {
    readonly rate: string;
  })[];
};
type Detail = {
  readonly sales: readonly {
    readonly folio: string;
    readonly sales: string;
    readonly pending: string;
    readonly difference: string;
    readonly cfdis: readonly { readonly kind: string; readonly amount: string; readonly replaced: boolean }[];
  }[];
};

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.change(DEMO_PORTAL, { deadline: { kind: 'days', days: 365 } });
});
afterAll(() => api.stop());

const merchant = (method: string, path: string, body?: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

const IVA = (tasaOCuota: string) => [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota }] as const;

/** A pharmacy basket: medicine at 0 %, sun cream at 16 %, a consultation that is exempt. */
function basket(folio: string, date: string) {
  const piece = { claveUnidad: 'H87', cantidad: '1' };
  return {
    ...{ folio, date, branch: 'roma', formaPago: '01', total: '407.50' },
    conceptos: [
      {
        ...piece,
        claveProdServ: '51101500',
        descripcion: 'Amoxicilina 500 mg',
        valorUnitario: '91.50',
        impuestos: IVA('0.000000'),
      },
      {
        ...piece,
        claveProdServ: '53131609',
        descripcion: 'Protector solar',
        valorUnitario: '116.00',
        impuestos: IVA('0.160000'),
      },
      {
        ...{ ...piece, claveProdServ: '85121502', descripcion: 'Consulta médica', valorUnitario: '200.00' },
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' }],
      },
    ],
  };
}

let sold = 0;
async function sell(date: string): Promise<{ readonly id: string; readonly folio: string }> {
  const folio = `FAR-${++sold}`;
  const { id } = await read<{ id: string }>(await merchant('POST', '/sales', basket(folio, date)));
  return { id, folio };
}

async function invoice({ folio }: { readonly folio: string }): Promise<string> {
  const [found] = await api.search({ folio, total: '407.50' });
  const body = { sales: [found?.token], receptor: UNIVERSIDAD };
  return (await read<{ id: string }>(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body))).id;
}

const refund = (id: string, total: string) =>
  merchant('POST', `/sales/${id}/refunds`, { total, date: new Date(api.now()).toISOString(), formaPago: '01' });
const cuadre = async (from: string, to = from) =>
  (await read<{ days: readonly Day[] }>(await merchant('GET', `/cuadre?from=${from}&to=${to}`))).days.filter(
    ({ branch }) => branch === 'roma',
  );

/** Each a life of a sale; `global` comes over all that is left. */
const STEPS = {
  nothing: async () => {},
  invoiced: async (sale: { id: string; folio: string }) => void (await invoice(sale)),
  'refunded before': async ({ id }: { id: string }) => void (await refund(id, '116.00')),
  'invoiced, refunded': async (sale: { id: string; folio: string }) => {
    await invoice(sale);
    await refund(sale.id, '91.50');
  },
  'invoiced, corrected': async (sale: { id: string; folio: string }) => {
    const id = await invoice(sale);
    await merchant('POST', `/invoices/${id}/correct`, { receptor: { ...UNIVERSIDAD, usoCfdi: 'I04' } });
  },
  'invoiced, cancelled': async (sale: { id: string; folio: string }) => {
    const id = await invoice(sale);
    await merchant('POST', `/invoices/${id}/cancel`, { motivo: '02' });
  },
  'invoiced, cancelled, invoiced': async (sale: { id: string; folio: string }) => {
    await STEPS['invoiced, cancelled'](sale);
    await invoice(sale);
  },
  'corrected, refunded': async (sale: { id: string; folio: string }) => {
    await STEPS['invoiced, corrected'](sale);
    await refund(sale.id, '50.00');
  },
} as const;

const inCentavos = (amount: string): number => Math.round(Number(amount) * 100);

describe('the cuadre', () => {
  // The last minutes of a day in Mexico City, which are the next day's in UTC.
  const LATE = '2026-08-31T23:50:00-06:00';

  test('200: balances for any mix of sales’ lives, each peso with its CFDI, on the branch’s own day', async () => {
    for (const step of Object.values(STEPS)) await step(await sell(LATE));
    await settleCancellationsDue(api.services.invoicing);
    expect(await cuadre('2026-09-01')).toEqual([]);
    const [before] = await cuadre('2026-08-31');
    if (!before) throw new Error('no day');
    expect(before).toMatchObject({ difference: '0.00', globals: '0.00', replacedInForce: '0.00', count: 8 });
    // 8 sales of 407.50, of which 116.00, 91.50 and 50.00 went back.
    expect(before).toMatchObject({ sales: '3002.50', nominatives: '2037.50', egresos: '141.50', pending: '1106.50' });

    const global = { branch: 'roma', periodicidad: '04', from: '2026-08-01', to: '2026-08-31' };
    expect((await merchant('POST', '/global-invoices', global)).status).toBe(201);
    await api.settle();
    const globalised = await api.services.invoicing.store.sales.list(TENANT, { limit: 9 });
    const inGlobal = globalised.find(({ body }) => body.folio === 'FAR-1');
    await refund(inGlobal?.id ?? '', '200.00');
    await resumeRefunds(api.services.invoicing);
    const [after] = await cuadre('2026-08-31');
    expect(after).toMatchObject({
      difference: '0.00',
      globals: '1106.50',
      pending: '0.00',
      egresos: '341.50',
      sales: '2802.50',
    });
    for (const day of [before, after as Day]) {
      for (const name of ['nominatives', 'globals', 'egresos', 'pending'] as const) {
        const byRate = day.rates.reduce(
          (all, rate) => all + inCentavos(rate[name].base) + inCentavos(rate[name].iva),
          0,
        );
        expect([name, byRate]).toEqual([name, inCentavos(day[name])]);
      }
    }
    expect(after?.rates.find(({ rate }) => rate === '16')?.nominatives).toEqual({ base: '500.00', iva: '80.00' });
    expect(after?.rates.find(({ rate }) => rate === 'exento')?.nominatives).toEqual({ base: '1000.00', iva: '0.00' });

    const { sales } = await read<Detail>(await merchant('GET', '/cuadre/2026-08-31?branch=roma'));
    expect(sales).toHaveLength(8);
    for (const sale of sales) {
      const counted = sale.cfdis.filter(({ replaced }) => !replaced);
      const covered = counted.reduce(
        (all, { kind, amount }) => all + (kind === 'egresos' ? -1 : 1) * inCentavos(amount),
        0,
      );
      expect([sale.folio, covered + inCentavos(sale.pending)]).toEqual([sale.folio, inCentavos(sale.sales)]);
    }
  }, 120_000);

  test('200: as CSV has one row a day and the same figures, under the words of whoever does the books', async () => {
    const answer = await merchant('GET', '/cuadre?from=2026-08-31&to=2026-08-31&branch=roma&format=csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const [head = '', row = '', end] = (await answer.text()).replace('\ufeff', '').split('\r\n');
    expect(head.split(',').slice(0, 9)).toEqual([
      ...['Fecha', 'Sucursal', 'Moneda', 'Vendido', 'Facturas', 'Facturas globales', 'Notas de crédito'],
      ...['Por facturar', 'Diferencia'],
    ]);
    expect(head).toContain(',Facturas: base 16 %,Facturas: IVA 16 %,');
    expect(head).not.toMatch(/[a-z]+-|InForce/);
    expect(row).toMatch(/^2026-08-31,roma,MXN,2802\.50,2037\.50,1106\.50,341\.50,0\.00,0\.00,/);
    expect([row.split(',').length, end]).toEqual([head.split(',').length, '']);
  });

  test('200: counts a substitute once while the SAT still has the old one in force, and shows the old one', async () => {
    const date = new Date(api.now() - DAY_MS).toISOString();
    const dinner = { claveProdServ: '90101501', descripcion: 'Cena para ocho', claveUnidad: 'E48', cantidad: '1' };
    const conceptos = [{ ...dinner, valorUnitario: '1392.00', impuestos: [...IVA('0.160000')] }];
    const body = { sales: [await api.buy({ date, total: '1392.00', conceptos })], receptor: UNIVERSIDAD };
    const old = await read<{ id: string; uuid: string }>(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body));
    await api.move(5);
    await merchant('POST', `/invoices/${old.id}/correct`, { receptor: { ...UNIVERSIDAD, usoCfdi: 'I04' } });
    const even = { nominatives: '1392.00', difference: '0.00', replacedInForce: '1392.00' };
    expect((await cuadre('2026-11-19'))[0]).toMatchObject(even);
    await api.receptorSays(old.uuid, 'accepted');
    await api.move(0.1);
    await settleCancellationsDue(api.services.invoicing);
    expect((await cuadre('2026-11-19'))[0]).toMatchObject({ ...even, replacedInForce: '0.00' });
  });

  test('400: for more than a quarter, or backwards, says which range of days is accepted', async () => {
    for (const range of ['from=2026-01-01&to=2026-04-30', 'from=2026-02-01&to=2026-01-01'])
      expect((await readProblem(await merchant('GET', `/cuadre?${range}`), 400)).errors?.[0]?.code).toBe(
        'cuadre-range',
      );
  });

  test('400: a day or a month that cannot be read is answered with how to write it', async () => {
    const { errors } = await readProblem(await merchant('GET', '/cuadre?from=01/11/2026'), 400);
    expect(errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
      '/from Escribe el día así: 2026-11-20.',
      '/to Escribe el día así: 2026-11-20.',
    ]);
    const month = await readProblem(await merchant('POST', '/months/noviembre/lock'), 400);
    expect(month.errors).toMatchObject([{ detail: 'Escribe el mes así: 2026-11.' }]);
  });
});

describe('a locked month', () => {
  const person = (role: 'owner' | 'accountant' | 'admin' | 'cashier'): Principal =>
    ({ kind: 'person', id: `usr_${role}`, tenant: TENANT, scopes: [], role }) as Principal;

  test('403, 409: is locked by an owner or the accountant, once it is over', async () => {
    expect((await readProblem(await merchant('POST', '/months/2026-10/lock'), 403)).code).toBe('month-lock-forbidden');
    const { invoicing } = api.services;
    for (const role of ['admin', 'cashier'] as const)
      await expect(lockMonth(invoicing, person(role), '2026-10')).rejects.toMatchObject({
        code: 'month-lock-forbidden',
      });
    await expect(lockMonth(invoicing, person('owner'), '2026-11')).rejects.toMatchObject({
      code: 'month-not-over',
    });
  });

  test('409: refuses a cancellation, a correction, a refund and a global of the month to everybody but the accountant', async () => {
    const { invoicing } = api.services;
    const id = await invoice(await sell(new Date(api.now() - DAY_MS).toISOString()));
    const accountants = await invoice(await sell(new Date(api.now() - DAY_MS).toISOString()));
    const { id: sale } = await sell(new Date(api.now() - DAY_MS).toISOString());
    const inNovember = new Date(api.now()).toISOString();
    await api.move(15);
    expect(await lockMonth(invoicing, person('accountant'), '2026-11')).toMatchObject({
      by: 'usr_accountant',
    });
    const { months } = await read<{ months: readonly object[] }>(await merchant('GET', '/months'));
    expect(months).toMatchObject([{ month: '2026-11', locked: true, lockedBy: 'usr_accountant' }]);
    const november = { branch: 'roma', periodicidad: '04', from: '2026-11-01', to: '2026-11-30' };
    const refused = [
      await merchant('POST', `/invoices/${id}/cancel`, { motivo: '02' }),
      await merchant('POST', `/invoices/${id}/correct`, { receptor: { ...UNIVERSIDAD, usoCfdi: 'I08' } }),
      await merchant('POST', `/sales/${sale}/refunds`, { total: '1.00', date: inNovember, formaPago: '01' }),
      await merchant('POST', '/global-invoices', november),
    ];
    for (const answer of refused) expect((await readProblem(answer, 409)).code).toBe('month-locked');
    await assertMonthOpen(invoicing, TENANT, '2026-11-20', person('accountant'));
    await expect(assertMonthOpen(invoicing, TENANT, '2026-11-20', person('owner'))).rejects.toMatchObject({
      code: 'month-locked',
    });

    const { request } = await read<{ request?: { id: string } }>(
      await api.post(`/v1/portals/${DEMO_PORTAL}/invoices/correct`, {
        ...{ invoice: id, token: api.services.tokens.accessToken(id) },
        receptor: { ...UNIVERSIDAD, usoCfdi: 'I08' },
      }),
    );
    expect((await readProblem(await merchant('POST', `/requests/${request?.id}/accept`, {}), 409)).code).toBe(
      'month-locked',
    );
    const november5 = { ...november, tenant: TENANT, periodicidad: '04', serie: 'G', origin: 'schedule' } as const;
    await expect(keepRun(invoicing, november5)).rejects.toMatchObject({ code: 'month-locked' });
    const byAccountant = { motivo: '02', by: 'usr_accountant', principal: person('accountant') } as const;
    const other = await invoicing.store.invoices.get(accountants);
    if (!other) throw new Error('no invoice');
    expect((await cancel(invoicing, other, byAccountant)).cancellation.state).toBe('canceled');

    await unlockMonth(invoicing, person('owner'), '2026-11');
    expect(
      (await merchant('POST', `/invoices/${id}/correct`, { receptor: { ...UNIVERSIDAD, usoCfdi: 'I08' } })).status,
    ).toBe(201);
  });
});
