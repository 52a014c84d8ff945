/** Opens a guarded purchase by one more detail, with a few tries per sale and day. */
import { createRoute, z } from '@hono/zod-openapi';
import { spentToday } from '../../limits/prover-budget.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import { keysOf, readLookup } from '../../sales/lookup.ts';
import type { Sale, SaleQuery } from '../../sales/sale.ts';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { proveWire, searchWire } from '../api/wire.ts';
import { deadlineContext } from './deadline-view.ts';
import { describeSale, findOpenPortal, isOfPortal, merchantOf, tenantOf } from './portal-context.ts';
import { saleView } from './public-views.ts';

const prove = createRoute({
  method: 'post',
  path: '/portals/{slug}/sales/prove',
  tags: ['Portal'],
  summary: 'Open a guarded purchase',
  description:
    'Takes the field that its `proof` names. A wrong value gets 403; only a few tries per sale and day are allowed.',
  request: { params: z.object({ slug: z.string().max(80) }), ...jsonBody(proveWire) },
  responses: { 200: jsonAnswer(searchWire, 'The sales that it opens.'), ...REFUSAL },
});

const FIELDS = ['total', 'cardLast4', 'email'] as const;

/** The route `POST /portals/{slug}/sales/prove`. */
export function secondProofRoutes(services: Services) {
  const api = createApi();
  api.openapi(prove, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...typed } = c.req.valid('json');
    const guarded = await guardedSales(services, portal, token);
    const field = FIELDS.find((name) => (typed[name] ?? '').trim() !== '') ?? 'total';
    const read = readLookup({ [field]: typed[field] }, [[field]]);
    if (read.kind === 'faults') throw new Problem('missing-lookup-combination', { faults: read.faults });
    const address = addressOf(c, services.trustProxy);
    const opened = await openedBy(services, portal, { guarded, query: read.query, field, address });
    const merchant = await merchantOf(services, portal);
    const now = services.invoicing.now();
    const kind = field === 'total' ? 'found' : 'known';
    const context = deadlineContext(services, { portal, merchant, language: languageOf(c) });
    const views = opened.map(async (sale) => {
      const shown = services.tokens.saleToken({ kind, slug: portal.slug, saleId: sale.id }, now);
      return saleView(await describeSale(services, portal, sale), shown, context);
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

type Proving = {
  readonly guarded: readonly Sale[];
  readonly query: SaleQuery;
  readonly field: (typeof FIELDS)[number];
  readonly address: string;
};

/**
 * Returns the sales that the detail opens; each of the others has used a try. Throws `second-proof-mismatch`, or `sale-tries-spent` if none has
 * a try left.
 */
async function openedBy(
  { limits, invoicing }: Services,
  portal: Portal,
  { guarded, query, field, address }: Proving,
): Promise<readonly Sale[]> {
  const now = invoicing.now();
  const matching = guarded.filter((sale) => matches(sale, query));
  const opened = matching.length > 0 && isOneCustomer(guarded) ? guarded : matching;
  const tried = await Promise.all(
    guarded.map((sale) =>
      limits.tryOnce(
        { saleId: sale.id, strength: 'guarded', address },
        now,
        async () => opened.includes(sale),
        () => opened.length === 0,
      ),
    ),
  );
  if (tried.every((isOpened) => isOpened === undefined)) {
    const { merchants } = invoicing.store;
    throw spentToday('sale-tries-spent', now, (await merchants.getMerchant(portal.merchantId))?.tradeName ?? '');
  }
  const open = guarded.filter((_, at) => tried[at] === true);
  if (open.length === 0)
    throw new Problem('second-proof-mismatch', { faults: [{ code: 'second-proof-mismatch', pointer: `/${field}` }] });
  return open;
}

function matches({ body }: Sale, { totalCentavos, cardLast4, emailKey }: SaleQuery): boolean {
  const keys = keysOf(body);
  if (totalCentavos !== undefined) return totalCentavos === keys.totalCentavos || totalCentavos === keys.paidCentavos;
  return cardLast4 === undefined ? emailKey === keys.emailKey : cardLast4 === keys.cardLast4;
}

/** Whether the sales belong to one customer. A detail of any of them then opens all, so that one invoice can include them. */
function isOneCustomer(sales: readonly Sale[]): boolean {
  const [first, ...others] = sales.map(({ body }) => keysOf(body).emailKey);
  return first !== undefined && others.every((emailKey) => emailKey === first);
}
