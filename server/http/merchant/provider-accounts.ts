/** A merchant's accounts with providers of one kind: setting, testing and removing. Credentials are never returned. */
import { z } from '@hono/zod-openapi';
import type { Tenant } from '../../merchants/tenant.ts';
import { assertHostsMayBeAsked, urlsAmong } from '../../outbound/chosen-hosts.ts';
import { type AccountView, credentialsRefused, type ProviderAccounts } from '../../outbound/provider-accounts.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

/** The result of testing an account. */
export type Connection = {
  readonly status: 'ok' | 'refused' | 'unavailable';
  /** The number of stamps left, if the provider reports it. */
  readonly credit?: number;
  readonly reason?: string;
};

/** How one kind of account differs from another: its path, its texts in the documentation, and how it is tested. */
export type AccountRoutes<Adapter> = {
  /** Such as `/pac-accounts`; each account is below it, by its provider's name. */
  readonly path: string;
  readonly tag: string;
  /** The name of the schema, and the field that names the provider. */
  readonly wire: { readonly name: string; readonly provider: 'pac' | 'source' | 'carrier' };
  readonly about: { readonly list: string; readonly put: string; readonly credentials: string; readonly test: string };
  readonly positions: number;
  readonly settings?: z.ZodType<Readonly<Record<string, number>>>;
  readonly accounts: ProviderAccounts<Adapter>;
  /** Called when an account was set or removed, to clear what was recorded about the previous one. */
  onChange(tenant: Tenant, provider: string): Promise<void>;
  /** Tests the account. */
  test(adapter: Adapter, signal: AbortSignal): Promise<Connection>;
};

const params = z.object({ provider: z.string().max(40) });
const TEST_DEADLINE_MS = 15_000;

/** What a test of an account found, as the API answers it. */
export const connectionWire = z
  .object({
    status: z.enum(['ok', 'refused', 'unavailable']),
    credit: z.int().optional().openapi({ description: 'The number of stamps left, if the provider reports it.' }),
    reason: z.string().optional(),
  })
  .openapi('ProviderConnection');

/** An account as the API answers it, whose provider is in the field that its kind names. */
export type AccountAnswer<Provider extends string> = z.output<typeof commonWire> & {
  readonly [Name in Provider]: string;
};

const commonWire = z.object({ name: z.string(), position: z.int(), since: z.string() });

function wires<Adapter>({ wire, about, positions, settings }: AccountRoutes<Adapter>) {
  const account = z
    .object({
      [wire.provider]: z.string(),
      ...commonWire.shape,
      ...(settings && { settings }),
    })
    .openapi(wire.name);
  const upload = z
    .strictObject({
      credentials: z.record(z.string(), z.string().max(4_000)).openapi({ description: about.credentials }),
      position: z
        .int()
        .min(0)
        .max(positions - 1)
        .default(0),
      ...(settings && { settings: settings.optional() }),
    })
    .openapi(`${wire.name}Upload`);
  return { account, upload };
}

function routesOf<Adapter>(kind: AccountRoutes<Adapter>) {
  const { account, upload } = wires(kind);
  const about = { tags: [kind.tag] };
  const one = { ...about, path: `${kind.path}/{provider}`, request: { params } };
  return {
    list: merchantRoute('settings:read', {
      ...about,
      method: 'get',
      path: kind.path,
      summary: kind.about.list,
      responses: { 200: jsonAnswer(z.object({ accounts: z.array(account) }), 'The accounts, in order.'), ...REFUSAL },
    }),
    put: guardedRoute('settings:write', {
      ...one,
      method: 'put',
      summary: 'Set a provider account',
      description: `Credentials are stored encrypted and never returned. ${kind.about.put}`,
      request: { params, ...jsonBody(upload) },
      responses: { 200: jsonAnswer(account, 'The account as it is now.'), ...REFUSAL },
    }),
    remove: guardedRoute('settings:write', {
      ...one,
      method: 'delete',
      summary: 'Remove a provider account',
      responses: { 204: { description: 'Removed.' }, ...REFUSAL },
    }),
    test: merchantRoute('settings:write', {
      ...one,
      path: `${one.path}/test`,
      method: 'post',
      summary: kind.about.test,
      responses: { 200: jsonAnswer(connectionWire, 'The result of the test.'), ...REFUSAL },
    }),
  };
}

/** The routes that manage accounts of this kind: list, set, remove and test. Credentials are never answered. */
export function providerAccountRoutes<Adapter>(services: Services, kind: AccountRoutes<Adapter>) {
  const { accounts } = kind;
  const routes = routesOf(kind);
  const api = createMerchantApi(services);
  const wireOf = ({
    provider,
    name,
    position,
    since,
    settings,
  }: AccountView): { name: string; position: number; since: string } => ({
    [kind.wire.provider]: provider,
    ...{ name, position, since: new Date(since).toISOString() },
    ...(kind.settings && { settings }),
  });

  api.openapi(routes.list, async (c) => {
    const listed = await accounts.list(c.get('principal').tenant);
    return c.json({ accounts: listed.map(wireOf) }, 200);
  });
  api.openapi(routes.put, async (c) => {
    const { provider } = c.req.valid('param');
    const { credentials, position, settings = {} } = c.req.valid('json') as z.output<typeof anyUpload>;
    const tenant = c.get('principal').tenant;
    const now = services.invoicing.now();
    await assertHostsMayBeAsked(services, tenant, urlsAmong(credentials));
    const put = await accounts.put(tenant, provider, { credentials, position, settings, now });
    if (put.kind === 'unknown-provider') throw new Problem('unknown-resource');
    if (put.kind !== 'put') throw credentialsRefused(put);
    await kind.onChange(tenant, provider);
    return c.json(wireOf(put.account), 200);
  });
  api.openapi(routes.remove, async (c) => {
    const [tenant, { provider }] = [c.get('principal').tenant, c.req.valid('param')];
    const removed = await accounts.remove(tenant, provider);
    if (removed === 'unknown') throw new Problem('unknown-resource');
    if (removed === 'in-use') throw new Problem('pac-in-use');
    await kind.onChange(tenant, provider);
    return c.body(null, 204);
  });
  api.openapi(routes.test, async (c) => {
    const opened = await accounts.open(c.get('principal').tenant);
    const found = opened.find(({ account }) => account.provider === c.req.valid('param').provider);
    if (!found) throw new Problem('unknown-resource');
    return c.json({ ...(await kind.test(found.adapter, AbortSignal.timeout(TEST_DEADLINE_MS))) }, 200);
  });
  return api;
}

const anyUpload = z.object({
  credentials: z.record(z.string(), z.string()),
  position: z.int(),
  settings: z.record(z.string(), z.number()).optional(),
});
