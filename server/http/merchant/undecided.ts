/** What a merchant can do with an invoice that no machine could decide: `POST /v1/invoices/{id}/look-up`, `/adopt`, `/release`. */
import { z } from '@hono/zod-openapi';
import type { Invoice } from '../../invoicing/invoice.ts';
import { adoptTimbre, lookUpUndecided, releaseUndecided } from '../../invoicing/undecided.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { invoiceView } from '../portal/public-views.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const params = z.object({ id: z.string().max(80) });
const route = { method: 'post' as const, tags: ['Invoices'] };

const lookUp = merchantRoute('invoices:write', {
  ...route,
  path: '/invoices/{id}/look-up',
  summary: 'Ask the PAC once more whether an undecided invoice was stamped',
  description: 'Nothing is sent that could be stamped a second time. A stamp that is found is recorded and mailed.',
  request: { params },
  responses: {
    200: jsonAnswer(
      z
        .object({
          found: z.enum(['stamped', 'absent', 'undecided']).openapi({
            description:
              '`absent`: the PAC knows of no stamp. `undecided`: it could not be asked, or its answer decides nothing.',
          }),
          reason: z.string().optional(),
        })
        .openapi('LookedUp'),
      'What the PAC says now.',
    ),
    ...REFUSAL,
  },
});

const adopt = merchantRoute('invoices:write', {
  ...route,
  path: '/invoices/{id}/adopt',
  summary: 'Bring the stamped XML of an undecided invoice',
  description: 'As the PAC’s own site gives it. It must be the stamp of the very document that was sealed here.',
  request: { params, ...jsonBody(z.strictObject({ xml: z.string().min(1).max(500_000) })) },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice, stamped.'), ...REFUSAL },
});

const release = merchantRoute('invoices:write', {
  ...route,
  path: '/invoices/{id}/release',
  summary: 'Free the sales of an undecided invoice that was never stamped',
  description: 'From 72 hours after it was sealed. The PAC is asked first; the evidence is kept with the invoice.',
  request: { params, ...jsonBody(z.strictObject({ evidence: z.string().trim().min(10).max(1_000) })) },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice, given up; its sales can be invoiced again.'), ...REFUSAL },
});

/** The three routes, for keys with `invoices:write`. */
export function undecidedRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(lookUp, async (c) => {
    const invoice = await findInvoice(services, c.get('principal').tenant, c.req.valid('param').id);
    const found = await lookUpUndecided(invoicing, invoice);
    return c.json({ found: found.kind, ...(found.kind === 'undecided' && { reason: found.reason }) }, 200);
  });
  api.openapi(adopt, async (c) => {
    const invoice = await findInvoice(services, c.get('principal').tenant, c.req.valid('param').id);
    const adopted = await adoptTimbre(invoicing, invoice, c.req.valid('json').xml);
    return c.json(invoiceView(services, adopted, languageOf(c)), 200);
  });
  api.openapi(release, async (c) => {
    const { id: caller, tenant } = c.get('principal');
    const invoice = await findInvoice(services, tenant, c.req.valid('param').id);
    const evidence = `${c.req.valid('json').evidence} (${caller})`;
    return c.json(invoiceView(services, await releaseUndecided(invoicing, invoice, evidence), languageOf(c)), 200);
  });
  return api;
}

async function findInvoice({ invoicing }: Services, { merchantId, world }: Tenant, id: string): Promise<Invoice> {
  const invoice = await invoicing.store.invoices.get(id);
  if (invoice?.merchantId !== merchantId || invoice.world !== world) throw new Problem('unknown-resource');
  return invoice;
}
