/** Mercado Pago as a source of sales: each payment is one. A notification names the payment, which is then fetched. */
import { z } from 'zod';
import { OtherWorld } from '../../../outbound/provider.ts';
import type { KnownSource } from '../../source.ts';
import { fetchFacts, listPayments } from './api.ts';
import { EVENT, readWebhook } from './webhook.ts';

const CREDENTIALS = z.strictObject({
  /** «Clave secreta», which is given once the application has the webhook's address: until then no notification is accepted. */
  webhookSecret: z.string().min(1).max(200).optional(),
  accessToken: z.string().regex(/^[\x21-\x7e]{1,200}$/),
});

/** One host for both worlds (wire-contracts 14.2, read 2026-11). */
const HOST = 'https://api.mercadopago.com';

/** Only fetches payments, with the seller's own token. */
export const MERCADO_PAGO: KnownSource = {
  name: 'Mercado Pago',
  credentials: CREDENTIALS,
  create(credentials, { world, baseUrl = HOST, timeoutMs }) {
    const { webhookSecret, accessToken } = CREDENTIALS.parse(credentials);
    // `APP_USR-` is a live token or a test user's; only `TEST-` is certain.
    if (world === 'live' && accessToken.startsWith('TEST-')) throw new OtherWorld();
    const api = { baseUrl, accessToken, world, timeoutMs };
    return {
      readWebhook: (request) => readWebhook(request, { webhookSecret, world }),
      async factsOf(event, signal) {
        const known = EVENT.safeParse(event).data;
        if (!known) return { kind: 'unreadable', reason: 'not an event of Mercado Pago' };
        return fetchFacts(api, known.paymentId, signal);
      },
      list: (since, cursor, signal) => listPayments(api, since, cursor, signal),
    };
  },
};
