import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

// Each command is a process.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const PHARMACY = ['--rfc', 'EKU9003173C9', '--nombre', 'ESCUELA KEMPER URGATE', '--regimen', '601', '--cp', '64000'];
const HEAD = 'folio,date,total,moneda,tipoCambio,estado,formaPago,claveProdServ,descripcion,claveUnidad,cantidad,iva';

/** The month before the present one, by the shop's calendar: the commands are on the machine's clock. */
function lastMonth(): { readonly from: string; readonly to: string; readonly next: string } {
  const [year = 0, month = 1] = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Monterrey' })
    .format(new Date())
    .split('-')
    .map(Number);
  const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return {
    from: dayOf(Date.UTC(year, month - 2, 1)),
    to: dayOf(Date.UTC(year, month - 1, 0)),
    next: dayOf(Date.UTC(year, month - 1, 1)),
  };
}

describe.each(['SQLite', 'PostgreSQL'] as const)('a pharmacy that closes its month by commands, on %s', (engine) => {
  const workshop = openWorkshop();
  const { from, to, next } = lastMonth();
  let postgres: PostgresServer | undefined;
  let databaseUrl: string | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    databaseUrl = await postgres?.createDatabase();
    await answers('merchant', 'create', ...PHARMACY, '--trade-name', 'Farmacia Luna');
    await answers('branch', 'create', '--code', 'centro', '--name', 'Centro', '--cp', '64000');
    await answers('portal', 'create', '--slug', 'farmacia-luna', '--world', 'test');
    await importSales(
      // 23:30 on the last day is the next day in UTC.
      `F-1,${to}T23:30:00-06:00,116.00,MXN,,pagada,01,53131628,Champú,H87,1,0.16`,
      `F-2,${from}T00:10:00-06:00,267.00,MXN,,pagada,04,51101500,Amoxicilina 500 mg,H87,1,0`,
      `F-3,${from}T10:00:00-06:00,58.00,MXN,,pendiente,01,53131628,Champú,H87,1,0.16`,
      `F-4,${from}T11:00:00-06:00,20.00,USD,18.4213,pagada,01,51101500,Amoxicilina 500 mg,H87,1,0`,
      `F-5,${next}T00:10:00-06:00,116.00,MXN,,pagada,01,53131628,Champú,H87,1,0.16`,
    );
  });
  afterAll(async () => {
    workshop.remove();
    await postgres?.stop();
  });

  const cli = (...args: readonly string[]) =>
    runCommand(args, { AUTOFACTURA_DATA: workshop.file('.'), DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });

  async function importSales(...rows: readonly string[]): Promise<void> {
    // The price is the total: one line, one piece.
    const lines = rows.map((row) => `${row},${row.split(',')[2]},centro`);
    const file = workshop.file('sales.csv', [`${HEAD},valorUnitario,branch`, ...lines].join('\n'));
    const { code, stderr } = await cli('sales', 'import', file, '--portal', 'farmacia-luna');
    if (code !== 0) throw new Error(stderr);
  }

  /** The JSON lines that a command answers. */
  async function answers(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    const { code, stdout, stderr } = await cli(...args, '--json');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
  const month = ['--branch', 'centro', '--from', from];

  it('previews what each currency’s global would hold, and what stays out and why', async () => {
    expect(await answers('global-invoice', 'preview', ...month)).toEqual([
      {
        ...{ branch: 'centro', from, to },
        currencies: [
          { moneda: 'MXN', sales: 2, total: '383.00', invoices: 1 },
          { moneda: 'USD', sales: 1, total: '20.00', invoices: 1 },
        ].sort((a) => (a.moneda === 'USD' ? 1 : -1)),
        leftOut: { unpaid: 1 },
      },
    ]);
  });

  it('makes them, stamped, and makes nothing twice', async () => {
    const made = await answers('global-invoice', 'make', ...month, '--serie', 'FG');
    expect(made.map(({ status, sales }) => [status, sales]).toSorted()).toEqual([
      ['stamped', 1],
      ['stamped', 2],
    ]);
    const again = await cli('global-invoice', 'make', ...month);
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('Ninguna venta de ese periodo está libre');
  });

  it('puts a sale that arrives late into a supplementary one, alone', async () => {
    await importSales(`F-6,${to}T20:00:00-06:00,58.00,MXN,,pagada,01,53131628,Champú,H87,1,0.16`);
    expect(await answers('global-invoice', 'make', ...month)).toMatchObject([{ status: 'stamped', sales: 1 }]);
  });

  it('sets a schedule, keeps what is not named, and turns it off', async () => {
    expect(
      await answers('global-schedule', 'set', '--branch', 'centro', '--periodicidad', '01', '--hour', '4'),
    ).toMatchObject([
      { periodicidad: '01', hour: 4, serie: 'G', enabled: true, next: expect.stringMatching(/T04:00/) },
    ]);
    const off = await answers('global-schedule', 'set', '--branch', 'centro', '--since', next, '--off');
    expect(off).toMatchObject([{ periodicidad: '01', hour: 4, since: next, enabled: false }]);
    expect(await answers('global-schedule', 'list')).toEqual(off);
  });

  it('leaves sales before the cut-off out: they are in globals made elsewhere', async () => {
    await importSales(`F-7,${to}T21:00:00-06:00,58.00,MXN,,pagada,01,53131628,Champú,H87,1,0.16`);
    expect(await answers('global-invoice', 'preview', ...month)).toMatchObject([
      { currencies: [], leftOut: { 'before-cut-off': 2 } },
    ]);
  });

  it('says the cuadre of each day, even, as lines and as the CSV of the API', async () => {
    const days = await answers('cuadre', '--from', from, '--to', to);
    expect(
      days.map(({ date, moneda, sales, globals, pending, difference }) => [
        date,
        moneda,
        sales,
        globals,
        pending,
        difference,
      ]),
    ).toEqual([
      [from, 'MXN', '267.00', '267.00', '0.00', '0.00'],
      [from, 'USD', '20.00', '20.00', '0.00', '0.00'],
      [to, 'MXN', '232.00', '174.00', '58.00', '0.00'],
    ]);
    const { code, stdout } = await cli('cuadre', '--from', to, '--csv');
    expect([code, stdout.split('\r\n')[1]]).toEqual([
      0,
      expect.stringMatching(`^${to},centro,MXN,232.00,0.00,174.00,0.00,58.00,0.00,0.00,`),
    ]);
    expect((await cli('cuadre', '--from', to)).stdout).toContain('difference 0.00');
  });

  it('refuses what cannot be, and says why: 1 for the SAT’s rules, 2 for what was typed', async () => {
    const bimestral = await cli('global-schedule', 'set', '--branch', 'centro', '--periodicidad', '05');
    expect([bimestral.code, bimestral.stderr]).toEqual([1, expect.stringContaining('621')]);
    const unknown = await cli('global-schedule', 'set', '--branch', 'luna');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('luna')]);
    for (const typed of [
      ['global-schedule', 'set', '--branch', 'centro', '--hour', '23'],
      ['global-schedule', 'set', '--branch', 'centro', '--since', 'ayer'],
      ['global-invoice', 'make', '--branch', 'centro', '--from', '2026-13-01'],
      ['cuadre', '--from', 'ayer'],
    ])
      expect([typed, (await cli(...typed)).code]).toEqual([typed, 2]);
  });
});
