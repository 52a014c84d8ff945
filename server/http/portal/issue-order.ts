/** Previews and issues one order, and counts what customers try. */
import {
  assertNotTaken,
  type Begun,
  beginIssue,
  type IssueOutcome,
  leavingAhead,
  outcomeOf,
  refusalAhead,
} from '../../invoicing/issue.ts';
import { leavingPreview } from '../../invoicing/leave-global.ts';
import { type IssueRequest, prepare } from '../../invoicing/prepare.ts';
import type { Prover } from '../../limits/prover-budget.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { keepRequest } from './kept-requests.ts';
import { mailedTo } from './mailed-to.ts';
import { type Opened, type Order, shownAddresses } from './order.ts';
import { assertInvoiceable } from './portal-context.ts';
import { type Preview, previewView } from './preview-view.ts';
import { type InvoiceView, invoiceView } from './public-views.ts';
import { requestInstead } from './request-instead.ts';
import { refusedProblem } from './request-link.ts';

/** Who asks: in which language, and from which address. */
export type Customer = { readonly language: Language; readonly address: string };

/** What an order came to. */
export type Issued = Exclude<IssueOutcome, { readonly kind: 'refused' }>;

/** The document that an order would issue, and the request in its place where only the merchant can issue it. Throws what issuing would throw. */
export async function previewOrder(
  services: Services,
  { request, found }: Order,
  customer: Customer,
): Promise<Preview> {
  const { language } = customer;
  for (const sale of found) assertInvoiceable(sale, request.merchant, language);
  await assertNotTaken(services.invoicing, request);
  await assertMayTry(services, request, proversOf(found, customer.address));
  const prepared = prepare(request, services.invoicing.now());
  const { comprobante, snapshot } = prepared;
  const { itemizeIeps } = request.portal.settings;
  const leaving = await leavingAhead(services.invoicing, request);
  const refusal = await refusalAhead(services.invoicing, request, prepared);
  return {
    ...previewView(comprobante, snapshot.sales, {
      language,
      itemizeIeps,
      leaving: leavingPreview(leaving, prepared),
    }),
    ...(refusal && { request: requestInstead(refusal, comprobante, request.merchant, language) }),
  };
}

/** Issues the order that `read` gives, once it is its turn. It is read then, because it may have changed meanwhile. */
export async function issueOrder(
  services: Services,
  line: string,
  read: () => Promise<Order>,
  { language, address }: Customer,
): Promise<Issued & { readonly view: InvoiceView }> {
  const asked = await services.issueLine.begin(line, async () => {
    const { request, found } = await read();
    for (const sale of found) assertInvoiceable(sale, request.merchant, language);
    const provers = proversOf(found, address);
    const begun = await beginCounted(services, { ...request, language }, provers);
    return { request, found, provers, begun };
  });
  const outcome = await outcomeCounted(services, asked);
  const { email } = asked.request;
  const known = [...shownAddresses(asked.found), ...(email ? [email] : [])];
  const copies = await mailedTo(services, outcome.invoice, known);
  return { ...outcome, view: { ...invoiceView(services, outcome.invoice, language), ...copies } };
}

function proversOf(found: readonly Opened[], address: string): readonly Prover[] {
  return found.map(({ sale, token }) => ({ saleId: sale.id, strength: token.kind, address }));
}

/** Throws `sale-tries-spent` for an uninvoiced sale that the SAT has refused too often today. */
async function assertMayTry(
  { invoicing, limits }: Services,
  request: IssueRequest,
  provers: readonly Prover[],
): Promise<void> {
  const { sales, merchant } = request;
  // The global is nobody's: whoever takes a sale out of it may be guessing a receptor as for an open sale.
  const isLeaving = (await leavingAhead(invoicing, request)) !== undefined;
  for (const prover of provers) {
    const isHeld = !isLeaving && sales.some(({ id, invoiceId }) => id === prover.saleId && invoiceId !== undefined);
    if (!isHeld) await limits.assertMayTry({ ...prover, merchant: merchant.tradeName }, invoicing.now());
  }
}

/** Claims the invoice if the sales have a try left; problems that only the merchant can fix are stored as a request. */
async function beginCounted(services: Services, request: IssueRequest, provers: readonly Prover[]): Promise<Begun> {
  await assertMayTry(services, request, provers);
  return beginOrKeep(services, request, provers);
}

type Asked = { readonly request: IssueRequest; readonly provers: readonly Prover[]; readonly begun: Begun };

/** Waits for the outcome of a claimed invoice. A refusal by the SAT counts against each sale's tries. */
async function outcomeCounted(services: Services, { request, provers, begun }: Asked): Promise<Issued> {
  const now = services.invoicing.now();
  const countRefusal = async (): Promise<void> => {
    for (const sale of request.sales)
      for (const prover of provers)
        if (prover.saleId === sale.id) await services.limits.countRefusal(sale, prover, now);
  };
  const outcome = await outcomeOf(services.invoicing, begun);
  // The caller may have left when the refusal arrives, so a slow stamp is counted before its outcome is known.
  if (outcome.kind === 'pending' && outcome.isNew) await countRefusal();
  if (outcome.kind !== 'refused') return outcome;
  const problem = refusedProblem(services, outcome.invoice);
  if (problem.code === 'sat-refused-receptor') await countRefusal();
  throw problem;
}

/** Claims the invoice, or stores a request if something stops it that the customer cannot fix. */
async function beginOrKeep(services: Services, request: IssueRequest, provers: readonly Prover[]): Promise<Begun> {
  try {
    return await beginIssue(services.invoicing, request);
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'merchant-must-fix' && error.code !== 'portal-off')) throw error;
    const [first] = provers;
    const { id, links } = await keepRequest(
      services,
      { ...request, provers, address: first?.address ?? 'unknown' },
      {
        saleIds: request.sales.map((sale) => sale.id),
        receptor: request.receptor,
        email: request.email ?? undefined,
        reason: error.code === 'portal-off' ? 'portal-off' : 'needs-merchant',
        ...(request.language && { language: request.language }),
      },
    );
    throw new Problem(error.code, { faults: error.faults, request: { id, links }, cause: error });
  }
}
