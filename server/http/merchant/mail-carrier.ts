/** Which carrier sends a merchant's mail, without its credentials. */
import { z } from '@hono/zod-openapi';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

/** Which carrier sends a merchant's mail, on the wire. */
export const carrierWire = z
  .object({
    by: z.enum(['merchant', 'server', 'nobody']).openapi({
      description:
        'Whose account sends the mail. With `nobody`, no mail is sent: neither the merchant nor the server has one.',
    }),
    carrier: z.string().optional().openapi({ description: 'Of the merchant’s own account: `resend` or `smtp`.' }),
    name: z.string().optional(),
    from: z.string().optional().openapi({ description: 'The address that the mail is sent from.' }),
    hearsBounces: z.boolean().optional().openapi({
      description: 'Whether the merchant’s account has the secret with which Resend signs its webhooks.',
    }),
    eventsUrl: z
      .string()
      .openapi({ description: 'The URL to which Resend must send `email.bounced` and `email.complained`.' }),
  })
  .openapi('MailCarrier');

const show = merchantRoute('settings:read', {
  method: 'get',
  path: '/mail-carrier',
  tags: ['Mail'],
  summary: 'Get the carrier of the merchant’s mail',
  responses: { 200: jsonAnswer(carrierWire, 'The carrier.'), ...REFUSAL },
});

/** The route `GET /mail-carrier`. */
export function mailCarrierRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(show, async (c) => {
    const { tenant } = c.get('principal');
    const [own] = await services.mailAccounts.open(tenant);
    const eventsUrl = services.links.api.mailEvents(tenant);
    if (own) {
      const { sender, webhookSecret } = own.adapter;
      const { provider: carrier, name } = own.account;
      const hearsBounces = webhookSecret !== undefined;
      return c.json({ by: 'merchant' as const, carrier, name, from: sender, hearsBounces, eventsUrl }, 200);
    }
    const from = services.serverCarrier?.sender;
    return c.json(from ? { by: 'server' as const, from, eventsUrl } : { by: 'nobody' as const, eventsUrl }, 200);
  });
  return api;
}
