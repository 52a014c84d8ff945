/** Opens a guarded purchase by one more detail, with a few free tries per sale and day. */
import { createRoute, z } from '@hono/zod-openapi';
import { describeSale } from '../../invoicing/found-sale.ts';
import { openGuarded, readProof } from '../../invoicing/open-guarded.ts';
import type { Portal } from '../../portals/portal.ts';
import { provenBy } from '../../portals/tokens.ts';
import { Problem } from '../../problems/problem.ts';
import type { Sale } from '../../sales/sale.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { proveWire, searchWire } from '../api/wire.ts';
import { callerOf, proofHeader, TRIES_ARE_PAID } from './caller.ts';
import { deadlineContext } from './deadline-view.ts';
import { findOpenPortal, isOfPortal, merchantOf, tenantOf } from './portal-context.ts';
import { saleView } from './public-views.ts';
import { portalDeps } from './request-link.ts';

const prove = createRoute({
  method: 'post',
  path: '/portals/{slug}/sales/prove',
  tags: ['Portal'],
  summary: 'Open a guarded purchase',
  description: `Takes the field that its \`proof\` names. A wrong value gets 403. ${TRIES_ARE_PAID}`,
  request: { params: z.object({ slug: z.string().max(80) }), headers: proofHeader, ...jsonBody(proveWire) },
  responses: { 200: jsonAnswer(searchWire, 'The sales that it opens.'), ...REFUSAL },
});

/** The route `POST /portals/{slug}/sales/prove`. */
export function secondProofRoutes(services: Services) {
  const api = createApi();
  api.openapi(prove, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...typed } = c.req.valid('json');
    const guarded = await guardedSales(services, portal, token);
    const proof = readProof(typed);
    const merchant = await merchantOf(services, portal);
    const opened = await openGuarded(portalDeps(services), merchant, {
      guarded,
      ...proof,
      caller: callerOf(services, c),
    });
    const now = services.invoicing.now();
    const kind = provenBy([proof.field]);
    const context = deadlineContext(services, { portal, merchant, language: languageOf(c) });
    const views = opened.map(async (sale) => {
      const shown = services.tokens.saleToken({ kind, slug: portal.slug, saleId: sale.id }, now);
      return saleView(await describeSale(services.invoicing, portal, sale), shown, context);
    });
    return c.json({ sales: await Promise.all(views) }, 200);
  });
  return api;
}

/** Reads the sales of a guarded token of this portal. Throws `unknown-token` or `link-expired`. */
export async function guardedSales(services: Services, portal: Portal, text: string): Promise<readonly Sale[]> {
  const read = services.tokens.readSaleToken(text, services.invoicing.now());
  if (read.kind === 'expired') throw new Problem('link-expired');
  if (read.kind === 'unknown' || read.token.kind !== 'guarded' || !(await isOfPortal(services, read.token, portal)))
    throw new Problem('unknown-token');
  const tenant = tenantOf(portal);
  const sales = await Promise.all(
    read.token.saleId.split(',').map((id) => services.invoicing.store.sales.get(tenant, id)),
  );
  return sales.filter((sale) => sale !== undefined);
}
