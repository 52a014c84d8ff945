/** Creating a merchant, whose owner is the person who creates it. */
import { z } from '@hono/zod-openapi';
import { foundMerchant } from '../../accounts/found-merchant.ts';
import { newMerchantWire } from '../../merchants/merchant-wire.ts';
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
    'Creates the merchant with its first branch, at its postal code, and makes you its owner; where anybody can sign up, at most three a day. A person who only works for another owner’s merchant cannot create one, nor can one who works for none any more, unless everybody may sign up.',
  request: jsonBody(newMerchantWire),
  responses: { 201: jsonAnswer(z.object({ merchant: merchantWire }), 'Created.'), ...REFUSAL },
});

/** The route `POST /merchants`. */
export function foundMerchantRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const deps = { store, now, signup: services.signup, sendsMail: services.serverCarrier !== undefined };
  const api = createPersonApi(services);
  api.openapi(found, async (c) => {
    const { person } = c.get('open');
    const create = () => foundMerchant(deps, person, c.req.valid('json'));
    // Where only invited people have accounts, the operator knows them all.
    const merchant = await (services.signup === 'open' ? services.limits.tryFounding(person.id, create) : create());
    log('merchant.founded', { merchant: merchant.id, by: person.id });
    const { id, tradeName, rfc, nombre, regimenFiscal } = merchant;
    return c.json({ merchant: { id, tradeName, rfc, nombre, regimenFiscal } }, 201);
  });
  return api;
}
