/** The shop's order page: a template into which the shop's server writes the order's token, as any shop that knows its customer would. */
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { ApiVariables } from '../http/api/api.ts';
import type { Services } from '../http/api/services.ts';
import { findPortal, tenantOf } from '../http/portal/portal-context.ts';
import { describeSale } from '../invoicing/found-sale.ts';
import { folioKey } from '../sales/lookup.ts';
import { DEMO_PORTAL } from './seed.ts';

/** The order that `/demo/` shows when no other is named. */
const OWN_FOLIO = 'CJ-1042';
/** Half of a token's lifetime, so that a visitor always has at least half a day to make the invoice. */
const RENEWED_AFTER_MS = 12 * 3_600_000;

type OpenedOrder = { readonly folio: string; readonly token: string; readonly status: string };

/** Serves `template` at `/demo/`; `?folio=` shows another order of the shop, and one it does not know leaves the search. */
export function demoOrderRoutes(services: Services, template: string) {
  const openOrder = createOrderOpener(services);
  const demo = new Hono<ApiVariables>();
  for (const path of ['/demo/', '/demo/index.html']) {
    demo.get(path, async (c) => {
      const order = await openOrder(c.req.query('folio') ?? OWN_FOLIO);
      c.header('cache-control', 'no-store');
      return c.html(filled(readFileSync(template, 'utf8'), order));
    });
  }
  return demo;
}

/** Reuses an order's token as long as it is valid, so that a reload continues where the customer was. */
function createOrderOpener(services: Services): (folio: string) => Promise<OpenedOrder> {
  const kept = new Map<string, { readonly token: string; readonly at: number }>();
  const tokenOf = (saleId: string): string => {
    const now = services.invoicing.now();
    const known = kept.get(saleId);
    if (known && now >= known.at && now - known.at < RENEWED_AFTER_MS) return known.token;
    const token = services.tokens.saleToken({ kind: 'found', slug: DEMO_PORTAL, saleId }, now);
    kept.set(saleId, { token, at: now });
    return token;
  };
  return async (folio) => {
    const portal = await findPortal(services, DEMO_PORTAL);
    const [sale] = await services.invoicing.store.sales.search(tenantOf(portal), { folioKey: folioKey(folio) });
    if (!sale) return { folio, token: '', status: '' };
    const { standing } = await describeSale(services.invoicing, portal, sale);
    return { folio: sale.body.folio, token: tokenOf(sale.id), status: standing.status };
  };
}

function filled(page: string, order: OpenedOrder): string {
  return page.replace(/\{\{(folio|token|status)\}\}/g, (_, name: keyof OpenedOrder) => escaped(order[name]));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
