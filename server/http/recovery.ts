/** An invoice opened again by whoever it is of: the found sale, and the data it was made with. */
import { createRoute, z } from '@hono/zod-openapi';
import { Problem } from '../cfdi/problem.ts';
import { normalizeReceptor } from '../cfdi/receptor.ts';
import { isGeneric, normalizeRfc } from '../cfdi/rfc.ts';
import type { Receptor } from '../cfdi/sold.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from './api.ts';
import { type FoundSale, findOpenPortal, saleOfToken } from './portal-context.ts';
import { languageOf } from './problems.ts';
import { invoiceView } from './public-views.ts';
import type { Services } from './services.ts';
import { invoiceWire, recoverBodyWire } from './wire.ts';

const recover = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/recover',
  tags: ['Invoice'],
  summary: 'Open an invoice again, by its RFC and postal code',
  request: { params: z.object({ slug: z.string().max(80) }), ...jsonBody(recoverBodyWire) },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice.'), ...REFUSAL },
});

export function recoveryRoutes(services: Services) {
  const api = createApi();
  api.openapi(recover, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...proof } = c.req.valid('json');
    const invoice = await provenInvoice(services, await saleOfToken(services, portal, token), proof);
    return c.json(invoiceView(services, invoice, languageOf(c)), 200);
  });
  return api;
}

type Proof = { readonly rfc: string; readonly codigoPostal: string; readonly nombre: string };

function provenInvoice(services: Services, found: FoundSale, proof: Proof) {
  return services.limits.inTurn(found.sale.id, () => proveInvoice(services, found, proof));
}

async function proveInvoice(services: Services, { sale, invoice }: FoundSale, proof: Proof) {
  const now = services.invoicing.now();
  await services.limits.assertMayTry(sale.id, now);
  if (invoice?.stamped && isProof(proof, invoice.snapshot.receptor)) return invoice;
  await services.limits.countTry(sale.id, now);
  throw new Problem('proof-mismatch');
}

/** RFC and postal code; everybody knows those of a generic RFC, so there it is the name that was given. */
function isProof(proof: Proof, receptor: Receptor): boolean {
  if (normalizeRfc(proof.rfc) !== receptor.rfc) return false;
  const given = normalizeReceptor({ ...receptor, ...proof }, receptor.codigoPostal);
  return isGeneric(receptor.rfc) ? given.nombre === receptor.nombre : given.codigoPostal === receptor.codigoPostal;
}
