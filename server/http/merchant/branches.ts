/** A merchant's branches. */
import { z } from '@hono/zod-openapi';
import { isWithin } from '../../merchants/branch-limit.ts';
import { addBranch, changeBranch, describeBranch } from '../../merchants/branches.ts';
import { branchPatchWire, newBranchWire } from '../../merchants/merchant-wire.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertMayChangeBoth } from './both-worlds.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';

/** A branch as the API answers it. */
export const branchWire = z
  .object({
    code: z.string(),
    name: z.string(),
    codigoPostal: z.string(),
    zone: z.string().openapi({
      example: 'America/Tijuana',
      description: 'The time zone of the postal code, in which sales are dated.',
    }),
    frontera: z
      .enum(['none', 'north', 'south'])
      .openapi({ description: 'The border region of the postal code, where IVA may be 8 %.' }),
  })
  .openapi('Branch');

const about = { tags: ['Merchant'] };
const list = merchantRoute('sales:read', {
  ...BY_BRANCH,
  ...{
    ...about,
    method: 'get',
    path: '/branches',
    summary: 'List your branches',
  },
  responses: {
    200: jsonAnswer(
      z.object({ branches: z.array(branchWire) }),
      'The branches, or those that you are limited to. Sales that name no branch belong to the merchant’s first.',
    ),
    ...REFUSAL,
  },
});
const add = merchantRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/branches', summary: 'Add a branch', request: jsonBody(newBranchWire) },
  responses: { 201: jsonAnswer(branchWire, 'Added.'), ...REFUSAL },
});
const patch = merchantRoute('settings:write', {
  ...{ ...about, method: 'patch', path: '/branches/{code}', summary: 'Change a branch’s name or postal code' },
  description: 'Existing invoices keep their data. The code cannot change, because sales refer to it.',
  request: { params: z.object({ code: z.string().max(50) }), ...jsonBody(branchPatchWire) },
  responses: { 200: jsonAnswer(branchWire, 'The branch as it is now.'), ...REFUSAL },
});

/** The routes `/branches`: list, add and change. */
export function branchRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services, () => 'invalid-merchant');
  api.openapi(list, async (c) => {
    const { tenant, limit } = c.get('principal');
    const branches = await store.merchants.listBranches(tenant.merchantId);
    const theirs = branches.filter(({ code }) => isWithin(limit, code));
    return c.json({ branches: theirs.map(describeBranch) }, 200);
  });
  api.openapi(add, async (c) => {
    await assertMayChangeBoth(services, c.get('principal'));
    const added = await addBranch(store, c.get('principal').tenant.merchantId, c.req.valid('json'));
    return c.json(describeBranch(added), 201);
  });
  api.openapi(patch, async (c) => {
    await assertMayChangeBoth(services, c.get('principal'));
    const branch = { merchantId: c.get('principal').tenant.merchantId, code: c.req.valid('param').code };
    const changed = await changeBranch(store, branch, c.req.valid('json'));
    if (!changed) throw new Problem('unknown-resource');
    return c.json(describeBranch(changed), 200);
  });
  return api;
}
