/** Reads what a customer wants invoiced: the sales behind the tokens, and how they are asked for. */
import type { z } from '@hono/zod-openapi';
import type { FoundSale } from '../../invoicing/found-sale.ts';
import type { IssueRequest } from '../../invoicing/prepare.ts';
import { afterGlobalOf } from '../../invoicing/sale-standing.ts';
import type { Caller, Prover } from '../../limits/prover.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Sale } from '../../sales/sale.ts';
import type { Services } from '../api/services.ts';
import type { issueBodyWire } from '../api/wire.ts';
import { askersOf } from './asker.ts';
import { findOpenPortal, merchantOf, saleOfToken } from './portal-context.ts';

/** A sale opened by a token. */
export type Opened = Awaited<ReturnType<typeof saleOfToken>>;

/** At least one, and each sale once. */
export type OpenedSales = readonly [Opened, ...Opened[]];

/** What was submitted, and the sender's idempotency key. */
export type Sent = { readonly body: z.output<typeof issueBodyWire>; readonly key: string | undefined };

/** The portal and merchant, and every sale that was requested. */
export type Basket = { readonly portal: Portal; readonly merchant: Merchant; readonly found: OpenedSales };

/** The sales of one invoice, as `issue` takes them. */
export type Order = { readonly request: IssueRequest; readonly found: OpenedSales };

/** Opens every sale that was named. Throws `portal-off` and whatever `saleOfToken` throws. */
export async function readBasket(services: Services, name: string, { body }: Sent): Promise<Basket> {
  const portal = await findOpenPortal(services, name);
  const [first, ...others] = body.sales;
  if (first === undefined) throw new Problem('unknown-token');
  const found: [Opened, ...Opened[]] = [await saleOfToken(services, portal, first)];
  for (const token of others) {
    const next = await saleOfToken(services, portal, token);
    // Two searches give different tokens for one sale.
    if (!found.some(({ sale }) => sale.id === next.sale.id)) found.push(next);
  }
  return { portal, merchant: await merchantOf(services, portal), found };
}

/** Builds the order for one invoice of these sales of the basket. */
export function orderOf({ portal, merchant }: Basket, found: OpenedSales, { body, key }: Sent): Order {
  const afterGlobal = afterGlobalOf(portal.settings);
  const request: IssueRequest = {
    origin: 'portal',
    portal,
    merchant,
    branch: found[0].branch,
    sales: found.map(inItsBranch),
    receptor: body.receptor,
    ...(body.email !== undefined && { email: body.email }),
    itemizeIeps: body.desglosarIeps,
    askers: askersOf(key, found),
    ...(afterGlobal !== undefined && { afterGlobal }),
  };
  return { request, found };
}

/** Who proved these sales, and how. */
export function proversOf(found: readonly Opened[], caller: Caller): readonly Prover[] {
  return found.map(({ sale, token }) => ({ ...caller, saleId: sale.id, strength: token.kind }));
}

/** The e-mails of sales whose masked form was shown to the caller; a printed ticket shows none. */
export function shownAddresses(found: OpenedSales): readonly string[] {
  return found.flatMap(({ sale, token }) =>
    token.kind !== 'ticket' && sale.body.email !== undefined ? [sale.body.email] : [],
  );
}

/** A sale without a branch belongs to the merchant's first one; from here on it is explicit. */
function inItsBranch({ sale, branch }: FoundSale): Sale {
  return { ...sale, body: { ...sale.body, branch: branch.code } };
}
