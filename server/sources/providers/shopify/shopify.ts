/** Shopify as a source of sales: webhooks signed with the app's client secret and, with an access token, its list of orders. */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { KnownSource } from '../../source.ts';
import { listOrders } from './list.ts';
import { factsOf, isTest, readWebhook } from './webhook.ts';

const CREDENTIALS = z
  .strictObject({
    /** The app's client secret (custom app), or the secret under Settings > Notifications, which is shown beside the first webhook. */
    webhookSecret: z.string().min(1).max(200).optional(),
    shopDomain: z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/)
      .optional(),
    accessToken: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/)
      .optional(),
  })
  .refine(({ shopDomain, accessToken }) => !accessToken || shopDomain, { path: ['shopDomain'] });

/** The shop's own host, or a stand-in; without an access token the list is not available. */
export const SHOPIFY: KnownSource = {
  name: 'Shopify',
  credentials: CREDENTIALS,
  create(credentials, { world, baseUrl, timeoutMs }) {
    const { webhookSecret, shopDomain, accessToken } = CREDENTIALS.parse(credentials);
    const host = baseUrl ?? `https://${shopDomain}`;
    return {
      readWebhook: (request) => readWebhook(request, { webhookSecret, shopDomain, world }),
      eventOf({ body, type, receivedAt }) {
        const json = parseJson(body);
        return world === 'live' && isTest(json) ? undefined : { topic: type, at: receivedAt, body: json };
      },
      factsOf: async (event) => factsOf(event),
      ...(accessToken && {
        list: (since, cursor, signal) =>
          listOrders({ baseUrl: host, accessToken, world, timeoutMs }, since, cursor, signal),
      }),
    };
  },
};
