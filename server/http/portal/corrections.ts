/** Lets a customer correct an invoice that they hold: at once if the rules allow it, otherwise by a request to the merchant. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Receptor } from '../../cfdi/sold.ts';
import { BY_CUSTOMER } from '../../invoicing/cancellation.ts';
import type { CorrectionRequest } from '../../invoicing/correct.ts';
import {
  type CorrectionPlan,
  correctAtPortal,
  holdersOf,
  keepCorrection,
  planCorrection,
} from '../../invoicing/correct-at-portal.ts';
import { assertCorrectable } from '../../invoicing/correctable.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Caller } from '../../limits/prover.ts';
import type { Portal } from '../../portals/portal.ts';
import { correctionText } from '../../problems/correction-texts.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { type Audited, type AuditedOutcome, audited } from '../api/audited.ts';
import {
  correctionBodyWire,
  correctionPreviewBodyWire,
  correctionPreviewWire,
  correctionWire,
} from '../api/correction-wire.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { callerOf, proofHeader } from './caller.ts';
import { changesOf, correctedView, lastDayOf } from './corrected-view.ts';
import { findOpenPortal, isOfPortal, merchantOf } from './portal-context.ts';
import { previewView } from './preview-view.ts';
import { portalDeps } from './request-link.ts';
import { requestView } from './request-view.ts';

const slug = z.object({ slug: z.string().max(80) });

const preview = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/correct/preview',
  tags: ['Invoice'],
  summary: 'Preview the correction of an invoice',
  description:
    'Without a receptor, returns the invoice’s current data. With one, returns the changes and what will happen.',
  request: { params: slug, ...jsonBody(correctionPreviewBodyWire) },
  responses: { 200: jsonAnswer(correctionPreviewWire, 'The preview. Nothing is stored.'), ...REFUSAL },
});
const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/correct',
  tags: ['Invoice'],
  summary: 'Correct an invoice',
  description:
    'In the month of the invoice, and if nobody has to accept its cancellation, the substitute is stamped and the invoice is cancelled immediately. Otherwise the merchant decides. A repetition with the same receptor gets the same answer. Once what a portal takes for nothing in a day is used up, 429 `proof-of-work` asks for a proof of work.',
  request: { params: slug, headers: proofHeader, ...jsonBody(correctionBodyWire) },
  responses: {
    200: jsonAnswer(correctionWire, 'The existing substitute.'),
    201: jsonAnswer(correctionWire, 'The new invoice.'),
    202: jsonAnswer(correctionWire, 'The new invoice is being stamped, or the merchant has to decide.'),
    ...REFUSAL,
  },
});

/** The routes `POST /portals/{slug}/invoices/correct` and its preview. */
export function customerCorrectionRoutes(services: Services) {
  const api = createApi();
  api.openapi(preview, async (c) => {
    const { portal, invoice } = await openHeld(services, c.req.valid('param').slug, c.req.valid('json'));
    const { receptor } = c.req.valid('json');
    const language = languageOf(c);
    const now = invoice.snapshot.receptor;
    if (!receptor) {
      await assertCorrectable(services.invoicing, invoice);
      return c.json({ receptor: now, changes: [] }, 200);
    }
    const plan = await planCorrection(services.invoicing, portal, invoice, requestOf(receptor, language));
    const changes = changesOf(invoice, receptor);
    const view = {
      receptor: now,
      changes,
      how: plan.how,
      detail: await detailOf(services, portal, invoice, plan, language),
    };
    const { itemizeIeps } = portal.settings;
    const document =
      'prepared' in plan &&
      previewView(plan.prepared.comprobante, plan.prepared.snapshot.sales, { language, itemizeIeps });
    return c.json({ ...view, ...(document && { document }) }, 200);
  });
  api.openapi(create, async (c) => {
    const { portal, invoice } = await openHeld(services, c.req.valid('param').slug, c.req.valid('json'));
    const { receptor } = c.req.valid('json');
    const language = languageOf(c);
    const request = requestOf(receptor, language);
    const provers = holdersOf(invoice, callerOf(services, c));
    const plan = await planCorrection(services.invoicing, portal, invoice, request);
    const deps = portalDeps(services);
    const merchant = await merchantOf(services, portal);
    if (plan.how === 'request') {
      const kept = await keepCorrection(deps, { portal, merchant }, { invoice, receptor, provers, language });
      return c.json({ request: await requestView(services, kept, language) }, 202);
    }
    const work = () => correctAtPortal(deps, merchant, { invoice, request, provers });
    // Whoever has the link may correct, so the merchant can look up that it was done, and from where. A repetition changes nothing.
    const { issued, cancellation } =
      'prepared' in plan
        ? await audited(services, deedOf(invoice, callerOf(services, c)), work, entryOf)
        : await work();
    const pair = { substitute: issued.invoice, replaced: invoice };
    const view = { invoice: await correctedView(services, pair, cancellation, language) };
    if (issued.kind === 'pending') return c.json(view, 202);
    return c.json(view, issued.isNew ? 201 : 200);
  });
  return api;
}

/** Reads an invoice by its token. Throws `unknown-token` for a wrong token, and for an invoice of another portal. */
async function openHeld(
  services: Services,
  name: string,
  { invoice: id, token }: { readonly invoice: string; readonly token: string },
): Promise<{ readonly portal: Portal; readonly invoice: Invoice }> {
  const portal = await findOpenPortal(services, name);
  const invoice = services.tokens.opens(id, token) ? await services.invoicing.store.invoices.get(id) : undefined;
  if (invoice?.snapshot.kind !== 'ingreso') throw new Problem('unknown-token');
  // It keeps the slug that it was issued at, which may have passed from a test portal to the live one.
  if (invoice.world !== portal.world || !(await isOfPortal(services, { slug: invoice.portalSlug ?? '' }, portal)))
    throw new Problem('unknown-token');
  return { portal, invoice };
}

function requestOf(receptor: Receptor, language: Language): CorrectionRequest {
  return { receptor, language, origin: 'portal', by: BY_CUSTOMER };
}

function deedOf({ merchantId, world, id }: Invoice, { address }: Caller): Audited {
  return { merchantId, world, actor: BY_CUSTOMER, action: 'corrected-by-link', target: id, address };
}

async function entryOf({ issued }: Awaited<ReturnType<typeof correctAtPortal>>): Promise<AuditedOutcome | undefined> {
  if (!issued.isNew) return undefined;
  return { status: issued.kind === 'pending' ? 202 : 201 };
}

async function detailOf(
  services: Services,
  portal: Portal,
  { serie, folio }: Invoice,
  plan: CorrectionPlan,
  language: Language,
): Promise<string> {
  const { tradeName: merchant } = await merchantOf(services, portal);
  const words = { merchant, serieFolio: `${serie}-${folio}` };
  if (plan.how === 'request') return correctionText(plan.why, words, language);
  const { needed = false, until } = plan.acceptance ?? {};
  if (!needed || until === undefined) return correctionText('now', words, language);
  return correctionText('now-accepted', { ...words, until: lastDayOf(until, language) }, language);
}
