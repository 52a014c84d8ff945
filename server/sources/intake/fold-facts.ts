/** Reduces facts to those that are current: it resolves duplicates, reordering and replays. */
import { parseMicro } from '../../cfdi/money.ts';
import { pointerStep } from '../../problems/pointer.ts';
import type { Fault } from '../../problems/problem.ts';
import type { PaymentFact, PaymentHint, RefundFact } from './fact.ts';

/** Returns the fact with the highest version. */
export function newest<T extends { readonly version: number }>(versions: readonly T[]): T | undefined {
  return oldestFirst(versions).at(-1);
}

/** Merges payments by key; what only an older version knows is kept. */
export function mergedPayments(payments: readonly PaymentFact[]): readonly PaymentFact[] {
  const merged = new Map<string, PaymentFact>();
  for (const payment of oldestFirst(payments)) {
    const known = merged.get(payment.paymentKey);
    merged.set(payment.paymentKey, known ? newerOver(known, payment) : payment);
  }
  return [...merged.values()].sort((a, b) => compare(a.paymentKey, b.paymentKey));
}

/** Returns the newest version of each key, in the order of the keys. */
export function newestOf<T extends { readonly version: number }>(
  versions: readonly T[],
  keyOf: (version: T) => string,
): readonly T[] {
  const newest = new Map(oldestFirst(versions).map((version) => [keyOf(version), version]));
  return [...newest.entries()].sort(([a], [b]) => compare(a, b)).map(([, version]) => version);
}

/** Returns faults of malformed amounts in payments and refunds; those of the order are left to `parseSale`. */
export function factFaults(payments: readonly PaymentFact[], refunds: readonly RefundFact[]): readonly Fault[] {
  return [
    ...payments.flatMap(({ paymentKey, importe }) => amountFaults(importe, `/pagos${pointerStep(paymentKey)}/importe`)),
    ...refunds.flatMap(({ refundKey, importe, lines = [] }) => {
      const pointer = `/refunds${pointerStep(refundKey)}`;
      return [
        ...amountFaults(importe, `${pointer}/importe`),
        ...lines.flatMap((line, index) => [
          ...amountFaults(line.importe, `${pointer}/lines/${index}/importe`),
          ...amountFaults(line.cantidad, `${pointer}/lines/${index}/cantidad`),
        ]),
      ];
    }),
  ];
}

/** Sorts by version. Two different facts of one version have a fixed order, whichever arrived first. */
function oldestFirst<T extends { readonly version: number }>(facts: readonly T[]): readonly T[] {
  return [...facts].sort((a, b) => a.version - b.version || compare(JSON.stringify(a), JSON.stringify(b)));
}

function newerOver(known: PaymentFact, newer: PaymentFact): PaymentFact {
  const payment = hintOver(known.payment, newer.payment);
  const present = Object.fromEntries(Object.entries(newer).filter(([, value]) => value !== undefined));
  return { ...known, ...present, ...(payment && { payment }) };
}

function hintOver(known: PaymentHint | undefined, newer: PaymentHint | undefined): PaymentHint | undefined {
  if (!known || !newer) return newer ?? known;
  const funding = newer.funding ?? (newer.method === known.method ? known.funding : undefined);
  return { method: newer.method, ...(funding && { funding }) };
}

function amountFaults(text: string | undefined, pointer: string): Fault[] {
  const value = parseMicro(text ?? '0');
  return value === undefined || value < 0n ? [{ code: 'amount-malformed', pointer }] : [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
