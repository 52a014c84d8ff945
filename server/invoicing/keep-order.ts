/** Hands an order that a portal cannot issue over to the merchant, as a request. */
import type { Prover } from '../limits/prover.ts';
import { Problem } from '../problems/problem.ts';
import { type KeepRequestDeps, keepRequest } from './keep-request.ts';
import type { IssueRequest } from './prepare.ts';
import type { RequestLinkOf } from './refusal.ts';
import { hindranceOf } from './request-invoice.ts';

/** What keeping an order may touch. */
export type KeepOrderDeps = KeepRequestDeps & { readonly requestLink: RequestLinkOf };

/** Stores the order as a request, and returns the problem that stopped it, with the request's link. Throws `proof-of-work` and `requests-spent`. */
export async function keepOrder(
  deps: KeepOrderDeps,
  { request, provers }: { readonly request: IssueRequest; readonly provers: readonly Prover[] },
  { reason, problem }: { readonly reason: string; readonly problem: Problem },
): Promise<Problem> {
  const [first] = provers;
  const { id } = await keepRequest(
    deps,
    { ...request, provers, caller: first ?? { address: 'unknown' } },
    {
      saleIds: request.sales.map((sale) => sale.id),
      receptor: request.receptor,
      email: request.email ?? undefined,
      reason,
      ...(request.language && { language: request.language }),
      ...(problem.code === 'merchant-must-fix' && { hindrance: hindranceOf(problem) }),
    },
  );
  const kept = { id, links: { self: deps.requestLink(id) } };
  return new Problem(problem.code, { faults: problem.faults, request: kept, cause: problem });
}

/** Issues one order of a cart. If the buyer has to withhold taxes, stores a request, as the preview said, and throws the problem. */
export async function issueOrKeep<Issued>(
  deps: KeepOrderDeps,
  order: { readonly request: IssueRequest; readonly provers: readonly Prover[] },
  issue: () => Promise<Issued>,
): Promise<Issued> {
  try {
    return await issue();
  } catch (error) {
    // Other problems that become requests have theirs already.
    if (!(error instanceof Problem) || error.code !== 'needs-merchant' || error.request) throw error;
    throw await keepOrder(deps, order, { reason: 'retention', problem: error });
  }
}
