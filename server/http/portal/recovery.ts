/** Reopens an invoice for its receptor, who proves it with the found sale and the data that it was made with. */
import { createRoute, z } from '@hono/zod-openapi';
import { normalizeReceptor } from '../../cfdi/receptor.ts';
import { isGeneric, normalizeRfc } from '../../cfdi/rfc.ts';
import type { Receptor } from '../../cfdi/sold.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { type Prover, spentToday } from '../../limits/prover-budget.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, recoverBodyWire } from '../api/wire.ts';
import { askersOf, idempotencyHeader } from './asker.ts';
import { type FoundSale, findOpenPortal, merchantOf, saleOfToken, strengthOf } from './portal-context.ts';
import { invoiceView } from './public-views.ts';

const recover = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/recover',
  tags: ['Invoice'],
  summary: 'Recover an invoice by its RFC and postal code',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    headers: idempotencyHeader,
    ...jsonBody(recoverBodyWire),
  },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice.'), ...REFUSAL },
});

/** The route `POST /portals/{slug}/invoices/recover`. */
export function recoveryRoutes(services: Services) {
  const api = createApi();
  api.openapi(recover, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...proof } = c.req.valid('json');
    const found = await saleOfToken(services, portal, token);
    const strength = strengthOf(found, askersOf(c.req.valid('header')['idempotency-key'], [found]));
    const prover = { saleId: found.sale.id, strength, address: addressOf(c, services.trustProxy) };
    const invoice = await provenInvoice(services, found, {
      prover,
      proof,
      merchant: await merchantOf(services, portal),
    });
    return c.json(invoiceView(services, invoice, languageOf(c)), 200);
  });
  return api;
}

type Proof = { readonly rfc: string; readonly codigoPostal: string; readonly nombre: string };

/** Reads the invoice after checking the proof. Throws `sale-tries-spent`, or `proof-mismatch`, also if nobody has invoiced the sale. */
async function provenInvoice(
  services: Services,
  { invoice }: FoundSale,
  { prover, proof, merchant }: { readonly prover: Prover; readonly proof: Proof; readonly merchant: Merchant },
): Promise<Invoice> {
  const now = services.invoicing.now();
  const isProven = async (): Promise<boolean> => !!invoice?.stamped && isProof(proof, invoice.snapshot.receptor);
  const proven = await services.limits.tryOnce(prover, now, isProven, (right) => !right);
  if (proven === undefined) throw spentToday('sale-tries-spent', now, merchant.tradeName);
  if (!proven || !invoice) throw new Problem('proof-mismatch');
  return invoice;
}

/** Whether RFC and postal code match. Everybody knows those of a generic RFC, so there the name has to match. */
function isProof(proof: Proof, receptor: Receptor): boolean {
  if (normalizeRfc(proof.rfc) !== receptor.rfc) return false;
  const given = normalizeReceptor({ ...receptor, ...proof }, receptor.codigoPostal);
  return isGeneric(receptor.rfc) ? given.nombre === receptor.nombre : given.codigoPostal === receptor.codigoPostal;
}
