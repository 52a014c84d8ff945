/** Corrects an invoice for the customer who holds it: at once if the rules allow it, otherwise by a request to the merchant. */
import type { Receptor } from '../cfdi/sold.ts';
import type { Caller, Prover } from '../limits/prover.ts';
import type { SaleTries } from '../limits/sale-tries.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Portal } from '../portals/portal.ts';
import { type Language, Problem, type ProblemCode } from '../problems/problem.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { Cancellation } from './cancellation.ts';
import { type CorrectDeps, type CorrectionRequest, correct, prepareCorrection } from './correct.ts';
import { isInstant } from './correctable.ts';
import type { Invoice } from './invoice.ts';
import type { Issued } from './issue-at-portal.ts';
import { type KeepRequestDeps, keepRequest } from './keep-request.ts';
import { type RequestLinkOf, refusedProblem } from './refusal.ts';
import type { InvoiceRequest } from './request-store.ts';

/** What correcting at a portal may touch. */
export type CorrectAtPortalDeps = CorrectDeps & {
  readonly store: { readonly sales: SaleStore };
  readonly limits: SaleTries;
  readonly requestLink: RequestLinkOf;
};

/** How a correction would go: now, with its document unless it exists already, or as a request, with the reason. */
export type CorrectionPlan =
  | ({ readonly how: 'now' } & Partial<Exclude<Awaited<ReturnType<typeof prepareCorrection>>, { substitute: Invoice }>>)
  | { readonly how: 'request'; readonly why: 'ask-acceptance' | 'ask-month' | 'ask-merchant' };

/** Problems that only the merchant can waive or fix. */
const MERCHANTS: ReadonlySet<ProblemCode> = new Set([
  'cannot-cancel-here',
  'needs-merchant',
  'merchant-must-fix',
  'portal-off',
  'month-locked',
]);

/** Plans the correction. Throws what `prepareCorrection` throws, except problems that the merchant can decide, which become a request. */
export async function planCorrection(
  deps: CorrectDeps,
  portal: Portal,
  invoice: Invoice,
  request: CorrectionRequest,
): Promise<CorrectionPlan> {
  try {
    const found = await prepareCorrection(deps, invoice, request);
    if ('substitute' in found) return { how: 'now' };
    if (isInstant(found.invoice, found.acceptance, portal.settings, deps.now())) return { how: 'now', ...found };
    return { how: 'request', why: found.acceptance.needed ? 'ask-acceptance' : 'ask-month' };
  } catch (error) {
    if (error instanceof Problem && MERCHANTS.has(error.code)) return { how: 'request', why: 'ask-merchant' };
    throw error;
  }
}

/** The holder of an invoice has proven more than any search does. */
export function holdersOf({ saleIds }: Invoice, caller: Caller): readonly Prover[] {
  return saleIds.map((saleId) => ({ ...caller, saleId, strength: 'asker' }));
}

/** Corrects the invoice. A refusal by the SAT counts against the sales' tries, as for a first invoice. */
export async function correctAtPortal(
  deps: CorrectAtPortalDeps,
  merchant: Merchant,
  {
    invoice,
    request,
    provers,
  }: { readonly invoice: Invoice; readonly request: CorrectionRequest; readonly provers: readonly Prover[] },
): Promise<{ readonly issued: Issued; readonly cancellation?: Cancellation }> {
  const { store, limits } = deps;
  const now = deps.now();
  for (const prover of provers) await limits.admitTry({ ...prover, merchant: merchant.tradeName }, now);
  const outcome = await correct(deps, invoice, request);
  const { issued } = outcome;
  if (issued.kind !== 'refused') return { ...outcome, issued };
  const problem = refusedProblem(deps, issued.invoice);
  const { merchantId, world } = invoice;
  if (problem.code === 'sat-refused-receptor')
    for (const prover of provers) {
      const sale = await store.sales.get({ merchantId, world }, prover.saleId);
      if (sale) await limits.countRefusal(sale, prover, now);
    }
  throw problem;
}

/** Leaves the correction to the merchant, as a request. */
export function keepCorrection(
  deps: KeepRequestDeps,
  at: { readonly portal: Portal; readonly merchant: Merchant },
  asked: {
    readonly invoice: Invoice;
    readonly receptor: Receptor;
    readonly provers: readonly Prover[];
    readonly language: Language;
  },
): Promise<InvoiceRequest> {
  const { invoice, receptor, provers, language } = asked;
  const [email] = invoice.snapshot.emails;
  return keepRequest(
    deps,
    { ...at, provers, caller: provers[0] ?? { address: '' } },
    {
      ...{ saleIds: invoice.saleIds, receptor: { ...receptor }, email, language },
      ...{ reason: 'correction', corrects: invoice.id },
    },
  );
}
