/** Several found sales at once, on as few CFDIs as the SAT’s rules allow: previews the CFDIs, and issues them all. */
import { createRoute, z } from '@hono/zod-openapi';
import { normalizeReceptor } from '../../cfdi/receptor.ts';
import { issueCart, splitCart } from '../../invoicing/cart.ts';
import type { Issued } from '../../invoicing/issue-at-portal.ts';
import { issueOrKeep } from '../../invoicing/keep-order.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf, problemBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { cartPreviewWire, cartWire, issueBodyWire } from '../api/wire.ts';
import { idempotencyHeader } from './asker.ts';
import { callerOf, proofHeader, TRIES_ARE_PAID } from './caller.ts';
import { type Customer, issueOrder, previewOrder } from './issue-order.ts';
import { type Basket, type Order, orderOf, proversOf, readBasket, type Sent } from './order.ts';
import type { InvoiceView } from './public-views.ts';
import { portalDeps } from './request-link.ts';

const params = z.object({ slug: z.string().max(80) });
const cart = jsonAnswer(cartWire, 'Each CFDI with its sales: the invoice, or the problem that stopped it.');

const preview = createRoute({
  method: 'post',
  path: '/portals/{slug}/carts/preview',
  tags: ['Invoice'],
  summary: 'Preview the invoices of several sales',
  description:
    'Sales of different branches, currencies, exchange rates or facturas globales do not fit on one CFDI, nor do sales with withheld taxes and sales without. They are split into the fewest CFDIs; nothing is claimed.',
  request: { params, headers: idempotencyHeader, ...jsonBody(issueBodyWire) },
  responses: { 200: jsonAnswer(cartPreviewWire, 'Every CFDI that would be issued, unsealed.'), ...REFUSAL },
});
const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/carts',
  tags: ['Invoice'],
  summary: 'Issue the invoices of several sales',
  description: `The first CFDI is issued alone: if the SAT refuses the receptor, nothing else is tried. What only the merchant can issue becomes a request. A repetition, as with \`POST …/invoices\`, answers the same invoices; repeat it until none is \`pending\`. ${TRIES_ARE_PAID}`,
  request: { params, headers: idempotencyHeader.extend(proofHeader.shape), ...jsonBody(issueBodyWire) },
  responses: { 200: cart, 201: cart, 202: cart, ...REFUSAL },
});

/** The routes `POST /portals/{slug}/carts` and its preview. */
export function cartRoutes(services: Services) {
  const api = createApi();
  api.openapi(preview, async (c) => {
    const sent = { body: c.req.valid('json'), key: c.req.valid('header')['idempotency-key'] };
    const basket = await readBasket(services, c.req.valid('param').slug, sent);
    const customer = { language: languageOf(c), caller: callerOf(services, c) };
    const documents = [];
    for (const order of ordersOf(basket, sent))
      documents.push({ sales: tokensOf(order), preview: await previewOrder(services, order, customer) });
    return c.json({ documents }, 200);
  });
  api.openapi(create, async (c) => {
    const sent = { body: c.req.valid('json'), key: c.req.valid('header')['idempotency-key'] };
    const basket = await readBasket(services, c.req.valid('param').slug, sent);
    const customer = { language: languageOf(c), caller: callerOf(services, c) };
    const outcomes = await issueCart(ordersOf(basket, sent), (order) =>
      issueOne(services, basket, order, { sent, customer }),
    );
    const documents = outcomes.map(({ document, issued, problem }) => ({
      sales: tokensOf(document),
      ...(issued && { invoice: issued.view }),
      ...(problem && { problem: problemBody(problem, customer.language, services.links) }),
    }));
    if (documents.some(({ invoice }) => invoice?.status === 'pending')) return c.json({ documents }, 202);
    return c.json({ documents }, outcomes.some(({ issued }) => issued?.isNew) ? 201 : 200);
  });
  return api;
}

function ordersOf(basket: Basket, sent: Sent): readonly [Order, ...Order[]] {
  const { merchant, found } = basket;
  const receptor = normalizeReceptor(sent.body.receptor, found[0].branch.codigoPostal);
  const [first, ...rest] = splitCart(found, merchant, receptor);
  return [orderOf(basket, first, sent), ...rest.map((some) => orderOf(basket, some, sent))];
}

const tokensOf = ({ found }: Pick<Order, 'found'>): string[] => found.map(({ text }) => text);

/** Issues one CFDI of a cart. What only the merchant can issue becomes a request, which the problem names. */
function issueOne(
  services: Services,
  { portal }: Basket,
  { request, found }: Order,
  { sent, customer }: { readonly sent: Sent; readonly customer: Customer },
): Promise<Issued & { readonly view: InvoiceView }> {
  const { language, caller } = customer;
  // Read again in its turn: the sales may have been invoiced in the meantime.
  const read = async (): Promise<Order> => {
    const now = await readBasket(services, portal.slug, {
      ...sent,
      body: { ...sent.body, sales: tokensOf({ found }) },
    });
    return orderOf(now, now.found, sent);
  };
  const order = { request: { ...request, language }, provers: proversOf(found, caller) };
  return issueOrKeep(portalDeps(services), order, () => issueOrder(services, portal.slug, read, customer));
}
