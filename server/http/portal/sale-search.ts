/** Finds a purchase by what its ticket says. A purchase that guessing may have found is guarded. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { issueZone } from '../../catalogs/postal-code.ts';
import { describeSale, type FoundSale } from '../../invoicing/found-sale.ts';
import { NO_PROOF, PROOF_HEADER } from '../../limits/proof-of-work.ts';
import { needsSecondProof, strengthOf } from '../../portals/lookup-strength.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import { givenFields, isNearDay, type Lookup, type LookupOutcome, questionOf, readLookup } from '../../sales/lookup.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { lookupWire, searchWire } from '../api/wire.ts';
import { deadlineContext } from './deadline-view.ts';
import { guardedView, proofOf } from './guarded-view.ts';
import { findOpenPortal, merchantOf, tenantOf } from './portal-context.ts';
import { type FoundSaleView, saleView } from './public-views.ts';

const search = createRoute({
  method: 'post',
  path: '/portals/{slug}/sales/search',
  tags: ['Portal'],
  summary: 'Find a purchase by what its ticket says',
  description:
    'If nothing is found, the answer is 200 with an empty list. A field that the portal does not ask for is ignored; all others must match. One sale with `status` `guarded` stands for everything that guessing may have found; `POST …/sales/prove` opens it. At a portal under attack a look-up gets 429 `proof-of-work` with an ALTCHA `challenge`; repeat it with the solution.',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    headers: z.object({
      [PROOF_HEADER]: z
        .string()
        .max(4_000)
        .optional()
        .openapi({
          description: `The solution of a challenge, which works once: base64url of {"challenge", "solution": {"counter", "derivedKey"}}; or \`${NO_PROOF}\`, of which a few are accepted.`,
        }),
    }),
    ...jsonBody(lookupWire),
  },
  responses: { 200: jsonAnswer(searchWire, 'The sales that match.'), ...REFUSAL },
});

/** The route `POST /portals/{slug}/sales/search`. */
export function saleSearchRoutes(services: Services) {
  const api = createApi();
  api.post('/portals/:slug/sales/search', async (c, next) => {
    services.limits.assertMayLookUp(addressOf(c, services.trustProxy));
    await next();
  });
  api.openapi(search, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const address = addressOf(c, services.trustProxy);
    const typed = c.req.valid('json');
    const proof = c.req.valid('header')[PROOF_HEADER];
    const sales = await services.limits.lookUpInTurn(address, async () => {
      const giveBack = await admit(services, portal, address, proof);
      const found = await searchSales(services, portal, typed, address);
      const [first] = found;
      if (first) {
        giveBack();
        services.limits.countFound(portal.slug, first.sale.id);
      }
      return found;
    });
    return c.json({ sales: await foundViews(services, portal, { sales, typed, address }, c) }, 200);
  });
  return api;
}

/**
 * Admits a look-up. Throws `too-many-attempts`, or `proof-of-work` with a challenge. The function that it returns gives back what a success does
 * not cost.
 */
async function admit(
  { limits, proofOfWork }: Services,
  { slug }: Portal,
  address: string,
  proof: string | undefined,
): Promise<() => void> {
  limits.assertMayLookUp(address);
  if (!(await limits.isUnderAttack(slug))) return () => {};
  if (proof === NO_PROOF) return limits.takeSlowLookUp(address, slug);
  if (proof !== undefined && (await proofOfWork.take(slug, proof))) return () => {};
  throw new Problem('proof-of-work', { challenge: await proofOfWork.challenge(slug) });
}

/** Searches with the same work and the same answer whether the folio is unknown or another field is wrong. */
async function searchSales(
  services: Services,
  portal: Portal,
  typed: Lookup,
  address: string,
): Promise<readonly FoundSale[]> {
  const lookup = readLookup(typed, portal.settings);
  if (lookup.kind === 'faults') throw new Problem('missing-lookup-combination', { faults: lookup.faults });
  const known = await storedSales(services, portal, lookup);
  const asked = await services.asking.ask(
    tenantOf(portal),
    questionOf(typed, lookup.query, portal.settings),
    known.map(({ sale }) => sale),
  );
  // Of several systems that were asked, one may have answered.
  const found = asked === 'nobody' ? known : await storedSales(services, portal, lookup);
  if (found.length > 0) return found;
  await services.limits.countFailedLookUp({ address, slug: portal.slug, email: lookup.query.emailKey });
  // An unavailable system does not mean that there is no such sale.
  if (asked === 'unavailable') throw new Problem('merchant-not-answering');
  return [];
}

async function storedSales(
  services: Services,
  portal: Portal,
  { query, date }: Extract<LookupOutcome, { kind: 'query' }>,
): Promise<readonly FoundSale[]> {
  const sales = await services.invoicing.store.sales.search(tenantOf(portal), query);
  const described = await Promise.all(sales.map((sale) => describeSale(services.invoicing, portal, sale)));
  return described.filter(({ sale, branch }) => !date || isNearDay(sale.body, date, issueZone(branch.codigoPostal)));
}

type Found = { readonly sales: readonly FoundSale[]; readonly typed: Lookup; readonly address: string };

async function foundViews(
  services: Services,
  portal: Portal,
  { sales, typed, address }: Found,
  c: Context<ApiVariables>,
): Promise<FoundSaleView[]> {
  if (sales.length === 0) return [];
  const given = givenFields(typed, portal.settings);
  const now = services.invoicing.now();
  const email = given.includes('email') ? sales[0]?.sale.body.email?.toLowerCase() : undefined;
  const failures = await services.limits.failuresOf({ slug: portal.slug, address, email });
  const strength = strengthOf(given, await services.lookupFacts.of(portal));
  const isWholeTicket = given.includes('folio') && proofOf(sales, given) === undefined;
  if (needsSecondProof(strength, failures, isWholeTicket))
    return [guardedView(services.tokens, portal, sales, { given, now })];
  const merchant = await merchantOf(services, portal);
  const kind = given.some((field) => NOT_PRINTED.includes(field)) ? 'known' : 'found';
  const context = deadlineContext(services, { portal, merchant, language: languageOf(c) });
  return sales.map((sale) => {
    const saleToken = services.tokens.saleToken({ kind, slug: portal.slug, saleId: sale.sale.id }, now);
    return saleView(sale, saleToken, context);
  });
}

/** Fields that no ticket shows. The card's digits are on the voucher, a separate slip. */
const NOT_PRINTED: readonly string[] = ['email', 'cardLast4'];
