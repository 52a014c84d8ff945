import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Services } from '../../server/http/api/services.ts';
import { eventOf } from '../../server/invoicing/conclude.ts';
import { resumeGlobals } from '../../server/invoicing/global-worker.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { mortal } from '../support/mortal.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const HOUR_MS = 3_600_000;

type Sold = Partial<SaleWire> & { readonly folio: string; readonly date: string };

describe.each(['SQLite', 'PostgreSQL'] as const)('global invoices by schedule, on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const schedule = (branch: string, wanted: object) =>
    ask('PUT', `/global-schedules/${branch}`, { periodicidad: '01', hour: 3, enabled: true, ...wanted });

  /** The clock of the server, and of the PAC, stands at that instant. */
  const moveTo = (instant: string): Promise<void> => api.move((Date.parse(instant) - api.now()) / (24 * HOUR_MS));

  async function sell(...sales: readonly Sold[]): Promise<void> {
    const put = sales.map((sale) => {
      const parsed = parseSale({ ...breakfast(sale.folio, api.now()), ...sale });
      if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
      return { id: `sale_${sale.folio}`, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at: api.now() };
    });
    await api.services.invoicing.store.sales.put(TENANT, put);
  }

  async function openBranch(code: string, codigoPostal = '06700'): Promise<void> {
    await api.services.invoicing.store.merchants.putBranch({ ...TENANT, code, name: code, codigoPostal });
  }

  /** The stamped globals of a branch, the oldest first, as the folios of the sales in each with what InformacionGlobal says. */
  async function globalsOf(branch: string) {
    const found = await api.services.invoicing.store.invoices.find(TENANT, { kind: 'global', branch, limit: 100 });
    return found.toReversed().flatMap(contentsOf);
  }

  function contentsOf({ stamped }: Invoice) {
    const parsed = stamped && readCfdi(stamped.xml);
    if (parsed?.kind !== 'cfdi') return [];
    const { conceptos, informacionGlobal, fecha } = parsed.file.comprobante;
    return [{ folios: conceptos.map(({ noIdentificacion }) => noIdentificacion), ...informacionGlobal, fecha }];
  }

  const noticesOf = async (branch: string) =>
    (await api.services.invoicing.store.notices.list(TENANT, 100)).filter(
      ({ kind, subject }) => kind === 'global-late' && subject.startsWith(`${branch} `),
    );

  const tick = (invoicing: Services['invoicing'] = api.services.invoicing): Promise<void> => resumeGlobals(invoicing);

  test('200: a branch’s setting is returned as it was set, with the time of its next global', async () => {
    await openBranch('ajustes', '22000');
    const put = await read<Record<string, unknown>>(await schedule('ajustes', { periodicidad: '04', hour: 5 }));
    expect(put).toEqual({
      ...{ branch: 'ajustes', periodicidad: '04', hour: 5, enabled: true, serie: 'G' },
      ...{ since: '2026-11-01', next: '2026-11-21T05:00:00-08:00' },
    });
    const { schedules } = await read<{ schedules: { branch: string }[] }>(await ask('GET', '/global-schedules'));
    expect(schedules.find(({ branch }) => branch === 'ajustes')).toEqual(put);
  });

  test('422: two months outside régimen 621, an unknown branch, and a periodicity other than that of the deadline until the global', async () => {
    expect((await readProblem(await schedule('luna', { periodicidad: '05' }), 422)).errors).toMatchObject([
      { pointer: '/branch' },
      { pointer: '/periodicidad', satCode: 'CFDI40132' },
    ]);
    await api.change(DEMO_PORTAL, { deadline: { kind: 'until-global', periodicidad: '02' } });
    expect((await readProblem(await schedule('roma', {}), 422)).errors).toMatchObject([
      { pointer: '/periodicidad', code: 'global-not-as-deadline' },
    ]);
    await api.change(DEMO_PORTAL, { deadline: { kind: 'month-end', monthsAfter: 1 } });
  });

  test('nothing is issued before the hour; then everything that the branch sold until its own midnight is, once', async () => {
    await openBranch('dia');
    await schedule('dia', {});
    await sell(
      { folio: 'D-1', date: '2026-11-20T09:00:00-06:00', branch: 'dia' },
      { folio: 'D-2', date: '2026-11-20T23:59:59-06:00', branch: 'dia' },
      { folio: 'D-3', date: '2026-11-21T00:00:00-06:00', branch: 'dia' },
    );
    await moveTo('2026-11-21T02:59:00-06:00');
    await tick();
    expect(await globalsOf('dia')).toEqual([]);
    await moveTo('2026-11-21T03:01:00-06:00');
    await tick();
    await tick();
    expect(await globalsOf('dia')).toMatchObject([{ folios: ['D-1', 'D-2'], periodicidad: '01', meses: '11' }]);
  });

  test('a sale that arrives after its global goes into a supplementary one of its own period the next day', async () => {
    await sell({ folio: 'D-4', date: '2026-11-20T12:00:00-06:00', branch: 'dia' });
    await moveTo('2026-11-22T03:01:00-06:00');
    await tick();
    expect((await globalsOf('dia')).map(({ folios }) => folios)).toEqual([['D-1', 'D-2'], ['D-4'], ['D-3']]);
  });

  test('sales before the cut-off are in globals made elsewhere, so neither the schedule nor a manual global takes them', async () => {
    await openBranch('corte');
    await schedule('corte', { periodicidad: '04', since: '2026-11-15' });
    await sell(
      { folio: 'C-1', date: '2026-11-14T23:00:00-06:00', branch: 'corte' },
      { folio: 'C-2', date: '2026-11-15T00:30:00-06:00', branch: 'corte' },
    );
    await moveTo('2026-12-01T03:01:00-06:00');
    await tick();
    expect((await globalsOf('corte')).map(({ folios }) => folios)).toEqual([['C-2']]);
    const november = { branch: 'corte', periodicidad: '04', from: '2026-11-01', to: '2026-11-30' };
    expect(await read(await ask('POST', '/global-invoices/preview', november))).toEqual({
      currencies: [],
      leftOut: { 'before-cut-off': 1 },
    });
  });

  test('a schedule that is switched off issues nothing', async () => {
    await openBranch('apagada');
    await schedule('apagada', { enabled: false });
    await sell({ folio: 'A-1', date: '2026-12-01T01:00:00-06:00', branch: 'apagada' });
    await moveTo('2026-12-02T03:01:00-06:00');
    await tick();
    expect(await globalsOf('apagada')).toEqual([]);
  });

  test('a global that is not stamped four hours before its 24 hours are over raises a notice, until it is stamped', async () => {
    await openBranch('tarde');
    await schedule('tarde', {});
    await sell({ folio: 'T-1', date: '2026-12-02T12:00:00-06:00', branch: 'tarde' });
    await moveTo('2026-12-03T03:01:00-06:00');
    await api.fault({ fault: 'maintenance', times: 1_000 });
    await tick();
    await moveTo('2026-12-03T19:00:00-06:00');
    await tick();
    expect(await noticesOf('tarde')).toEqual([]);
    await moveTo('2026-12-03T20:30:00-06:00');
    await tick();
    expect(await noticesOf('tarde')).toMatchObject([{ params: { until: '2026-12-04, 00:00' } }]);
    await api.heal();
    await moveTo('2026-12-03T21:00:00-06:00');
    await api.settle();
    await tick();
    await moveTo('2026-12-03T21:30:00-06:00');
    await tick();
    expect((await globalsOf('tarde')).map(({ folios }) => folios)).toEqual([['T-1']]);
    expect(await noticesOf('tarde')).toEqual([]);
  });

  test('the notice of a global that is stamped after midnight, when the next day is the one that has just ended, does not stay', async () => {
    await openBranch('noche');
    await schedule('noche', {});
    await sell({ folio: 'N-1', date: '2026-12-03T22:00:00-06:00', branch: 'noche' });
    await moveTo('2026-12-04T20:30:00-06:00');
    await api.fault({ fault: 'maintenance', times: 1_000 });
    await tick();
    await moveTo('2026-12-05T01:00:00-06:00');
    await tick();
    expect(await noticesOf('noche')).toMatchObject([{ subject: 'noche 2026-12-03' }]);
    await api.heal();
    await moveTo('2026-12-05T01:30:00-06:00');
    await api.settle();
    await moveTo('2026-12-05T02:00:00-06:00');
    await tick();
    expect((await globalsOf('noche')).map(({ folios }) => folios)).toEqual([['N-1']]);
    expect(await noticesOf('noche')).toEqual([]);
  });

  test('two servers at the same hour, one of them killed at any step, put each sale into exactly one global', async () => {
    await openBranch('doble');
    await schedule('doble', { since: '2026-12-04' });
    for (let day = 4; day <= 8; day += 1) {
      const date = `2026-12-${String(day).padStart(2, '0')}`;
      await sell(
        ...[1, 2, 3].map((n) => ({ folio: `W-${day}-${n}`, date: `${date}T1${n}:00:00-06:00`, branch: 'doble' })),
      );
      await moveTo(`2026-12-${String(day + 1).padStart(2, '0')}T03:01:00-06:00`);
      // A server that dies after so many steps outside itself, and two that are well.
      await tick(mortal(api.services.invoicing, day - 4));
      await Promise.all([tick(), tick()]);
      await moveTo(`2026-12-${String(day + 1).padStart(2, '0')}T04:00:00-06:00`);
      await api.settle();
      await Promise.all([tick(), tick()]);
      await api.settle();
    }
    const folios = (await globalsOf('doble')).flatMap((one) => one.folios);
    expect(folios.toSorted()).toEqual(
      [4, 5, 6, 7, 8].flatMap((day) => [1, 2, 3].map((n) => `W-${day}-${n}`)).toSorted(),
    );
  }, 120_000);

  test('the event global-invoice.stamped is raised for each, and invoice.stamped for none', async () => {
    await openBranch('evento');
    await schedule('evento', {});
    await sell({ folio: 'E-1', date: '2026-12-09T12:00:00-06:00', branch: 'evento' });
    await moveTo('2026-12-10T03:01:00-06:00');
    await tick();
    const { invoices, events } = api.services.invoicing.store;
    const [invoice] = await invoices.find(TENANT, { branch: 'evento', limit: 1 });
    if (!invoice) throw new Error('no global');
    const eventAs = (type: 'global-invoice.stamped' | 'invoice.stamped') => events.get(eventOf(type, invoice, 0).id);
    expect(await eventAs('global-invoice.stamped')).toMatchObject({ subject: invoice.id, tenant: TENANT });
    expect(await eventAs('invoice.stamped')).toBeUndefined();
  });

  test('a global that was refused, and whose sales were invoiced to their customers since, is not late', async () => {
    await openBranch('aparte');
    await schedule('aparte', { since: '2026-12-09', hour: 4 });
    await sell(
      { folio: 'P-1', date: '2026-12-09T12:00:00-06:00', branch: 'aparte' },
      { folio: 'P-2', date: '2026-12-09T13:00:00-06:00', branch: 'aparte' },
    );
    const invoice = (folio: string) =>
      ask('POST', `/sales/sale_${folio}/invoice`, { receptor: UNIVERSIDAD, email: null });
    await moveTo('2026-12-10T04:05:00-06:00');
    await api.fault({ fault: 'reject', code: 'CFDI40124' });
    await tick();
    expect((await invoice('P-1')).status).toBe(201);
    await moveTo('2026-12-10T20:30:00-06:00');
    await api.fault({ fault: 'reject', code: 'CFDI40124' });
    await tick();
    expect(await noticesOf('aparte')).toHaveLength(1);
    expect((await invoice('P-2')).status).toBe(201);
    await moveTo('2026-12-10T20:45:00-06:00');
    await tick();
    expect([await globalsOf('aparte'), await noticesOf('aparte')]).toEqual([[], []]);
    const next = (await api.services.invoicing.store.globalSchedules.get(TENANT, 'aparte'))?.nextAt;
    expect(next).toBe(Date.parse('2026-12-11T04:00:00-06:00'));
  });

  test('nothing is issued for a locked month: a notice tells the accountant about the sales that wait, until the month is unlocked', async () => {
    const { cuadre, notices } = api.services.invoicing.store;
    const held = async () => (await notices.list(TENANT, 100)).filter(({ kind }) => kind === 'global-locked');
    await openBranch('candado');
    await schedule('candado', {});
    await sell({ folio: 'K-1', date: '2026-12-10T12:00:00-06:00', branch: 'candado' });
    await cuadre.lockMonth(TENANT, { month: '2026-12', by: 'usr_contadora', at: api.now() });
    await moveTo('2026-12-11T03:01:00-06:00');
    await tick();
    expect(await globalsOf('candado')).toEqual([]);
    expect(await held()).toMatchObject([{ params: { from: '2026-12-10', branch: 'candado' } }]);
    await cuadre.unlockMonth(TENANT, '2026-12');
    await moveTo('2026-12-12T03:01:00-06:00');
    await tick();
    expect((await globalsOf('candado')).map(({ folios }) => folios)).toEqual([['K-1']]);
    expect(await held()).toEqual([]);
  });

  test('the notice about sales of a locked month does not stay once the accountant has issued their global by hand', async () => {
    const { cuadre, notices } = api.services.invoicing.store;
    const held = async () => (await notices.list(TENANT, 100)).filter(({ kind }) => kind === 'global-locked');
    await openBranch('mano');
    await schedule('mano', { since: '2026-12-11', hour: 4 });
    await sell({ folio: 'M-1', date: '2026-12-11T12:00:00-06:00', branch: 'mano' });
    await cuadre.lockMonth(TENANT, { month: '2026-12', by: 'usr_contadora', at: api.now() });
    await moveTo('2026-12-12T04:05:00-06:00');
    await tick();
    expect(await held()).toMatchObject([{ subject: 'mano 2026-12-11' }]);
    await cuadre.unlockMonth(TENANT, '2026-12');
    const day = { branch: 'mano', periodicidad: '01', from: '2026-12-11', to: '2026-12-11' };
    expect((await ask('POST', '/global-invoices', day)).status).toBe(201);
    await cuadre.lockMonth(TENANT, { month: '2026-12', by: 'usr_contadora', at: api.now() });
    await moveTo('2026-12-13T04:05:00-06:00');
    await tick();
    expect(await held()).toEqual([]);
    await cuadre.unlockMonth(TENANT, '2026-12');
  });

  /** A round looks at ten branches, and there are more by now. */
  const rounds = async (): Promise<void> => {
    await tick();
    await tick();
  };

  /** Local wall clocks and their offsets: in January, on the short day of March in the border towns, and on the long one of November. */
  const TOWNS = {
    Tijuana: { codigoPostal: '22000', winter: '-08:00', summer: '-07:00' },
    'Ciudad Juárez': { codigoPostal: '32000', winter: '-07:00', summer: '-06:00' },
    Cancún: { codigoPostal: '77500', winter: '-05:00', summer: '-05:00' },
    Hermosillo: { codigoPostal: '83000', winter: '-07:00', summer: '-07:00' },
  } as const;

  test('23:30 on the last day of a month belongs to that month in Tijuana, Ciudad Juárez, Cancún and Hermosillo, each by its own midnight', async () => {
    for (const [town, { codigoPostal, winter }] of Object.entries(TOWNS)) {
      await openBranch(town, codigoPostal);
      await schedule(town, { periodicidad: '04' });
      await sell(
        { folio: `${town} 31`, date: `2026-12-31T23:30:00${winter}`, branch: town },
        { folio: `${town} 1`, date: `2027-01-01T00:10:00${winter}`, branch: town },
      );
    }
    await moveTo('2026-12-31T23:45:00-08:00');
    await rounds();
    // In Tijuana it is 02:59, in Hermosillo and Ciudad Juárez 03:59, in Cancún 05:59.
    await moveTo('2027-01-01T02:59:00-08:00');
    await rounds();
    expect(await globalsOf('Tijuana')).toEqual([]);
    await moveTo('2027-01-01T03:01:00-08:00');
    await rounds();
    for (const town of Object.keys(TOWNS)) {
      const [december, ...more] = await globalsOf(town);
      expect([town, december, more]).toMatchObject([town, { folios: [`${town} 31`], meses: '12', anio: '2026' }, []]);
      expect(december?.fecha.slice(0, 10)).toBe('2027-01-01');
    }
  }, 60_000);

  test.each([
    ['the short day of March', '2027-03-13', '2027-03-14', '2027-03-15'],
    ['the long day of November', '2027-11-06', '2027-11-07', '2027-11-08'],
  ])(
    'a global of %s in the border towns goes from midnight to midnight there: 23:30 the evening before belongs to the day before',
    async (_, before, day, after) => {
      const isSpring = before.startsWith('2027-03');
      for (const [town, { winter, summer }] of Object.entries(TOWNS)) {
        const [early, late] = isSpring ? [winter, summer] : [summer, winter];
        await schedule(town, { periodicidad: '01', since: before });
        await sell(
          { folio: `${town} ${before}`, date: `${before}T23:30:00${early}`, branch: town },
          { folio: `${town} ${day} a`, date: `${day}T00:30:00${early}`, branch: town },
          { folio: `${town} ${day} z`, date: `${day}T23:30:00${late}`, branch: town },
          { folio: `${town} ${after}`, date: `${after}T00:30:00${late}`, branch: town },
        );
      }
      await moveTo(`${after}T03:01:00-08:00`);
      await rounds();
      for (const town of Object.keys(TOWNS)) {
        const made = (await globalsOf(town)).map(({ folios }) => folios);
        expect([town, made.slice(-2)]).toEqual([
          town,
          [[`${town} ${before}`], [`${town} ${day} a`, `${town} ${day} z`]],
        ]);
      }
    },
    60_000,
  );

  test('a schedule that cannot issue, since the merchant is no longer in régimen 621, raises the notice all the same', async () => {
    await openBranch('bimestre');
    await schedule('bimestre', { periodicidad: '04' });
    const { globalSchedules } = api.services.invoicing.store;
    const kept = await globalSchedules.get(TENANT, 'bimestre');
    if (!kept) throw new Error('no schedule');
    await globalSchedules.put({ ...kept, periodicidad: '05', since: '2026-11-01', nextAt: 0 });
    await sell({ folio: 'B-1', date: '2026-12-15T12:00:00-06:00', branch: 'bimestre' });
    await moveTo('2027-01-01T20:30:00-06:00');
    // Those of all the branches above are due too, some at a time.
    for (let turn = 0; turn < 10; turn++) await tick();
    expect(await noticesOf('bimestre')).toMatchObject([{ params: { from: '2026-11-01', to: '2026-12-31' } }]);
    expect(await globalsOf('bimestre')).toEqual([]);
  });
});
