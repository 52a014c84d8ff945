/** What a definite refusal means: the customer corrects a field, or the merchant has something to fix and the request is kept. */

import { refusalParams, repairsOf } from '../cfdi/receptor.ts';
import { Problem } from '../problems/problem.ts';
import { type RefusalMeaning, refusalMeaning } from '../problems/refusal-meaning.ts';
import { SAT_FAULTS } from '../problems/sat-faults.ts';
import type { Invoice, Refusal } from './invoice.ts';
import { isRequestMark, requestIdentity } from './request-identity.ts';
import type { InvoiceRequest } from './request-store.ts';
import { waitsUntil } from './request-waiting.ts';

type Refused = Pick<Invoice, 'refusal' | 'snapshot' | 'pacId'>;

/**
 * Converts a refusal to the problem for the person who can correct it: `sat-refused-receptor` with its field and possible corrections,
 * `never-stamped`, or `merchant-must-fix`.
 */
export function refusalProblem(invoice: Refused): Problem {
  if (invoice.refusal?.code === 'never-stamped') return new Problem('never-stamped');
  const meaning = invoice.refusal && meaningOf(invoice.refusal, invoice);
  if (meaning?.field === undefined) return new Problem('merchant-must-fix');
  const { code, field } = meaning;
  const { receptor } = invoice.snapshot;
  const fault = { code, pointer: `/receptor/${field}`, params: refusalParams(receptor) };
  return new Problem('sat-refused-receptor', {
    faults: [code in SAT_FAULTS ? { ...fault, satCode: code } : fault],
    suggestions: repairsOf(receptor, field),
  });
}

/** The link at which a customer follows a request. */
export type RequestLinkOf = (id: string) => string;

/** The problem of a refused invoice, with the link of the kept request if the merchant has something to fix. */
export function refusedProblem(
  { requestLink, now }: { readonly requestLink: RequestLinkOf; readonly now: () => number },
  invoice: Invoice,
): Problem {
  const problem = refusalProblem(invoice);
  const { portalSlug } = invoice;
  if (problem.code !== 'merchant-must-fix' || portalSlug === undefined) return problem;
  const { id } = requestOfRefused(invoice, portalSlug, now());
  return new Problem(problem.code, { faults: problem.faults, request: { id, links: { self: requestLink(id) } } });
}

/** What a refusal means, coming from the PAC that the invoice is pinned to. */
export function meaningOf(refusal: Refusal, { pacId }: Pick<Invoice, 'pacId'>): RefusalMeaning {
  return refusalMeaning({ ...refusal, ...(pacId !== undefined && { pac: pacId }) });
}

/**
 * The request that stores what a portal's customer asked for: the one that the invoice was made for, if any. Trying again leads to another
 * refused invoice but the same request.
 */
export function requestOfRefused(invoice: Invoice, portalSlug: string, now: number): InvoiceRequest {
  const { merchantId, world, saleIds, snapshot } = invoice;
  const [email] = snapshot.emails;
  const corrected = snapshot.kind === 'ingreso' ? snapshot.corrects : undefined;
  const asked = {
    ...{ tenant: { merchantId, world }, portalSlug, saleIds, lookup: {}, receptor: { ...snapshot.receptor } },
    ...(corrected && { corrects: corrected.invoiceId }),
  };
  const [madeFor] = (snapshot.askers ?? []).filter(isRequestMark);
  return {
    ...requestIdentity({ ...asked, email }),
    ...asked,
    ...(madeFor !== undefined && { id: madeFor }),
    ...(email !== undefined && { email }),
    ...(snapshot.language && { language: snapshot.language }),
    reason: corrected ? 'correction' : 'needs-merchant',
    status: 'open',
    waitsFor: 'merchant',
    expiresAt: waitsUntil(undefined, now),
    createdAt: now,
  };
}
