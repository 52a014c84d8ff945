/** Shows one invoice: to its customer by its token, and with all its details to its merchant. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { createApi, jsonAnswer, REFUSAL } from '../api/api.ts';
import { correctedWire } from '../api/correction-wire.ts';
import { languageOf, problemBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, receptorWire } from '../api/wire.ts';
import { correctedView, isReplaced } from '../portal/corrected-view.ts';
import { type InvoiceView, invoiceView } from '../portal/public-views.ts';
import { type Viewer, viewerOf } from '../portal/viewer.ts';
import { bringsRight, type MerchantVariables, requireScope } from './auth.ts';
import { cancellationView, cancellationWire } from './cancellations.ts';
import { listedInvoiceView, listedInvoiceWire } from './listed-invoice.ts';
import { ownInvoice } from './own-invoice.ts';
import { relationsOf, relationWire } from './related-cfdi.ts';
import { mailsOf, mailWire } from './sent-mails.ts';
import { createNames, whoWire } from './who.ts';

// A full receptor does not extend the listed one: a reader of both schemas together would forbid what it adds.
/** An invoice as its merchant sees it. */
export const wholeInvoiceWire = listedInvoiceWire
  .omit({ receptor: true })
  .extend({
    receptor: receptorWire,
    origin: z.enum(['portal', 'merchant', 'schedule']),
    by: whoWire.optional().openapi({ description: 'Who at the merchant requested it. Absent if a customer did.' }),
    folios: z.array(z.string()).openapi({ description: 'The folios of its sales, at most twenty.' }),
    relations: z.array(relationWire),
    relatedBy: z
      .array(
        z.object({ id: z.string(), kind: listedInvoiceWire.shape.kind, uuid: z.string(), tipoRelacion: z.string() }),
      )
      .openapi({ description: 'CFDIs related to this one: its notas de crédito, and the one that replaces it.' }),
    cancellations: z.array(cancellationWire).openapi({ description: 'Newest first.' }),
    mails: z.array(mailWire),
  })
  .openapi('WholeInvoice');

const show = createRoute({
  method: 'get',
  path: '/invoices/{id}',
  tags: ['Invoice'],
  summary: 'Get an invoice',
  description:
    'With its `token`, the holder of the link sees its state and links and, for a substitute, what happens to the invoice that it replaces. With a key that has `invoices:read`, its merchant sees everything; the links then only read, for about twelve hours. The customer’s own are in the answer to issuing it.',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({ token: z.string().max(200).default('') }),
  },
  responses: { 200: jsonAnswer(z.union([wholeInvoiceWire, correctedWire, invoiceWire]), 'The invoice.'), ...REFUSAL },
});

/** The route `GET /invoices/{id}`, which answers a customer with a token and a merchant with a key or session. */
export function invoiceShowRoutes(services: Services) {
  const api = createApi<MerchantVariables>();
  const { invoices } = services.invoicing.store;
  const reading = requireScope(services, { scope: 'invoices:read', stepUp: false, byBranch: true });
  api.get('/invoices/:id', (c, next) => (bringsRight(c) ? reading(c, next) : next()));
  api.openapi(show, async (c) => {
    const { id } = c.req.valid('param');
    const language = languageOf(c);
    if (bringsRight(c)) {
      const principal = c.get('principal');
      const invoice = await ownInvoice(services, principal, id);
      return c.json(await wholeInvoiceView(services, principal.tenant, invoice, language), 200);
    }
    const viewer = viewerOf(services, id, c.req.valid('query').token);
    const invoice = viewer && (await invoices.get(id));
    if (!invoice) throw new Problem('unknown-token');
    return c.json(await heldView(services, invoice, language, viewer), 200);
  });
  return api;
}

/** What the holder of its link sees, including that it replaces another invoice or was replaced by one. */
async function heldView(
  services: Services,
  invoice: Invoice,
  language: Language,
  viewer: Viewer,
): Promise<InvoiceView> {
  const { store } = services.invoicing;
  const { merchantId, world, snapshot } = invoice;
  const corrects = snapshot.kind === 'ingreso' ? snapshot.corrects : undefined;
  const replaced = corrects && invoice.state === 'stamped' ? await store.invoices.get(corrects.invoiceId) : undefined;
  if (replaced) {
    const [cancellation] = await store.cancellations.ofInvoice({ merchantId, world }, replaced.id);
    return correctedView(services, { substitute: invoice, replaced }, cancellation, language, viewer);
  }
  const view = invoiceView(services, invoice, language, viewer);
  if (invoice.state !== 'canceled' || !(await isReplaced(services, invoice))) return view;
  return { ...view, problem: problemBody(new Problem('invoice-replaced'), language, services.links, viewer.reader) };
}

const SHOWN_SALES = 20;

/** Builds all that a merchant sees of one invoice. */
export async function wholeInvoiceView(
  services: Services,
  tenant: Tenant,
  invoice: Invoice,
  language: Language,
): Promise<z.output<typeof wholeInvoiceWire>> {
  const { store } = services.invoicing;
  const { id, origin, snapshot } = invoice;
  const cancellations = await store.cancellations.ofInvoice(tenant, id);
  return {
    ...listedInvoiceView(services, invoice, language),
    ...{ receptor: { ...snapshot.receptor }, origin },
    ...(snapshot.by !== undefined && { by: await createNames(services, tenant)(snapshot.by) }),
    folios: snapshot.sales.slice(0, SHOWN_SALES).map(({ folio }) => folio),
    relations: relationsOf(invoice),
    relatedBy: await relatedBy(services, tenant, invoice),
    cancellations: cancellations.map((each) => cancellationView(each, language)),
    mails: await mailsOf(services, tenant, id),
  };
}

/**
 * Finds the invoices related to this one, which are always about some of its sales. It does not search for those of a factura global's many
 * sales.
 */
async function relatedBy({ invoicing }: Services, tenant: Tenant, { stamped, saleIds }: Invoice) {
  if (!stamped || saleIds.length > SHOWN_SALES) return [];
  const found = await Promise.all(saleIds.map((sale) => invoicing.store.invoices.find(tenant, { sale, limit: 100 })));
  const others = new Map(found.flat().map((other) => [other.id, other]));
  return [...others.values()].flatMap(({ id, snapshot, stamped: other }) =>
    relationsOf({ stamped: other }).flatMap(({ tipoRelacion, uuids }) =>
      other && uuids.some((uuid) => uuid.toLowerCase() === stamped.uuid.toLowerCase())
        ? [{ id, kind: snapshot.kind, uuid: other.uuid, tipoRelacion }]
        : [],
    ),
  );
}
