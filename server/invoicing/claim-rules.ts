/** Decides which claims of sales are refused, and the generation and number of the others. The store locks, asks here, and writes. */
import type { Claim, Snapshot } from './claim.ts';
import type { InvoiceState } from './invoice.ts';

/** Why an invoice is not claimed: `taken` by another one, or, for a successor, `not-held` by the invoice that it would succeed. */
export type Bar = { readonly kind: 'taken' | 'not-held'; readonly invoiceId: string };

/** The bar if an invoice already holds one of the sales. */
export function barToSales(holders: readonly string[]): Bar | undefined {
  const [holder] = holders;
  return holder === undefined ? undefined : { kind: 'taken', invoiceId: holder };
}

/** Only a stamped invoice that holds every one of the sales can be succeeded. */
export function barToHold(
  of: string,
  {
    state,
    holders,
    sales,
  }: { readonly state: InvoiceState | undefined; readonly holders: readonly string[]; readonly sales: number },
): Bar | undefined {
  const holdsAll = holders.length === sales && holders.every((id) => id === of);
  return state === 'stamped' && holdsAll ? undefined : { kind: 'not-held', invoiceId: of };
}

/** Nothing succeeds an invoice whose cancellation is requested, and a sale with a refund (`credit`, its nota de crédito) stays where it is. */
export function barToSuccession(
  { snapshot }: Pick<Claim, 'snapshot'>,
  of: string,
  { isBeingCanceled, credit }: { readonly isBeingCanceled: boolean; readonly credit: string | undefined },
): Bar | undefined {
  if (isBeingCanceled) return { kind: 'not-held', invoiceId: of };
  if (credit === undefined) return undefined;
  return correctedBy(snapshot) !== undefined
    ? { kind: 'not-held', invoiceId: of }
    : { kind: 'taken', invoiceId: credit };
}

/**
 * A nota de crédito takes only from what stays in force: the SAT would cancel the rest under it, and then it would take from nothing.
 * `again` is the CFDI that replaces it, a substitute or the global issued again, stamped or on its way; `holders` hold the credited sales.
 */
export function barToCredit(
  { id, uuid, state }: { readonly id: string; readonly uuid: string | null; readonly state: InvoiceState },
  egreso: Snapshot,
  {
    isBeingCanceled,
    again,
    holders,
  }: { readonly isBeingCanceled: boolean; readonly again: string | undefined; readonly holders: readonly string[] },
): Bar | undefined {
  if (again !== undefined) return { kind: 'not-held', invoiceId: again };
  // The customer's invoice was cancelled, and the sale is back in the global.
  const isBack = takesOut(uuid, egreso) && holders.includes(id);
  return state !== 'stamped' || isBeingCanceled || isBack ? { kind: 'not-held', invoiceId: id } : undefined;
}

/** The invoice that a claim corrects. */
export function correctedBy(snapshot: Snapshot): string | undefined {
  return snapshot.kind === 'ingreso' ? snapshot.corrects?.invoiceId : undefined;
}

/** The folio fiscal that a nota de crédito relates to. */
export function creditedBy(snapshot: Snapshot): string | undefined {
  return snapshot.kind === 'egreso' ? snapshot.from.uuid : undefined;
}

/** Whether a nota de crédito relates to the CFDI with this folio fiscal. */
export function isCreditTo(uuid: string | null, egreso: Snapshot): boolean {
  return uuid !== null && creditedBy(egreso)?.toLowerCase() === uuid.toLowerCase();
}

/** Whether it takes its sale out of the factura global with this folio fiscal. */
export function takesOut(uuid: string | null, egreso: Snapshot): boolean {
  return egreso.kind === 'egreso' && egreso.reason === 'leaves-global' && isCreditTo(uuid, egreso);
}

/** The last attempt at what is issued once, unless it was refused or cancelled. */
export function barToOnce(attempts: readonly { readonly id: string; readonly state: InvoiceState }[]): Bar | undefined {
  const [last] = attempts;
  const isOver = last?.state === 'rejected' || last?.state === 'canceled';
  return last && !isOver ? { kind: 'taken', invoiceId: last.id } : undefined;
}

type Kept = { readonly generation: number; readonly kept: number | undefined };

/** The generation of an attempt over sales, and the number that a refused one left with them. */
export function attemptOver(
  { serie }: Pick<Claim, 'serie'>,
  sales: readonly {
    readonly generation: number;
    readonly keptSerie: string | null;
    readonly keptFolio: number | null;
  }[],
): Kept {
  const kept = sales.find(({ keptSerie }) => keptSerie === serie)?.keptFolio ?? undefined;
  return { generation: Math.max(...sales.map(({ generation }) => generation)), kept };
}

/** The same for what is issued once, after its refused attempts, the newest first. */
export function attemptAfter(
  { serie }: Pick<Claim, 'serie'>,
  attempts: readonly { readonly generation: number; readonly serie: string; readonly folio: number }[],
): Kept {
  const kept = attempts.find((attempt) => attempt.serie === serie)?.folio;
  return { generation: (attempts[0]?.generation ?? 0) + 1, kept };
}
