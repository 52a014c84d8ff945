import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatMicro, sum, toMicro } from '../../server/cfdi/money.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Services } from '../../server/http/api/services.ts';
import { cancel } from '../../server/invoicing/cancel.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { issueCart } from '../../server/invoicing/cart.ts';
import { beginCorrection } from '../../server/invoicing/correct.ts';
import { cuadreLines } from '../../server/invoicing/cuadre.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import { resumeGlobals } from '../../server/invoicing/global-worker.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import { cartForCustomer, issueForCustomer } from '../../server/invoicing/invoice-for-customer.ts';
import { beginIssue } from '../../server/invoicing/issue.ts';
import { registerRefund, resumeRefunds } from '../../server/invoicing/refunds.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import { Problem } from '../../server/problems/problem.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { ALBA, breakfast, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { coveredOf, invoicesAbout } from '../support/coverage.ts';
import { mortal } from '../support/mortal.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import '../support/property-seed.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const LIVES = Number(process.env.AUTOFACTURA_SALE_LIVES ?? 200);
/** Sales whose lives are lived side by side: they meet in one global. */
const TOGETHER = 30;
const DAY = '2026-11-18';
const MINUTE = 1 / (24 * 60);

/** What happens to a sale at one time; `dies` says after how many durable steps the process that does it is killed. */
type Happening = {
  readonly what: 'refund' | 'invoice' | 'other' | 'cart' | 'correct' | 'cancel' | 'nothing';
  /** How many of the next sales are in a cart with this one. */
  readonly others: number;
  readonly dies: number;
};
type Life = { readonly arrives: number; readonly happenings: readonly Happening[] };
type Lives = {
  readonly way: 'egreso' | 'reissue';
  readonly globalAt: number;
  readonly lives: readonly Life[];
};

const TIMES = 5;
const life: fc.Arbitrary<Life> = fc.record({
  arrives: fc.constantFrom(0, 0, 0, 1, 2),
  happenings: fc.array(
    fc.record({
      what: fc.constantFrom(
        'refund',
        'invoice',
        'invoice',
        'other',
        'cart',
        'correct',
        'cancel',
        'nothing',
        'nothing',
        'nothing',
      ),
      others: fc.integer({ min: 1, max: 4 }),
      dies: fc.constantFrom(0, 1, 2, 3, 4, 5, 99, 99, 99, 99),
    }),
    { minLength: TIMES, maxLength: TIMES },
  ),
});
const lives: fc.Arbitrary<Lives> = fc.record({
  way: fc.constantFrom('egreso', 'reissue'),
  globalAt: fc.constantFrom(0, 0, 1),
  lives: fc.array(life, { minLength: TOGETHER, maxLength: TOGETHER }),
});

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
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

  let batches = 0;
  let shared = 0;
  it('whatever happens to a sale, and whoever is killed meanwhile, one live chain of CFDIs covers every peso of it, or none', async () => {
    const numRuns = Math.max(1, Math.ceil(LIVES / TOGETHER));
    await fc.assert(
      fc.asyncProperty(lives, (drawn) => live(`l${engine.length}${++batches}`, drawn)),
      {
        ...{ numRuns, endOnFailure: true, includeErrorInReport: true },
      },
    );
    // Several sales were on one CFDI in some of them.
    expect(shared).toBeGreaterThan(0);
  }, 7_200_000);

  async function live(branch: string, drawn: Lives): Promise<void> {
    const { invoicing } = api.services;
    await api.change(DEMO_PORTAL, { afterGlobal: drawn.way, deadline: { kind: 'days', days: 365 } });
    await invoicing.store.merchants.putBranch({ ...TENANT, code: branch, name: branch, codigoPostal: '06700' });
    const idOf = (index: number) => `sale_${branch}_${index}`;
    for (let time = 0; time < TIMES; time += 1) {
      for (const [index, { arrives, happenings }] of drawn.lives.entries()) {
        if (arrives === time) await sell(branch, idOf(index), `${branch.toUpperCase()}-${index}`);
        const happening = happenings[time];
        if (!happening || arrives > time) continue;
        const there = drawn.lives.flatMap((other, at) => (at > index && other.arrives < time ? [idOf(at)] : []));
        await befall([idOf(index), ...there.slice(0, happening.others)], happening);
      }
      // Then once more, for what arrived or became free since.
      if (time === drawn.globalAt || time === drawn.globalAt + 2) {
        await globalise(mortal(invoicing, time), branch);
        await globalise(invoicing, branch);
      }
      await round();
    }
    for (let rounds = 0; rounds < 6; rounds += 1) await round(20 * MINUTE);
    await round(62 * MINUTE);
    for (let rounds = 0; rounds < 4; rounds += 1) await round();
    for (const index of drawn.lives.keys()) await judge(idOf(index));
    await judgeCuadre(branch);
  }

  async function sell(branch: string, id: string, folio: string): Promise<void> {
    const parsed = parseSale({ ...breakfast(folio, api.now()), date: `${DAY}T09:00:00-06:00`, branch });
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
    const { body } = parsed;
    await api.services.invoicing.store.sales.put(TENANT, [
      { id, source: 'api', body, keys: keysOf(body), at: api.now() },
    ]);
  }

  /** A refusal is an answer and a kill is expected; anything else is a failure of ours. */
  async function allowed(done: Promise<unknown>): Promise<void> {
    await done.catch((error: unknown) => {
      if (!(error instanceof Problem) && !(error instanceof Error && error.message === 'killed')) throw error;
    });
  }

  async function befall(sales: readonly [string, ...string[]], { what, dies }: Happening): Promise<void> {
    const invoicing = mortal(api.services.invoicing, dies);
    const [saleId] = sales;
    if (what === 'cart') return allowed(invoice(invoicing, sales, UNIVERSIDAD));
    if (what === 'invoice') return allowed(invoice(invoicing, [saleId], UNIVERSIDAD));
    if (what === 'other') return allowed(invoice(invoicing, [saleId], ALBA));
    if (what === 'cancel') return allowed(cancelNominative(invoicing, saleId));
    if (what === 'correct') return allowed(correctNominative(invoicing, saleId));
    if (what === 'refund') {
      const given = { total: '50.00', date: new Date(api.now()).toISOString(), formaPago: '04', conceptos: [] };
      return allowed(registerRefund(api.services.invoicing, { tenant: TENANT, saleId, ...given }));
    }
  }

  /** Each CFDI that they take. */
  async function invoice(
    invoicing: Services['invoicing'],
    saleIds: readonly string[],
    receptor: typeof UNIVERSIDAD,
  ): Promise<void> {
    const wanted = { tenant: TENANT, receptor, email: null, itemizeIeps: false, by: 'key', language: 'es-MX' } as const;
    const documents = await cartForCustomer(invoicing, { ...wanted, saleIds });
    await issueCart(documents, async (document) => {
      // Not waited for as by a customer: a killed server answers nobody.
      await (await beginIssue(invoicing, await issueForCustomer(invoicing, { ...wanted, saleIds: document }))).settled;
    });
  }

  async function cancelNominative(invoicing: Services['invoicing'], saleId: string): Promise<void> {
    const { invoiceId = '' } = (await invoicing.store.sales.get(TENANT, saleId)) ?? {};
    const held = await invoicing.store.invoices.get(invoiceId);
    if (held?.snapshot.kind === 'ingreso') await cancel(invoicing, held, { motivo: '02', by: 'key' });
  }

  async function correctNominative(invoicing: Services['invoicing'], saleId: string): Promise<void> {
    const { invoiceId = '' } = (await invoicing.store.sales.get(TENANT, saleId)) ?? {};
    const held = await invoicing.store.invoices.get(invoiceId);
    if (held?.snapshot.kind !== 'ingreso') return;
    const receptor = { ...held.snapshot.receptor, usoCfdi: 'S01' };
    const begun = await beginCorrection(invoicing, held, { receptor, origin: 'merchant', by: 'key' });
    await begun.settled;
  }

  async function globalise(invoicing: Services['invoicing'], branch: string): Promise<void> {
    const period = { periodicidad: '01', from: DAY, to: DAY, serie: 'G', origin: 'merchant' } as const;
    await allowed(
      beginGlobal(invoicing, { tenant: TENANT, branch, ...period }).then((run) => advanceGlobal(invoicing, run)),
    );
  }

  /** One round of every worker, some time later. */
  async function round(days = 2 * MINUTE): Promise<void> {
    const { invoicing } = api.services;
    await api.move(days);
    await settleDue(invoicing);
    await resumeRefunds(invoicing);
    await resumeGlobals(invoicing);
    await resumeExits(invoicing);
    await settleCancellationsDue(invoicing);
    await settleDue(invoicing);
  }

  /** What was sold is what the documents themselves say, each peso of it. */
  async function judgeCuadre(branch: string): Promise<void> {
    for await (const line of cuadreLines(api.services.invoicing, TENANT, { from: DAY, to: DAY, branch })) {
      const { id } = line.life.sale;
      expect([id, formatMicro(line.difference, 2)]).toEqual([id, '0.00']);
    }
  }

  async function judge(saleId: string): Promise<void> {
    const { store } = api.services.invoicing;
    const sale = await store.sales.get(TENANT, saleId);
    if (!sale) throw new Error(`no ${saleId}`);
    const about = await invoicesAbout(api.services.invoicing, TENANT, saleId);
    const story = about.map(({ snapshot, state, holding }) => `${snapshot.kind} ${state} ${holding.kind}`).join(', ');
    const settled = about.every(({ state }) => state === 'stamped' || state === 'rejected' || state === 'canceled');
    shared += about.filter(({ snapshot, saleIds }) => snapshot.kind === 'ingreso' && saleIds.length > 1).length;
    expect(settled, `${saleId} is stuck: ${story}`).toBe(true);
    const refunds = await store.refunds.list(TENANT, { sale: saleId, limit: 100 });
    const credited = sum(refunds.filter(({ state }) => state === 'credited').map(({ total }) => toMicro(total)));
    const due = sale.invoiceId === undefined ? 0n : toMicro(sale.body.total) - credited;
    expect(coveredOf(about, saleId), `${saleId}: ${story}`).toBe(due);
    for (const { stamped } of about) if (stamped) expect(await api.stamp(stamped.uuid), saleId).toBeDefined();
  }
});
