import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, RefundFact, SaleFact } from '../../../server/sources/intake/fact.ts';
import { type Folded, foldSale } from '../../../server/sources/intake/fold.ts';
import { chargesOf as conektaCharges } from '../../../server/sources/providers/conekta/charge-facts.ts';
import { orderOf as conektaOrder } from '../../../server/sources/providers/conekta/order-facts.ts';
import { ORDER as CONEKTA_ORDER } from '../../../server/sources/providers/conekta/shapes.ts';
import { paymentFacts as mercadoPago } from '../../../server/sources/providers/mercado-pago/facts.ts';
import { PAYMENT } from '../../../server/sources/providers/mercado-pago/shapes.ts';
import { factsOfCharge as openpay } from '../../../server/sources/providers/openpay/facts.ts';
import { CHARGE as OPENPAY_CHARGE } from '../../../server/sources/providers/openpay/shapes.ts';
import { disputeFacts, orderFacts as shopify } from '../../../server/sources/providers/shopify/facts.ts';
import {
  DISPUTE as SHOPIFY_DISPUTE,
  ORDER as SHOPIFY_ORDER,
} from '../../../server/sources/providers/shopify/shapes.ts';
import { disputeRefund, namedRefunds, paymentOf } from '../../../server/sources/providers/stripe/charge-facts.ts';
import { intentOrder } from '../../../server/sources/providers/stripe/order-facts.ts';
import {
  PAYMENT_INTENT,
  CHARGE as STRIPE_CHARGE,
  DISPUTE as STRIPE_DISPUTE,
} from '../../../server/sources/providers/stripe/shapes.ts';
import { orderFacts as woo } from '../../../server/sources/providers/woocommerce/facts.ts';
import { ORDER as WOO_ORDER } from '../../../server/sources/providers/woocommerce/shapes.ts';
import type { SourceType } from '../../../server/sources/source.ts';
import { wooOrder } from '../../support/woo-order.ts';
import { order, refund, setup } from './fold-orders.ts';

const TOTAL = 11_600;
const START = Date.UTC(2026, 10, 20, 18);
const pesos = (cents: number): string => (cents / 100).toFixed(2);

/** What a shop and its customer's bank did to one order of 116.00, a step a minute. */
type Step = { readonly kind: 'refund' | 'void' | 'dispute' | 'won' | 'lost'; readonly cents: number };

/** How an order stands after a step; a voided refund stays known to the sources that keep it, as failed. */
type Standing = {
  readonly at: number;
  readonly refunds: readonly { readonly key: string; readonly cents: number; readonly isVoid: boolean }[];
  readonly dispute?: { readonly cents: number; readonly end?: 'won' | 'lost' };
};

const step = (kinds: readonly Step['kind'][]): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constantFrom(...kinds), cents: fc.integer({ min: 1, max: 7_000 }) });

const standsOf = ({ refunds }: Standing): number =>
  TOTAL - refunds.filter(({ isVoid }) => !isVoid).reduce((sum, { cents }) => sum + cents, 0);

function history(steps: readonly Step[]): readonly [Standing, ...Standing[]] {
  const standings: [Standing, ...Standing[]] = [{ at: START, refunds: [] }];
  for (const { kind, cents } of steps) {
    const last = standings.at(-1) ?? standings[0];
    const at = last.at + 60_000;
    const isOpen = last.dispute && last.dispute.end === undefined;
    const alive = last.refunds.filter(({ isVoid }) => !isVoid);
    if (last.dispute?.end === 'lost') break;
    if (kind === 'refund' && !isOpen && standsOf(last) > 0) {
      const key = `r${last.refunds.length}`;
      const one = { key, cents: Math.min(cents, standsOf(last)), isVoid: false };
      standings.push({ ...last, at, refunds: [...last.refunds, one] });
    } else if (kind === 'void' && !isOpen && alive.length > 0) {
      const gone = alive[cents % alive.length];
      standings.push({
        ...last,
        at,
        refunds: last.refunds.map((one) => (one === gone ? { ...one, isVoid: true } : one)),
      });
    } else if (kind === 'dispute' && !last.dispute && standsOf(last) > 0) {
      standings.push({ ...last, at, dispute: { cents: standsOf(last) } });
    } else if ((kind === 'won' || kind === 'lost') && last.dispute && isOpen) {
      standings.push({ ...last, at, dispute: { ...last.dispute, end: kind } });
    }
  }
  return standings;
}

type ReadFacts = (standing: Standing) => readonly SaleFact[];
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
const seconds = (at: number): number => at / 1000;
const alive = ({ refunds }: Standing) => refunds.filter(({ isVoid }) => !isVoid);
const phase = <T>(dispute: Standing['dispute'], words: { open: T; won: T; lost: T }): T | undefined =>
  dispute && words[dispute.end ?? 'open'];

const stripe: ReadFacts = ({ at, refunds, dispute }) => {
  const intent = PAYMENT_INTENT.parse({ id: 'pi_1', status: 'succeeded', amount_received: TOTAL, currency: 'mxn' });
  const common = { currency: 'mxn', payment_intent: 'pi_1', charge: 'ch_1' };
  const list = refunds.map(({ key, cents, isVoid }) => {
    return { id: key, amount: cents, created: seconds(START), status: isVoid ? 'failed' : 'succeeded', ...common };
  });
  const refunded = refunds.filter(({ isVoid }) => !isVoid).reduce((sum, { cents }) => sum + cents, 0);
  const charge = STRIPE_CHARGE.parse({
    ...{ id: 'ch_1', amount: TOTAL, amount_captured: TOTAL, amount_refunded: refunded, currency: 'mxn' },
    ...{ created: seconds(START), paid: true, captured: true, payment_intent: 'pi_1' },
    refunds: { data: list, has_more: false },
  });
  const status = phase(dispute, { open: 'needs_response', won: 'won', lost: 'lost' });
  return [
    ...intentOrder(intent, START),
    ...paymentOf(charge, at),
    ...namedRefunds(charge, charge.refunds?.data ?? [], at),
    ...(status
      ? disputeRefund(STRIPE_DISPUTE.parse({ id: 'dp_1', amount: dispute?.cents, status, ...common }), at)
      : []),
  ];
};

const payment: ReadFacts = (standing) => {
  const { at, refunds, dispute } = standing;
  const all = refunds.map(({ key, cents, isVoid }) => {
    return { id: key, amount: pesos(cents), status: isVoid ? 'cancelled' : 'approved' };
  });
  const detail = phase(dispute, { open: 'in_process', won: 'reimbursed', lost: 'settled' });
  const left = standsOf(standing);
  const status = detail ? 'charged_back' : left === 0 ? 'refunded' : 'approved';
  return mercadoPago(
    PAYMENT.parse({
      ...{
        id: '777',
        status,
        status_detail: detail ?? 'accredited',
        date_created: iso(START),
        date_approved: iso(START),
      },
      ...{ date_last_updated: iso(at), currency_id: 'MXN', transaction_amount: '116.00', refunds: all },
      transaction_amount_refunded: pesos(TOTAL - left),
    }),
  );
};

const shop: ReadFacts = (standing) => {
  const { at, dispute } = standing;
  const refunds = alive(standing).map(({ key, cents }) => ({
    ...{ id: key, created_at: iso(START) },
    transactions: [{ id: `t${key}`, kind: 'refund', status: 'success', amount: pesos(cents), created_at: iso(START) }],
  }));
  const left = standsOf(standing);
  const order = SHOPIFY_ORDER.parse({
    ...{ id: '9', name: '#1001', currency: 'MXN', created_at: iso(START), updated_at: iso(at), taxes_included: true },
    financial_status: left === 0 ? 'refunded' : left < TOTAL ? 'partially_refunded' : 'paid',
    ...{ total_price: '116.00', total_tax: '16.00', refunds, payment_gateway_names: ['mercado_pago'] },
    line_items: [
      {
        ...{ id: '91', title: 'Taza', quantity: 1, price: '116.00', sku: 'TAZA-01', total_discount: '0.00' },
        tax_lines: [{ title: 'IVA', rate: 0.16, price: '16.00' }],
      },
    ],
  });
  const status = phase(dispute, { open: 'needs_response', won: 'won', lost: 'lost' });
  const asked = { id: '5', order_id: '9', type: 'chargeback', status, amount: pesos(dispute?.cents ?? 0) };
  return [...shopify(order), ...(status ? disputeFacts(SHOPIFY_DISPUTE.parse(asked), at) : [])];
};

const conekta: ReadFacts = (standing) => {
  const { at, refunds, dispute } = standing;
  const data = refunds.map(({ key, cents, isVoid }) => {
    return { id: key, amount: -cents, created_at: seconds(START), status: isVoid ? 'failed' : 'refunded' };
  });
  const status = phase(dispute, { open: 'in_review', won: 'won', lost: 'lost' });
  const charge = {
    ...{ id: 'ch', object: 'charge', order_id: 'ord', status: 'paid', amount: TOTAL, currency: 'MXN' },
    ...{ refunds: { data }, ...(status && { chargeback: { id: 'cb', status } }) },
  };
  const order = CONEKTA_ORDER.parse({
    ...{
      id: 'ord',
      object: 'order',
      amount: TOTAL,
      currency: 'MXN',
      created_at: seconds(START),
      updated_at: seconds(at),
    },
    ...{ amount_refunded: TOTAL - standsOf(standing), payment_status: 'paid', metadata: { folio: 'C-1' } },
    charges: { data: [charge] },
  });
  return [...conektaOrder(order, at), ...conektaCharges(order, at)];
};

const charge: ReadFacts = ({ at, refunds, dispute }) => {
  const status = phase(dispute, {
    open: 'chargeback_pending',
    won: 'chargeback_rejected',
    lost: 'chargeback_accepted',
  });
  return openpay(
    OPENPAY_CHARGE.parse({
      ...{ id: 'tr1', status: status ?? 'completed', amount: '116.00', currency: 'MXN', order_id: 'O-1' },
      ...{ creation_date: iso(START), operation_date: iso(at), method: 'card', card: { type: 'debit' } },
      refunds: refunds.map(({ key, cents, isVoid }) => {
        return { id: key, amount: pesos(cents), status: isVoid ? 'cancelled' : 'completed' };
      }),
    }),
  );
};

const woocommerce: ReadFacts = (standing) =>
  woo(
    WOO_ORDER.parse({
      ...wooOrder('1001', {
        refunds: alive(standing).map(({ key, cents }) => ({ id: key, total: `-${pesos(cents)}` })),
      }),
      date_modified_gmt: iso(standing.at),
    }),
  );

const ALL = ['refund', 'refund', 'void', 'dispute', 'won', 'lost'] as const;
const SOURCES: readonly (readonly [SourceType, ReadFacts, readonly Step['kind'][]])[] = [
  ['stripe', stripe, ALL],
  ['mercado-pago', payment, ALL],
  ['shopify', shop, ALL],
  ['conekta', conekta, ALL],
  ['openpay', charge, ALL],
  // It knows no disputes: a gateway's plugin writes them as a status.
  ['woocommerce', woocommerce, ['refund', 'refund', 'void']],
];

/** As the database keeps them: of each fact the highest version, whichever came first. */
function kept(facts: readonly SaleFact[]): readonly Fact[] {
  const byKey = new Map<string, Fact>();
  for (const { factKey, fact } of facts) {
    const known = byKey.get(factKey);
    if (!known || fact.version > known.version) byKey.set(factKey, fact);
  }
  return [...byKey.values()];
}

/** `left` of a sale that can be invoiced, or why it cannot. */
function standingOf(folded: Folded): string {
  if (folded.kind === 'nothing') return 'nothing';
  if (folded.kind === 'problem') return `waits: ${folded.faults.map(({ code }) => code)}`;
  const { estado, total } = folded.wire;
  if (estado === 'pagada') return String(total);
  return estado === 'cancelada' ? 'closed' : `waits: ${folded.holds?.map(({ code }) => code)}`;
}

describe('whatever of an order was refunded, voided, partly refunded and then charged back', () => {
  it.each(SOURCES)(
    '%s: reported in any order and twice, the sale is what is left, waits for a dispute, or is closed',
    (type, read, kinds) => {
      const scene = fc
        .array(step(kinds), { maxLength: 8 })
        .map(history)
        .chain((standings) => {
          const events = standings.map((_, index) => index);
          return fc.tuple(
            fc.constant(standings),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.array(fc.constantFrom(...events), { maxLength: 4 }),
          );
        });
      fc.assert(
        fc.property(scene, ([standings, order, again]) => {
          const last = standings.at(-1) ?? standings[0];
          const facts = [...order, ...again].flatMap((index) => read(standings[index] ?? last));
          const left = last.dispute?.end === 'lost' ? 0 : standsOf(last);
          const shown = standingOf(foldSale(type, kept(facts), setup()));
          if (last.dispute && last.dispute.end === undefined) expect(shown).toMatch(/^waits: .*disputed/);
          else expect(shown).toBe(left > 0 ? pesos(left) : 'closed');
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('a refund in another currency than its order', () => {
  it.each(['done', 'disputed'] as const)('%s, is never subtracted as if it were pesos: the sale waits', (estado) => {
    const dollars: RefundFact = { ...refund('10.00', { estado }), moneda: 'USD' };
    const folded = foldSale('stripe', [order({}), dollars], setup());
    expect(folded).toMatchObject({ kind: 'sale', wire: { estado: 'pendiente', total: '348.00' } });
    expect(standingOf(folded)).toContain('refund-currency');
    expect(standingOf(foldSale('stripe', [order({}), { ...dollars, estado: 'failed' }], setup()))).toBe('348.00');
  });

  it('is recognized in what each source reports', () => {
    const moneda = (facts: readonly SaleFact[]) =>
      facts.flatMap(({ fact }) => (fact.kind === 'refund' ? [fact.moneda] : []));
    const asked = { id: 'dp_1', amount: 1_000, currency: 'usd', payment_intent: 'pi_1', status: 'lost' };
    expect(moneda(disputeRefund(STRIPE_DISPUTE.parse(asked), START))).toEqual(['USD']);
    const dispute = { id: '5', order_id: '9', type: 'chargeback', status: 'lost', amount: '10.00', currency: 'USD' };
    expect(moneda(disputeFacts(SHOPIFY_DISPUTE.parse(dispute), START))).toEqual(['USD']);
  });
});
