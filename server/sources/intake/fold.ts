/** Folds all the facts that a source sent about one sale, in any order and with repetitions, into a parsed sale or the reasons why there is none. */
import { currencyDecimals } from '../../catalogs/moneda.ts';
import { formatTrimmed, parseMicro, roundTo, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import type { Fault } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import { parseSale, saleWire } from '../../sales/sale-wire.ts';
import type { SourceSettings } from '../settings.ts';
import type { SourceType } from '../source.ts';
import { type CompletedSale, completeSale } from './complete-sale.ts';
import type { Fact, OrderFact, PaymentFact, RefundFact } from './fact.ts';
import { factFaults, mergedPayments, newest } from './fold-facts.ts';
import { type Draft, draftOf, inOneLine, type WireHead, type WireSale } from './fold-lines.ts';
import { afterRefunds } from './fold-refunds.ts';
import { withoutGiftCards } from './gift-cards.ts';
import { type ReportedRefund, reportedOf } from './give-back.ts';
import { standingOf } from './order-state.ts';
import { formaPagoOf } from './payment-table.ts';
import type { ProductMap } from './product-map.ts';
import { standingRefunds } from './standing-refunds.ts';

/** What was assumed in a sale or left out of it, which the merchant should check. */
export type FoldFlag = 'forma-pago-assumed' | 'gift-cards-left-out';

/** The result of folding: a sale, nothing yet, or the problems that keep the sale in the queue. */
export type Folded =
  | (FoldedOf & {
      readonly kind: 'sale';
      readonly wire: WireSale;
      /** The parsed sale. */
      readonly body: SaleBody;
      /** The total that the ticket shows, if it differs; customers search by that, too. */
      readonly ticketTotal?: string;
      readonly flags: readonly FoldFlag[];
      /** What was refunded of it, if it is an order. */
      readonly givenBack?: readonly ReportedRefund[];
      /** Why a sale that is not simply unpaid waits in the queue: a deposit, a dispute or an unknown state. */
      readonly holds?: readonly Fault[];
    })
  /** There are only payments or refunds of an order that has not arrived yet. */
  | { readonly kind: 'nothing' }
  | (FoldedOf & {
      readonly kind: 'problem';
      readonly faults: readonly Fault[];
      /** Set if the sale is known to be unpaid all the same: one that was paid once and no longer is must not stay open. */
      readonly estado?: 'pendiente' | 'cancelada';
    });

type FoldedOf = {
  /** Set if the merchant's own system submitted it whole. */
  readonly isSubmitted?: true;
  /** Set if it was submitted whole and cancelled, whatever else is known about it. */
  readonly isCanceled?: true;
};

/** The merchant's settings that folding depends on. When they change, the sales are folded again. */
export type FoldSetup = { readonly settings: SourceSettings; readonly products: ProductMap };

/**
 * Folds facts into one sale; their order and repetitions do not matter. A sale with nothing left after refunds is `cancelada`, with its state
 * from before them. A free order is the problem `nothing-to-invoice`; lines that miss the total are `sale-inconsistent`, with both figures. A
 * sale that is not known to be paid in full is `pendiente`.
 */
export function foldSale(type: SourceType, facts: readonly Fact[], setup: FoldSetup): Folded {
  const order = newest(facts.filter((fact) => fact.kind === 'order'));
  const submitted = newest(facts.filter((fact) => fact.kind === 'submitted'));
  if (submitted && submitted.version >= (order?.version ?? 0)) return whole(completeSale(type, submitted.sale, setup));
  return order ? ofOrder(type, order, facts, setup) : { kind: 'nothing' };
}

function ofOrder(
  type: SourceType,
  newest: OrderFact,
  facts: readonly Fact[],
  { settings, products }: FoldSetup,
): Folded {
  const payments = mergedPayments(facts.filter((fact) => fact.kind === 'payment'));
  const standing = standingRefunds(
    newest,
    facts.filter((fact) => fact.kind === 'refund'),
  );
  const { estado, holds } = whereItStands(newest, standing, settings);
  const problem = (faults: readonly Fault[]): Folded => {
    return { kind: 'problem', faults: [...holds, ...faults], ...(estado !== 'pagada' && { estado }) };
  };
  const faults = factFaults(payments, standing);
  if (faults.length > 0) return problem(faults);
  const done = standing.filter((refund) => refund.estado === 'done' && !isForeign(refund, newest));
  const { order, refunds, sold } = withoutGiftCards({ ...newest, estado }, done);
  // It will never be invoiced, so the merchant needs the reason only if it was paid.
  if (sold === 'all' && estado !== 'pagada') return { kind: 'nothing' };
  if (sold === 'all') return problem([{ code: 'gift-cards-only', pointer: '/conceptos' }]);
  if (parseMicro(order.total) === ZERO) return problem([{ code: 'nothing-to-invoice', pointer: '/total' }]);
  const tender = tenderOf(type, order, payments, settings);
  const draft = draftOf(order, headOf(order, payments, tender, settings), products, settings.defaults);
  const outcome = made(draft, order, refunds);
  if (outcome.kind === 'problem') return problem(outcome.faults);
  const flags: readonly FoldFlag[] = sold === 'some' ? [...tender.flags, 'gift-cards-left-out'] : tender.flags;
  const ticketTotal = ticketTotalOf(newest, outcome.wire);
  const givenBack = reportedOf(order, refunds);
  return {
    ...outcome,
    ...(ticketTotal && { ticketTotal }),
    flags,
    ...(givenBack.length > 0 && { givenBack }),
    ...(holds.length > 0 && { holds }),
  };
}

/** The total on the customer's receipt, with gift cards and before refunds, if the sale has another. */
function ticketTotalOf({ total, propina = '0', ticketTotal }: OrderFact, wire: WireSale): string | undefined {
  const shown = parseMicro(ticketTotal ?? '') ?? (parseMicro(total) ?? ZERO) + (parseMicro(propina) ?? ZERO);
  const paid = (parseMicro(wire.total) ?? ZERO) + (parseMicro(wire.propina ?? '0') ?? ZERO);
  return shown === paid ? undefined : formatTrimmed(shown, 2);
}

/** Decides the order's state. A payment that is disputed or refunded in another currency makes it wait, whatever its own state says. */
function whereItStands(
  order: OrderFact,
  refunds: readonly RefundFact[],
  settings: SourceSettings,
): { readonly estado: OrderFact['estado']; readonly holds: readonly Fault[] } {
  const { estado, hold } = standingOf(order, settings);
  const foreign = refunds.find((refund) => isForeign(refund, order));
  const isDisputed = refunds.some((refund) => refund.estado === 'disputed');
  if (hold || !(foreign || isDisputed) || estado !== 'pagada') return { estado, holds: hold ? [hold] : [] };
  if (!foreign) return { estado: 'pendiente', holds: [{ code: 'payment-disputed', pointer: '/estado' }] };
  const params = { importe: foreign.importe, moneda: foreign.moneda ?? '', pedido: order.moneda };
  return { estado: 'pendiente', holds: [{ code: 'refund-currency', pointer: '/total', params }] };
}

/** A bank may reverse a payment in its own currency; which share of the order that was is unknown. */
function isForeign({ moneda }: RefundFact, order: OrderFact): boolean {
  return moneda !== undefined && moneda !== order.moneda;
}

/** Folds a sale that was submitted whole; no other fact counts. */
function whole({ wire, isAssumed, faults }: CompletedSale): Folded {
  const of: FoldedOf = { isSubmitted: true, ...(wire.estado === 'cancelada' && { isCanceled: true }) };
  if (faults.length > 0) return { ...of, kind: 'problem', faults };
  const outcome = firstAccepted([wire as unknown as WireSale]);
  if (outcome.kind === 'problem') return { ...of, ...outcome };
  return { ...of, ...outcome, flags: isAssumed ? ['forma-pago-assumed'] : [] };
}

/** Yields the possible readings, the best first; after refunds only if the original order is well-formed and adds up. */
function made(draft: Draft, order: OrderFact, refunds: readonly RefundFact[]): Outcome {
  const total = parseMicro(order.total) ?? ZERO;
  const refunded = sum(refunds.map(({ importe }) => toMicro(importe)));
  const left = roundTo(total - refunded, currencyDecimals(order.moneda) ?? 2);
  if (order.estado === 'cancelada' || left <= ZERO) {
    // That it must not be invoiced matters more than its lines.
    return firstAccepted([draft.wire, inOneLine(draft, total)].map((wire) => ({ ...wire, estado: 'cancelada' })));
  }
  const faults = [...(order.faults ?? []), ...draft.faults];
  if (faults.length > 0) return { kind: 'problem', faults };
  const before = firstAccepted([draft.wire]);
  return refunded === ZERO || before.kind === 'problem' ? before : firstAccepted(afterRefunds(draft, refunds, left));
}

type Outcome =
  | { readonly kind: 'sale'; readonly wire: WireSale; readonly body: SaleBody }
  | { readonly kind: 'problem'; readonly faults: readonly Fault[] };

/** Returns the first reading that is a valid sale, or the faults of the first one if none is. */
function firstAccepted(wires: Iterable<WireSale>): Outcome {
  let faults: readonly Fault[] = [];
  for (const wire of wires) {
    const outcome = parseSale(wire);
    if (outcome.kind === 'sale') return { ...outcome, wire };
    if (faults.length === 0) faults = outcome.faults;
  }
  return { kind: 'problem', faults };
}

function headOf(
  order: OrderFact,
  payments: readonly PaymentFact[],
  tender: Tender,
  settings: SourceSettings,
): WireHead {
  const { folio, date, moneda, total, estado, tipoCambio, propina } = order;
  const branch = order.branch ?? settings.defaults.branch;
  const email = [order, ...(tender.payment ? [tender.payment] : []), ...payments].map(emailOf).find(Boolean);
  const last4 = tender.payment?.cardLast4;
  return {
    folio,
    date,
    ...(branch && { branch }),
    moneda,
    ...(tipoCambio !== undefined && moneda !== 'MXN' && { tipoCambio }),
    total,
    pricesIncludeTax: order.pricesIncludeTax ?? settings.defaults.pricesIncludeTax,
    estado,
    formaPago: tender.formaPago,
    ...(email && { email }),
    ...(last4 && saleWire.shape.cardLast4.safeParse(last4).success && { cardLast4: last4 }),
    ...(propina !== undefined && { propina }),
  };
}

/** The e-mail, by which the sale can be found; an invalid one is dropped instead of blocking the sale. */
function emailOf({ email }: { readonly email?: string }): string | undefined {
  const text = email?.trim();
  return text && saleWire.shape.email.safeParse(text).success ? text : undefined;
}

/** The form of payment of the sale: that of its largest known payment (Guía de llenado CFDI 4.0). */
type Tender = { readonly formaPago: string; readonly payment?: PaymentFact; readonly flags: readonly FoldFlag[] };

function tenderOf(
  type: SourceType,
  order: OrderFact,
  payments: readonly PaymentFact[],
  settings: SourceSettings,
): Tender {
  const payment = largest(payments.filter((each) => each.payment)) ?? largest(payments);
  const paid = payment ? { payment } : {};
  if (!payment?.payment) {
    // c_FormaPago 99, "por definir", is for what is still to be paid.
    if (order.estado === 'pendiente') return { formaPago: '99', ...paid, flags: [] };
    const fallback = settings.defaults.formaPago;
    return { formaPago: fallback ?? '04', ...paid, flags: fallback === undefined ? ['forma-pago-assumed'] : [] };
  }
  const { formaPago, flag } = formaPagoOf(type, payment.payment, settings);
  return { formaPago, ...paid, flags: flag ? ['forma-pago-assumed'] : [] };
}

/** The largest payment. One without an amount paid everything; the first wins among equals. */
function largest(payments: readonly PaymentFact[]): PaymentFact | undefined {
  return payments.reduce<PaymentFact | undefined>((most, payment) => {
    if (most === undefined) return payment;
    if (most.importe === undefined) return most;
    return payment.importe === undefined || toMicro(payment.importe) > toMicro(most.importe) ? payment : most;
  }, undefined);
}
