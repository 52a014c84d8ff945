/** The cuadre by day, branch and rate over random sales and lives, against what the PAC stamped and plain arithmetic. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Concepto } from '../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { type Micro, roundTo, sum, toMicro } from '../../server/cfdi/money.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { cuadreLines } from '../../server/invoicing/cuadre.ts';
import { type CuadreDay, daysOf } from '../../server/invoicing/cuadre-days.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import '../support/property-seed.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const RUNS = Number(process.env.AUTOFACTURA_CUADRE_RUNS ?? 3);
const MINUTE = 1 / (24 * 60);
/** Of September, whose month is over: the first and last minutes of a day are another day elsewhere. */
const DAYS = ['2026-09-14', '2026-09-15', '2026-09-30'] as const;
const TIMES = ['00:04:00', '12:30:00', '23:56:00'] as const;
const BRANCHES = { roma: ['06700', '-06:00'], tijuana: ['22000', '-07:00'] } as const;

const taxed = (tasaOCuota: string) => ({ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota }) as const;
const SHELF = [
  ['16', '53131628', 'Champú anticaspa', [taxed('0.160000')]],
  ['0', '51101500', 'Amoxicilina 500 mg', [taxed('0.000000')]],
  ['exento', '55101509', 'Libro de remedios', [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' }]],
  ['0', '50192109', 'Papas con sal', [{ ...taxed('0.080000'), impuesto: '003' }, taxed('0.000000')]],
] as const;

type Line = { readonly good: number; readonly many: number; readonly cents: number };
type Life = {
  readonly branch: keyof typeof BRANCHES;
  readonly day: number;
  readonly time: number;
  readonly lines: readonly Line[];
  readonly before: 'nothing' | 'invoice' | 'refund' | 'invoice, refund';
  readonly after: 'nothing' | 'nothing' | 'invoice' | 'refund';
};
const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    branch: fc.constantFrom('roma', 'tijuana'),
    day: fc.nat({ max: 2 }),
    time: fc.nat({ max: 2 }),
    lines: fc.array(
      fc.record({
        good: fc.nat({ max: SHELF.length - 1 }),
        many: fc.integer({ min: 1, max: 5 }),
        cents: fc.integer({ min: 101, max: 99_999 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    before: fc.constantFrom('nothing', 'nothing', 'invoice', 'refund', 'invoice, refund'),
    after: fc.constantFrom('nothing', 'nothing', 'invoice', 'refund'),
  }),
  { minLength: 12, maxLength: 12 },
) as never;

type Sold = { readonly id: string; readonly folio: string; readonly life: Life; cents: number; givenBack: number };

describe.each(['SQLite', 'PostgreSQL'] as const)('the cuadre of random months, on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
    await api.change(DEMO_PORTAL, { afterGlobal: 'egreso', deadline: { kind: 'days', days: 365 } });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  const ask = (method: string, path: string, body?: object): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  let months = 0;
  it('is even for each day, branch and rate, and says of CFDIs what the PAC stamped', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (drawn) => {
        months += 1;
        const branches = { roma: `r${months}`, tijuana: `t${months}` };
        for (const [name, code] of Object.entries(branches)) {
          const [codigoPostal] = BRANCHES[name as keyof typeof BRANCHES];
          await api.services.invoicing.store.merchants.putBranch({ ...TENANT, code, name: code, codigoPostal });
        }
        const sales: Sold[] = [];
        for (const [at, life] of drawn.entries()) sales.push(await sell(branches[life.branch], at, life));
        for (const sale of sales) await befall(sale, sale.life.before);
        await rest();
        for (const branch of Object.values(branches))
          await ask('POST', '/global-invoices', {
            ...{ branch, periodicidad: '04', from: '2026-09-01', to: '2026-09-30' },
          });
        await rest();
        for (const sale of sales) await befall(sale, sale.life.after);
        await rest(4);
        for (const branch of Object.values(branches)) await judge(branch, sales);
      }),
      { numRuns: RUNS, endOnFailure: true, includeErrorInReport: true },
    );
  }, 1_200_000);

  async function sell(branch: string, at: number, life: Life): Promise<Sold> {
    const folio = `${branch}-${at}`.toUpperCase();
    const conceptos = life.lines.map(({ good, many, cents }) => {
      const [, claveProdServ, descripcion, impuestos] = SHELF[good] ?? SHELF[0];
      const priced = { cantidad: String(many), valorUnitario: (cents / 100).toFixed(2) };
      return { ...priced, claveProdServ, descripcion, claveUnidad: 'H87', impuestos: [...impuestos] };
    });
    const cents = life.lines.reduce((all, line) => all + line.cents * line.many, 0);
    const date = `${DAYS[life.day]}T${TIMES[life.time]}${BRANCHES[life.branch][1]}`;
    const sale = { folio, branch, date, formaPago: '01', total: (cents / 100).toFixed(2), conceptos } as SaleWire;
    const { id } = await read<{ id: string }>(await ask('POST', '/sales', sale));
    return { id, folio, life, cents, givenBack: 0 };
  }

  /** What a rule refuses changes nothing, and what is given back is counted only where it was taken. */
  async function befall(sale: Sold, what: Life['before'] | Life['after']): Promise<void> {
    if (what.includes('invoice'))
      await ask('POST', `/sales/${sale.id}/invoice`, { receptor: UNIVERSIDAD, email: null });
    if (!what.includes('refund')) return;
    const cents = Math.max(1, Math.floor((sale.cents - sale.givenBack) / 3));
    const refund = { total: (cents / 100).toFixed(2), date: new Date(api.now()).toISOString(), formaPago: '01' };
    const answer = await ask('POST', `/sales/${sale.id}/refunds`, refund);
    if (answer.ok) sale.givenBack += cents;
  }

  async function rest(rounds = 2): Promise<void> {
    const { invoicing } = api.services;
    for (let round = 0; round < rounds; round += 1) {
      await api.move(2 * MINUTE);
      await settleDue(invoicing);
      await resumeRefunds(invoicing);
      await resumeExits(invoicing);
      await settleDue(invoicing);
    }
  }

  async function judge(branch: string, all: readonly Sold[]): Promise<void> {
    const sales = all.filter(({ folio }) => folio.startsWith(`${branch}-`.toUpperCase()));
    const range = { from: '2026-09-01', to: '2026-09-30', branch };
    const days = await daysOf(cuadreLines(api.services.invoicing, TENANT, range));
    const sold = new Set(sales.map(({ life }) => DAYS[life.day] ?? ''));
    expect(days.map(({ date }) => date)).toEqual([...sold].sort());
    for (const day of days) {
      const own = sales.filter(({ life }) => DAYS[life.day] === day.date);
      expect([day.date, day.count, day.difference]).toEqual([day.date, own.length, 0n]);
      expect(day.sales).toBe(inMicro(own.reduce((cents, sale) => cents + sale.cents - sale.givenBack, 0)));
      await judgeAgainstTheStamps(day, own);
      judgeRates(day, own);
    }
  }

  /** Read again from the XML that the PAC has, by folio. */
  async function judgeAgainstTheStamps(day: CuadreDay, own: readonly Sold[]): Promise<void> {
    let [nominatives, globals, egresos] = [0n, 0n, 0n];
    for (const { id, folio } of own)
      for (const { stamped } of await api.services.invoicing.store.invoices.find(TENANT, {
        sale: id,
        states: ['stamped'],
        limit: 50,
      })) {
        const file = readCfdi((await api.stamp(stamped?.uuid ?? ''))?.xml ?? '');
        if (file.kind !== 'cfdi') throw new Error(file.detail);
        const { comprobante } = file.file;
        if (comprobante.tipoDeComprobante === 'E') egresos += toMicro(comprobante.total);
        else if (!comprobante.informacionGlobal) nominatives += toMicro(comprobante.total);
        else globals += paidIn(comprobante.conceptos, folio);
      }
    expect([day.date, day.nominatives, day.egresos]).toEqual([day.date, nominatives, egresos]);
    // The document's own rounding is carried by one of its conceptos.
    expect(Number(day.globals - globals)).toBeLessThanOrEqual(60_000);
    expect(Number(day.globals - globals)).toBeGreaterThanOrEqual(-60_000);
  }

  /** What the conceptos of that folio were paid with. */
  function paidIn(conceptos: readonly Concepto[], folio: string): Micro {
    const own = conceptos.filter(({ noIdentificacion }) => noIdentificacion === folio);
    const taxesOf = ({ traslados }: Concepto) => sum(traslados.map((tax) => toMicro(tax.importe ?? '0')));
    return sum(own.map((line) => roundTo(toMicro(line.importe) - toMicro(line.descuento ?? '0') + taxesOf(line), 2)));
  }

  /** Of each rate, what was sold is what the CFDIs say and what is pending, to the cents that each document rounds. */
  function judgeRates(day: CuadreDay, own: readonly Sold[]): void {
    const soldAt = new Map<string, number>();
    for (const { life, cents, givenBack } of own)
      for (const { good, many, cents: price } of life.lines) {
        const [rate] = SHELF[good] ?? SHELF[0];
        soldAt.set(rate, (soldAt.get(rate) ?? 0) + (price * many * (cents - givenBack)) / cents);
      }
    for (const [rate, { nominatives, globals, egresos, pending }] of day.rates) {
      const of = ({ base, iva }: { base: Micro; iva: Micro }): Micro => base + iva;
      const covered = Number(of(nominatives) + of(globals) - of(egresos) + of(pending)) / 10_000;
      expect(Math.abs(covered - (soldAt.get(rate) ?? 0)), `${day.date} at ${rate}`).toBeLessThanOrEqual(3 * own.length);
    }
    for (const name of ['nominatives', 'globals', 'egresos', 'pending'] as const)
      expect([name, sum([...day.rates.values()].map((parts) => parts[name].base + parts[name].iva))]).toEqual([
        name,
        day[name],
      ]);
  }
});

const inMicro = (cents: number): Micro => BigInt(cents) * 10_000n;
