/** What a merchant can do with an undecided invoice, or one that was never sent: `POST /v1/invoices/{id}/look-up`, `/adopt` and `/release`. */
import { z } from '@hono/zod-openapi';
import { adoptTimbre, lookUpUndecided, releaseUndecided } from '../../invoicing/undecided.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { invoiceView } from '../portal/public-views.ts';
import { lookingMerchant } from '../portal/viewer.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';

const params = z.object({ id: z.string().max(80) });
const route = { method: 'post' as const, tags: ['Invoices'] };

const lookUp = merchantRoute('invoices:write', {
  ...route,
  path: '/invoices/{id}/look-up',
  summary: 'Ask the PAC again whether an undecided invoice was stamped',
  description:
    'Never sends anything that could be stamped a second time. If a stamp is found, it is recorded and mailed.',
  request: { params },
  responses: {
    200: jsonAnswer(
      z
        .object({
          found: z.enum(['stamped', 'absent', 'undecided']).openapi({
            description:
              '`absent`: the PAC has no stamp. `undecided`: it could not be asked, or its answer is inconclusive.',
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
  summary: 'Upload the stamped XML of an undecided invoice',
  description:
    'The XML as downloaded from the PAC’s site. It must be the stamp of exactly the document that was sealed here.',
  request: { params, ...jsonBody(z.strictObject({ xml: z.string().min(1).max(500_000) })) },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice, stamped.'), ...REFUSAL },
});

const release = merchantRoute('invoices:write', {
  ...route,
  path: '/invoices/{id}/release',
  summary: 'Release the sales of an invoice that was never stamped',
  description:
    'Of an undecided invoice, from 72 hours after sealing: the PAC is asked first. Of one that no PAC has received, at any time: it is not sent afterwards. The evidence is stored with the invoice.',
  request: { params, ...jsonBody(z.strictObject({ evidence: z.string().trim().min(10).max(1_000) })) },
  responses: { 200: jsonAnswer(invoiceWire, 'The released invoice; its sales can be invoiced again.'), ...REFUSAL },
});

/** The three routes, which need the scope `invoices:write`. */
export function undecidedRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(lookUp, async (c) => {
    const invoice = await ownInvoice(services, c.get('principal'), c.req.valid('param').id);
    const found = await lookUpUndecided(invoicing, invoice);
    return c.json({ found: found.kind, ...(found.kind === 'undecided' && { reason: found.reason }) }, 200);
  });
  api.openapi(adopt, async (c) => {
    const invoice = await ownInvoice(services, c.get('principal'), c.req.valid('param').id);
    const adopted = await adoptTimbre(invoicing, invoice, c.req.valid('json').xml);
    return c.json(invoiceView(services, adopted, languageOf(c), lookingMerchant(services)), 200);
  });
  api.openapi(release, async (c) => {
    const principal = c.get('principal');
    const invoice = await ownInvoice(services, principal, c.req.valid('param').id);
    const evidence = `${c.req.valid('json').evidence} (${principal.id})`;
    return c.json(
      invoiceView(
        services,
        await releaseUndecided(invoicing, invoice, evidence),
        languageOf(c),
        lookingMerchant(services),
      ),
      200,
    );
  });
  return api;
}
