/**
 * WooCommerce as a source of sales: webhooks signed with a secret of their own and, with a key of its REST API, its list
 * of orders.
 */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { KnownSource } from '../../source.ts';
import { listOrders } from './list.ts';
import { factsOf, readWebhook } from './webhook.ts';

const CREDENTIALS = z
  .strictObject({
    webhookSecret: z.string().min(1).max(200),
    /** The shop's address, with its folder if it has one. */
    storeUrl: z.string().max(500).refine(isPublicHttps).transform(withoutSlash).optional(),
    consumerKey: z
      .string()
      .regex(/^ck_[\x21-\x39\x3b-\x7e]{1,100}$/)
      .optional(),
    consumerSecret: z
      .string()
      .regex(/^cs_[\x21-\x7e]{1,100}$/)
      .optional(),
  })
  .refine(({ consumerKey, storeUrl }) => !consumerKey || storeUrl, { path: ['storeUrl'] })
  .refine(({ consumerKey, consumerSecret }) => !consumerKey === !consumerSecret, { path: ['consumerSecret'] });

/** The host is the shop's own, or a stand-in's; without a key the list is not available. A shop does not say whether it is a test shop. */
export const WOOCOMMERCE: KnownSource = {
  name: 'WooCommerce',
  credentials: CREDENTIALS,
  create(credentials, { baseUrl, timeoutMs }) {
    const { webhookSecret, storeUrl, consumerKey, consumerSecret } = CREDENTIALS.parse(credentials);
    const shop = baseUrl ?? storeUrl;
    return {
      readWebhook: (request) => readWebhook(request, webhookSecret),
      eventOf: ({ body, type, receivedAt }) => ({ topic: type, at: receivedAt, body: parseJson(body) }),
      factsOf: async (event) => factsOf(event),
      ...(shop &&
        consumerKey &&
        consumerSecret && {
          list: (since, cursor, signal) =>
            listOrders({ storeUrl: shop, consumerKey, consumerSecret, timeoutMs }, since, cursor, signal),
        }),
    };
  },
};

/** A public host name, over TLS: what a merchant types must not make this server query its own network. */
function isPublicHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isName = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/i.test(hostname) && !/\.(local|localhost|internal)$/i.test(hostname);
  return protocol === 'https:' && isName && `${username}${password}${search}${hash}` === '';
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
