/** Rates ways to search before they are saved: how easily each is guessed, and how many sales none of them finds. */
import { z } from '@hono/zod-openapi';
import { remedyOf, type SoldFacts, strengthOf, type Way, weakestSide } from '../../portals/lookup-strength.ts';
import { lackingOf } from '../../sales/unfindable.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';
import { lookupField, waysQuery } from './ways-query.ts';

/** How far back sales are counted: customers rarely ask for an invoice of an older one. */
const DAYS_COUNTED = 90;
const MOST_COUNTED = 10_000;

const wayWire = z
  .object({
    fields: z.array(lookupField),
    acquaintance: z.int().openapi({
      description:
        'How many guesses it takes somebody who knows the customer, with their e-mail and the week of the purchase.',
    }),
    stranger: z.int().openapi({ description: 'How many guesses it takes a stranger to find anybody’s purchase.' }),
    weakTo: z.enum(['acquaintance', 'stranger']).optional().openapi({
      description: 'Who could guess it. If present, the way has to be in `acknowledgedLookup` to be saved.',
    }),
    add: z
      .array(lookupField)
      .openapi({ description: 'What would make a weak way strong enough; empty if nothing would.' }),
  })
  .openapi('SearchWay');

const check = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/search-check',
  tags: ['Settings'],
  summary: 'Check how guessable a search is before saving it',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    query: z.object({
      ways: waysQuery.optional().openapi({
        description: 'The ways, as `folio.total,folio.email`. By default those of the portal.',
        example: 'folio.total,folio.email',
      }),
    }),
  },
  responses: {
    200: jsonAnswer(
      z.object({
        ways: z.array(wayWire),
        unfindable: z.object({
          sales: z.int().openapi({ description: `At most ${MOST_COUNTED}.` }),
          since: z.iso.datetime(),
        }),
      }),
      `Each way, and the number of sales of the last ${DAYS_COUNTED} days that none of them finds. \`GET /sales?lacking=…\` lists those.`,
    ),
    ...REFUSAL,
  },
});

/** The route `GET /portals/{slug}/search-check`. */
export function searchCheckRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const api = createMerchantApi(services);
  api.openapi(check, async (c) => {
    const { tenant } = c.get('principal');
    const portal = await ownPortal(services, c.req.valid('param').slug, tenant);
    const { ways = portal.settings.lookup } = c.req.valid('query');
    const facts = await services.lookupFacts.of(portal);
    const lacking = lackingOf(ways);
    const from = now() - DAYS_COUNTED * 86_400_000;
    const sales = await store.sales.countLacking(tenant, { lacking, from, most: MOST_COUNTED });
    const unfindable = { sales, since: new Date(from).toISOString() };
    return c.json({ ways: ways.map((way) => weighed(way, facts)), unfindable }, 200);
  });
  return api;
}

function weighed(way: Way, facts: SoldFacts): z.output<typeof wayWire> {
  const strength = strengthOf(way, facts);
  const weakTo = weakestSide(strength);
  const { acquaintance, stranger } = strength;
  return {
    fields: [...way],
    acquaintance: guesses(acquaintance),
    stranger: guesses(stranger),
    ...(weakTo && { weakTo }),
    add: weakTo ? [...remedyOf(way, facts)] : [],
  };
}

/** On average an attacker has to try half of the possibilities. Beyond a trillion it makes no difference. */
function guesses(bits: number): number {
  return Math.max(1, Math.round(2 ** Math.min(bits - 1, 40)));
}
