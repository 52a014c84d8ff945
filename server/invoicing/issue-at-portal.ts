/**
 * Issues what a customer requests at a portal: within the tries that a sale has in a day, and as a request to the merchant if something stops it
 * that the customer cannot fix.
 */
import type { Prover } from '../limits/prover.ts';
import type { SaleTries, Trying } from '../limits/sale-tries.ts';
import { Problem } from '../problems/problem.ts';
import { type Begun, beginIssue, type IssueDeps, type IssueOutcome, leavingAhead, outcomeOf } from './issue.ts';
import { type KeepOrderDeps, keepOrder } from './keep-order.ts';
import type { IssueRequest } from './prepare.ts';
import { refusedProblem } from './refusal.ts';

/** What issuing at a portal may touch. */
export type IssueAtPortalDeps = IssueDeps & KeepOrderDeps & { readonly limits: SaleTries };

/** A claimed order, and who proved its sales and how. */
export type Ordered = { readonly request: IssueRequest; readonly provers: readonly Prover[]; readonly begun: Begun };

/** The outcome of an order that was not refused. */
export type Issued = Exclude<IssueOutcome, { readonly kind: 'refused' }>;

type TryDeps = IssueDeps & { readonly limits: SaleTries };

/** Throws `sale-tries-spent` for an uninvoiced sale that the SAT has refused so often today that nothing can be tried with it. */
export async function assertMayTry(deps: TryDeps, request: IssueRequest, provers: readonly Prover[]): Promise<void> {
  for (const trying of await tryingOf(deps, request, provers)) await deps.limits.assertMayTry(trying, deps.now());
}

/** Whoever asks for a sale that no invoice holds may be guessing at a receptor. */
async function tryingOf(deps: TryDeps, request: IssueRequest, provers: readonly Prover[]): Promise<readonly Trying[]> {
  const { sales, merchant } = request;
  // A global has no owner: a sale that is taken out of it is like an open one.
  const isLeaving = (await leavingAhead(deps, request)) !== undefined;
  const isHeld = ({ saleId }: Prover): boolean =>
    !isLeaving && sales.some(({ id, invoiceId }) => id === saleId && invoiceId !== undefined);
  return provers.flatMap((prover) => (isHeld(prover) ? [] : [{ ...prover, merchant: merchant.tradeName }]));
}

/** Claims the invoice if the sales have a try left, or one is paid for; problems that only the merchant can fix are stored as a request. */
export async function beginAtPortal(
  deps: IssueAtPortalDeps,
  request: IssueRequest,
  provers: readonly Prover[],
): Promise<Begun> {
  for (const trying of await tryingOf(deps, request, provers)) await deps.limits.admitTry(trying, deps.now());
  try {
    return await beginIssue(deps, request);
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'merchant-must-fix' && error.code !== 'portal-off')) throw error;
    const reason = error.code === 'portal-off' ? 'portal-off' : 'needs-merchant';
    throw await keepOrder(deps, { request, provers }, { reason, problem: error });
  }
}

/** Waits for the outcome of a claimed invoice. A refusal by the SAT counts against each sale's tries. */
export async function outcomeAtPortal(deps: IssueAtPortalDeps, { request, provers, begun }: Ordered): Promise<Issued> {
  const now = deps.now();
  const countRefusal = async (): Promise<void> => {
    for (const sale of request.sales)
      for (const prover of provers) if (prover.saleId === sale.id) await deps.limits.countRefusal(sale, prover, now);
  };
  const outcome = await outcomeOf(deps, begun);
  // The caller may have left when the refusal arrives, so a slow stamp is counted before its outcome is known.
  if (outcome.kind === 'pending' && outcome.isNew) await countRefusal();
  if (outcome.kind !== 'refused') return outcome;
  const problem = refusedProblem(deps, outcome.invoice);
  if (problem.code === 'sat-refused-receptor') await countRefusal();
  throw problem;
}
