/** Reopens an invoice for its receptor, who proves it with the data on the invoice. */
import { normalizeReceptor } from '../cfdi/receptor.ts';
import { isGeneric, normalizeRfc } from '../cfdi/rfc.ts';
import type { Receptor } from '../cfdi/sold.ts';
import { spentToday } from '../limits/budget.ts';
import type { Prover } from '../limits/prover.ts';
import type { SaleTries } from '../limits/sale-tries.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Problem } from '../problems/problem.ts';
import type { Invoice } from './invoice.ts';

/** What counting a try may touch. */
type RecoverDeps = { readonly limits: SaleTries; readonly now: () => number };

/** The data that only the receptor of an invoice knows together. */
export type ReceptorProof = { readonly rfc: string; readonly codigoPostal: string; readonly nombre: string };

/**
 * Returns the invoice that holds a sale after checking the proof, as one of the sale's tries. Throws what `tryOnce` throws,
 * `sale-tries-spent`, or `proof-mismatch`, even if the sale is not invoiced.
 */
export async function recoverInvoice(
  { limits, now }: RecoverDeps,
  invoice: Invoice | undefined,
  { prover, proof, merchant }: { readonly prover: Prover; readonly proof: ReceptorProof; readonly merchant: Merchant },
): Promise<Invoice> {
  const at = now();
  const isProven = async (): Promise<boolean> => !!invoice?.stamped && isProof(proof, invoice.snapshot.receptor);
  const proven = await limits.tryOnce(prover, at, isProven, (right) => !right);
  if (proven === undefined) throw spentToday('sale-tries-spent', at, merchant.tradeName);
  if (!proven || !invoice) throw new Problem('proof-mismatch');
  return invoice;
}

/** Whether RFC and postal code match. Everybody knows those of a generic RFC, so there the name has to match. */
function isProof(proof: ReceptorProof, receptor: Receptor): boolean {
  if (normalizeRfc(proof.rfc) !== receptor.rfc) return false;
  const given = normalizeReceptor({ ...receptor, ...proof }, receptor.codigoPostal);
  return isGeneric(receptor.rfc) ? given.nombre === receptor.nombre : given.codigoPostal === receptor.codigoPostal;
}
