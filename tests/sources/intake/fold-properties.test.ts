import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicro, multiply, proportion, toMicro } from '../../../server/cfdi/money.ts';
import type { Sold } from '../../../server/cfdi/sold.ts';
import { parseSale } from '../../../server/sales/sale-wire.ts';
import type { DraftLine, Fact, OrderFact, PaymentFact, RefundFact } from '../../../server/sources/intake/fact.ts';
import { type FoldSetup, foldSale } from '../../../server/sources/intake/fold.ts';
import { ivaOf } from '../../../server/sources/intake/product-map.ts';
import { SOURCE_TYPES, type SourceType } from '../../../server/sources/source.ts';
import { soldArbitrary } from '../../support/generated-sales.ts';

type Scene = {
  readonly type: SourceType;
  readonly order: OrderFact;
  readonly rest: readonly Fact[];
  readonly setup: FoldSetup;
};

const DEFAULTS = { claveProdServ: '90101501', claveUnidad: 'E48', impuestos: [ivaOf('0.16')], pricesIncludeTax: true };

const payment: fc.Arbitrary<PaymentFact> = fc.record(
  {
    kind: fc.constant('payment' as const),
    version: fc.integer({ min: 1, max: 3 }),
    paymentKey: fc.constantFrom('p1', 'p2', 'p3'),
    payment: fc.record(
      {
        method: fc.constantFrom('card', 'oxxo', 'paypal', 'account_money', 'vaya'),
        funding: fc.constantFrom('credit' as const, 'debit' as const, 'unknown' as const),
      },
      { requiredKeys: ['method'] },
    ),
    cardLast4: fc.constantFrom('4242', '1881', 'XX'),
    email: fc.constantFrom('ana@example.com', 'luis@example.com', 'nadie'),
    importe: fc.constantFrom('10.00', '174.00', '348.00'),
  },
  { requiredKeys: ['kind', 'version', 'paymentKey'] },
);

/** A part of the total, sometimes with what came back of the lines: pieces, money, or what cannot be. */
function refundOf(sold: Sold): fc.Arbitrary<RefundFact> {
  const share = (text: string, percent: number) => formatMicro(proportion(toMicro(text), BigInt(percent), 100n), 2);
  const line = fc
    .record({
      at: fc.nat(sold.conceptos.length - 1),
      percent: fc.integer({ min: 1, max: 120 }),
      hasPieces: fc.boolean(),
    })
    .map(({ at, percent, hasPieces }) => {
      const { cantidad = '1', valorUnitario = '1' } = sold.conceptos[at] ?? {};
      const pieces = formatMicro(proportion(toMicro(cantidad), BigInt(percent), 100n), 3);
      const importe = share(formatMicro(multiply(toMicro(cantidad), toMicro(valorUnitario))), percent);
      return { key: `l${at}`, importe, ...(hasPieces && { cantidad: pieces }) };
    });
  return fc
    .record({
      refundKey: fc.constantFrom('r1', 'r2', 'r3'),
      version: fc.integer({ min: 1, max: 3 }),
      estado: fc.constantFrom('done' as const, 'done' as const, 'failed' as const),
      percent: fc.integer({ min: 1, max: 60 }),
      lines: fc.option(fc.array(line, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    })
    .map(({ percent, lines, ...rest }) => ({
      ...rest,
      kind: 'refund',
      importe: share(sold.total, percent),
      ...(lines && { lines }),
    }));
}

/** An order whose lines are those of a generated sale, each product mapped by its sku, some without any lines. */
function orderOf(sold: Sold): { readonly order: OrderFact; readonly setup: FoldSetup } {
  const lines = sold.conceptos.map(
    ({ descripcion, cantidad, valorUnitario, descuento }, at): DraftLine => ({
      key: `l${at}`,
      sku: `SKU-${at}`,
      descripcion,
      cantidad,
      valorUnitario,
      ...(descuento !== undefined && { descuento }),
      kind: 'product',
    }),
  );
  const { moneda, total, pricesIncludeTax, descuento } = sold;
  const products = Object.fromEntries(
    sold.conceptos.map(({ claveProdServ, claveUnidad, objetoImp, impuestos }, at) => [
      `sku:SKU-${at}`,
      { claveProdServ, claveUnidad, objetoImp, impuestos },
    ]),
  );
  const head = {
    kind: 'order',
    version: 5,
    folio: 'A-1',
    date: '2026-11-20T18:32:00-06:00',
    estado: 'pagada',
  } as const;
  return {
    order: { ...head, moneda, total, pricesIncludeTax, ...(descuento !== undefined && { descuento }), lines },
    setup: { settings: { defaults: DEFAULTS, payments: {} }, products },
  };
}

const scene: fc.Arbitrary<Scene> = soldArbitrary.chain((sold) =>
  fc
    .record({
      type: fc.constantFrom(...SOURCE_TYPES),
      payments: fc.array(payment, { maxLength: 4 }),
      refunds: fc.array(refundOf(sold), { maxLength: 4 }),
      isBare: fc.boolean(),
    })
    .map(({ type, payments, refunds, isBare }) => {
      const { order, setup } = orderOf(sold);
      const { lines: _, descuento: __, ...bare } = order;
      return { type, setup, order: isBare ? bare : order, rest: [...payments, ...refunds] };
    }),
);

/** What came back, counted by other code than the fold's: in cents, the last version of each refund. */
function centsBack(facts: readonly Fact[]): bigint {
  const refunds = facts.filter((fact) => fact.kind === 'refund');
  let cents = 0n;
  for (const key of new Set(refunds.map(({ refundKey }) => refundKey))) {
    const last = refunds
      .filter(({ refundKey }) => refundKey === key)
      .reduce((newest, each) => (each.version > newest.version ? each : newest));
    if (last.estado === 'done') cents += centsOf(last.importe);
  }
  return cents;
}
const centsOf = (text: string) => toMicro(text) / 10_000n;

/**
 * No two different refunds of one version: which of them stands is the fold's to say, and only that it is always the
 * same.
 */
const isClear = (facts: readonly Fact[]) => {
  const keys = facts
    .filter((fact) => fact.kind === 'refund')
    .map(({ refundKey, version }) => `${refundKey} ${version}`);
  return new Set(keys).size === keys.length;
};

describe('any order, its payments and its refunds', () => {
  it('make the same sale in any order of the facts and with any of them repeated', () => {
    const shuffled = scene.chain((made) => {
      const facts = [made.order, ...made.rest];
      const repeated = fc.array(fc.constantFrom(...facts), { maxLength: 4 });
      return fc
        .tuple(fc.shuffledSubarray(facts, { minLength: facts.length }), repeated, fc.nat())
        .map(([first, more, at]) => ({ made, facts, received: first.toSpliced(at % (first.length + 1), 0, ...more) }));
    });
    fc.assert(
      fc.property(shuffled, ({ made, facts, received }) => {
        expect(foldSale(made.type, received, made.setup)).toEqual(foldSale(made.type, facts, made.setup));
      }),
    );
  });

  it('make an accepted sale with the order’s total less what was refunded, to the cent', () => {
    fc.assert(
      fc.property(
        scene.filter(({ rest }) => isClear(rest)),
        ({ type, order, rest, setup }) => {
          const folded = foldSale(type, [...rest, order], setup);
          const left = centsOf(order.total) - centsBack(rest);
          if (folded.kind !== 'sale') throw new Error(JSON.stringify(folded));
          expect(parseSale(folded.wire)).toMatchObject({ kind: 'sale' });
          expect(folded.wire.estado).toBe(left <= 0n ? 'cancelada' : 'pagada');
          expect(centsOf(folded.wire.total)).toBe(left <= 0n ? centsOf(order.total) : left);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep every line and the order’s own total if there are no refunds', () => {
    fc.assert(
      fc.property(scene, ({ type, order, setup }) => {
        const folded = foldSale(type, [order], setup);
        expect(folded).toMatchObject({ kind: 'sale', wire: { total: order.total } });
        if (folded.kind === 'sale') expect(folded.wire.conceptos).toHaveLength(order.lines?.length ?? 1);
      }),
    );
  });
});

describe('any facts', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('', '0', '-1', '1e9', '348.00', '0.000001', '9'.repeat(19), '٣'));
  const optional = fc.option(text, { nil: undefined });
  const line = fc.record({
    key: text,
    sku: optional,
    category: optional,
    descripcion: text,
    cantidad: text,
    valorUnitario: text,
    descuento: optional,
    iva: optional,
    kind: fc.constantFrom('product', 'shipping', 'fee'),
  });
  const fact = fc.oneof(
    fc.record({
      kind: fc.constant('order'),
      version: fc.integer(),
      folio: text,
      date: fc.oneof(text, fc.constant('2026-11-20T18:32:00-06:00')),
      estado: fc.constantFrom('pagada', 'pendiente', 'cancelada'),
      moneda: fc.oneof(text, fc.constant('MXN')),
      tipoCambio: optional,
      total: text,
      propina: optional,
      descuento: optional,
      pricesIncludeTax: fc.option(fc.boolean(), { nil: undefined }),
      lines: fc.option(fc.array(line), { nil: undefined }),
      email: optional,
      branch: optional,
    }),
    fc.record({
      kind: fc.constant('payment'),
      version: fc.integer(),
      paymentKey: text,
      importe: optional,
      email: optional,
    }),
    fc.record({
      kind: fc.constant('refund'),
      version: fc.integer(),
      refundKey: text,
      importe: text,
      estado: fc.constantFrom('done', 'failed'),
      lines: fc.option(fc.array(fc.record({ key: text, cantidad: optional, importe: text })), { nil: undefined }),
    }),
  );

  it('never throw, and make only valid sales', () => {
    const setup = { settings: { defaults: DEFAULTS, payments: {} }, products: {} };
    fc.assert(
      fc.property(fc.constantFrom(...SOURCE_TYPES), fc.array(fact), (type, facts) => {
        const folded = foldSale(type, facts as unknown as Fact[], setup);
        if (folded.kind === 'sale') expect(parseSale(folded.wire).kind).toBe('sale');
        if (folded.kind === 'problem') expect(folded.faults).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
