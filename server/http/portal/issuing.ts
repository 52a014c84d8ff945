/** Turns found sales into an invoice: the preview, and stamping. */
import { createRoute, z } from '@hono/zod-openapi';
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
import { afterGlobalOf } from '../../invoicing/sale-standing.ts';
import type { Prover } from '../../limits/prover-budget.ts';
import { Problem } from '../../problems/problem.ts';
import type { Sale } from '../../sales/sale.ts';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, issueBodyWire, previewWire } from '../api/wire.ts';
import { askersOf, idempotencyHeader } from './asker.ts';
import { keepRequest } from './kept-requests.ts';
import { mailedTo } from './mailed-to.ts';
import { assertInvoiceable, type FoundSale, findOpenPortal, merchantOf, saleOfToken } from './portal-context.ts';
import { previewView } from './preview-view.ts';
import { invoiceView } from './public-views.ts';
import { requestInstead } from './request-instead.ts';
import { refusedProblem } from './request-link.ts';

const slug = z.object({ slug: z.string().max(80) });
const stamped = jsonAnswer(invoiceWire, 'The invoice. A repetition answers the same one.');
const pending = jsonAnswer(invoiceWire, 'Being stamped: ask `links.self` again.');

const preview = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/preview',
  tags: ['Invoice'],
  summary: 'Preview an invoice',
  description:
    'Refuses whatever `POST …/invoices` would refuse. If the document is correct and only the merchant can issue it, it is shown with a `request`.',
  request: { params: slug, headers: idempotencyHeader, ...jsonBody(issueBodyWire) },
  responses: { 200: jsonAnswer(previewWire, 'The document, unsealed.'), ...REFUSAL },
});
const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices',
  tags: ['Invoice'],
  summary: 'Issue the invoice of one or more sales',
  description:
    'A repetition with the same `Idempotency-Key` (or the tokens of the same search) and the same receptor answers the same invoice. Anybody else gets 409, whatever the receptor, and can open the invoice with `POST …/invoices/recover`.',
  request: { params: slug, headers: idempotencyHeader, ...jsonBody(issueBodyWire) },
  responses: { 200: stamped, 201: stamped, 202: pending, ...REFUSAL },
});

/** The routes `POST /portals/{slug}/invoices` and its preview. */
export function issuingRoutes(services: Services) {
  const api = createApi();
  api.openapi(preview, async (c) => {
    const language = languageOf(c);
    const { request, found } = await readRequest(services, c.req.valid('param').slug, {
      body: c.req.valid('json'),
      key: c.req.valid('header')['idempotency-key'],
    });
    for (const sale of found) assertInvoiceable(sale, request.merchant, language);
    await assertNotTaken(services.invoicing, request);
    await assertMayTry(services, request, proversOf(found, addressOf(c, services.trustProxy)));
    const prepared = prepare(request, services.invoicing.now());
    const { comprobante, snapshot } = prepared;
    const { itemizeIeps } = request.portal.settings;
    const leaving = await leavingAhead(services.invoicing, request);
    const refusal = await refusalAhead(services.invoicing, request, prepared);
    return c.json(
      {
        ...previewView(comprobante, snapshot.sales, {
          language,
          itemizeIeps,
          leaving: leavingPreview(leaving, prepared),
        }),
        ...(refusal && { request: requestInstead(refusal, comprobante, request.merchant, language) }),
      },
      200,
    );
  });
  api.openapi(create, async (c) => {
    const language = languageOf(c);
    const body = c.req.valid('json');
    const key = c.req.valid('header')['idempotency-key'];
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    // Read after waiting in the queue, because it may have changed meanwhile.
    const asked = await services.issueLine.begin(portal.slug, async () => {
      const { request, found } = await readRequest(services, portal.slug, { body, key });
      for (const sale of found) assertInvoiceable(sale, request.merchant, language);
      const provers = proversOf(found, addressOf(c, services.trustProxy));
      const begun = await beginCounted(services, { ...request, language }, provers);
      return { request, found, provers, begun };
    });
    const outcome = await outcomeCounted(services, asked);
    const known = [...asked.found.flatMap(shownAddress), ...(body.email ? [body.email] : [])];
    const copies = await mailedTo(services, outcome.invoice, known);
    const view = { ...invoiceView(services, outcome.invoice, language), ...copies };
    if (outcome.kind === 'pending') return c.json(view, 202);
    return c.json(view, outcome.isNew ? 201 : 200);
  });
  return api;
}

type Opened = Awaited<ReturnType<typeof saleOfToken>>;

async function readRequest(
  services: Services,
  name: string,
  { body, key }: { readonly body: z.output<typeof issueBodyWire>; readonly key: string | undefined },
): Promise<{ request: IssueRequest; found: readonly Opened[] }> {
  const portal = await findOpenPortal(services, name);
  const [first, ...others] = body.sales;
  if (first === undefined) throw new Problem('unknown-token');
  const found: [Opened, ...Opened[]] = [await saleOfToken(services, portal, first)];
  for (const token of others) {
    const next = await saleOfToken(services, portal, token);
    // Two searches give different tokens for one sale.
    if (!found.some(({ sale }) => sale.id === next.sale.id)) found.push(next);
  }
  const afterGlobal = afterGlobalOf(portal.settings);
  const request: IssueRequest = {
    origin: 'portal',
    portal,
    merchant: await merchantOf(services, portal),
    branch: found[0].branch,
    sales: found.map(inItsBranch),
    receptor: body.receptor,
    ...(body.email !== undefined && { email: body.email }),
    itemizeIeps: body.desglosarIeps,
    askers: askersOf(key, found),
    ...(afterGlobal !== undefined && { afterGlobal }),
  };
  return { request, found };
}

/** The e-mail of a sale whose masked form was shown to the caller; a printed ticket shows none. */
function shownAddress({ sale, token }: Opened): readonly string[] {
  return token.kind !== 'ticket' && sale.body.email !== undefined ? [sale.body.email] : [];
}

/** A sale without a branch belongs to the merchant's first one; from here on it is explicit. */
function inItsBranch({ sale, branch }: FoundSale): Sale {
  return { ...sale, body: { ...sale.body, branch: branch.code } };
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
type Issued = Exclude<IssueOutcome, { readonly kind: 'refused' }>;

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
