/** The link at which a customer finds the answer to a request. */
import type { Invoice } from '../../invoicing/invoice.ts';
import { refusalProblem, requestOfRefused } from '../../invoicing/refusal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Builds `links.self` of a request; whoever has the link can open it. */
export function requestLink({ links, tokens }: Pick<Services, 'links' | 'tokens'>, id: string): string {
  return links.api.request(id, tokens.accessToken(id));
}

/** Builds the problem of a refused invoice, with the link of the stored request if the merchant has something to fix. */
export function refusedProblem(services: Services, invoice: Invoice): Problem {
  const problem = refusalProblem(invoice);
  const { portalSlug } = invoice;
  if (problem.code !== 'merchant-must-fix' || portalSlug === undefined) return problem;
  const { id } = requestOfRefused(invoice, portalSlug, services.invoicing.now());
  return new Problem(problem.code, {
    faults: problem.faults,
    request: { id, links: { self: requestLink(services, id) } },
  });
}
