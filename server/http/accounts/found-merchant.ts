/** Creating a merchant, whose owner is the person who creates it. */
import { z } from '@hono/zod-openapi';
import { prepareMerchant } from '../../merchants/create-merchant.ts';
import { newMerchantWire } from '../../merchants/merchant-wire.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createPersonApi, personRoute } from './person-api.ts';

const merchantWire = z
  .object({
    ...{ id: z.string(), tradeName: z.string(), rfc: z.string(), nombre: z.string(), regimenFiscal: z.string() },
  })
  .openapi('FoundedMerchant');

const found = personRoute({
  ...{ tags: ['Accounts'], method: 'post', path: '/merchants', summary: 'Create a merchant' },
  description:
    'Creates the merchant with its first branch, at its postal code, and makes you its owner. A person who only works for another owner’s merchant cannot create one.',
  request: jsonBody(newMerchantWire),
  responses: { 201: jsonAnswer(z.object({ merchant: merchantWire }), 'Made.'), ...REFUSAL },
});

/** The route `POST /merchants`. */
export function foundMerchantRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const api = createPersonApi(services);
  api.openapi(found, async (c) => {
    const { person } = c.get('open');
    const roles = (await store.accounts.memberships(person.id)).map(({ role }) => role);
    if (roles.length > 0 && !roles.some((role) => role === 'owner' || role === 'admin'))
      throw new Problem('not-your-role');
    const { merchant, branch } = await prepareMerchant(store, c.req.valid('json'), now());
    const owner = { merchantId: merchant.id, personId: person.id, role: 'owner', createdAt: now() } as const;
    await store.accounts.foundMerchant(merchant, branch, owner);
    log('merchant.founded', { merchant: merchant.id, by: person.id });
    const { id, tradeName, rfc, nombre, regimenFiscal } = merchant;
    return c.json({ merchant: { id, tradeName, rfc, nombre, regimenFiscal } }, 201);
  });
  return api;
}
