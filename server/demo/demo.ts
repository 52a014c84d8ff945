/** The demo: a merchant, its sales, a sandbox PAC and a shop, on embedded defaults. Nothing to install, nothing fiscal. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globalPeriod } from '../catalogs/global-period.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { createTestAuthority } from '../csd/test-certificates.ts';
import type { MailAddress } from '../delivery/mail/address.ts';
import { createMailbox } from '../delivery/mail/mailbox.ts';
import type { Services } from '../http/api/services.ts';
import { findPortal, merchantOf, tenantOf } from '../http/portal/portal-context.ts';
import { describeSale } from '../invoicing/found-sale.ts';
import { advanceGlobal, beginGlobal } from '../invoicing/globalize.ts';
import { issue } from '../invoicing/issue.ts';
import type { Composed } from '../main/compose-services.ts';
import type { Config } from '../main/config.ts';
import { type Server, startServer } from '../main/main.ts';
import { hashApiKey, newApiKey } from '../merchants/api-key.ts';
import { SCOPES } from '../merchants/merchant.ts';
import { spawnSandboxPac } from '../pac/sandbox/spawn.ts';
import type { Log } from '../text/log.ts';
import { createClock } from './clock.ts';
import { mailboxRoutes } from './mailbox.ts';
import { type DemoOwner, demoOwner } from './owner.ts';
import { demoRoutes } from './routes.ts';
import { DEMO_MERCHANTS, DEMO_PORTAL, seedDemo } from './seed.ts';
import { DEMO_RECEPTORES } from './seed-cast.ts';

/** What a script needs to drive the demo, written to `demo.json` once it answers. */
export type DemoAccess = {
  readonly url: string;
  readonly portal: string;
  readonly key: string;
  readonly pac: string;
  /** Who may sign in to the panel; absent where somebody else set this data folder up. */
  readonly owner?: DemoOwner;
};

/** A running demo. `stop` ends its server and its sandbox. */
export type Demo = { readonly access: DemoAccess; stop(): Promise<void> };

/** Starts everything and resolves when the demo can be used. On existing data it continues where it was. */
export async function startDemo(config: Config, log: Log): Promise<Demo> {
  mkdirSync(config.dataDir, { recursive: true });
  const pac = await spawnSandboxPac({
    ledgerFile: join(config.dataDir, 'pac-ledger.db'),
    certificateDir: join(config.dataDir, 'pac'),
  });
  const clock = await createClock(pac.url);
  const mailbox = createMailbox(clock.now);
  const server = await startServer(
    { ...config, sandboxPacUrl: pac.url },
    {
      log,
      now: clock.now,
      carrier: { mailer: mailbox, sender: SENDER },
      extend: (app, services) => {
        app.route('/', mailboxRoutes(mailbox));
        app.route('/', demoRoutes(services, clock));
      },
    },
  ).catch(async (error: unknown) => {
    await pac.stop();
    throw error;
  });
  await furnish(server.services);
  const file = join(config.dataDir, 'demo.json');
  const before: Partial<DemoAccess> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const key = await demoKey(server, before.key);
  const owner = await demoOwner(server.services, before.owner);
  const access = { url: server.url, portal: DEMO_PORTAL, key, pac: pac.url, ...(owner && { owner }) };
  writeFileSync(file, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  return {
    access,
    async stop() {
      await server.stop();
      await pac.stop();
    },
  };
}

/** The cast, a CSD for each of its merchants, the one sale that is invoiced already, and the one that is in a factura global. */
async function furnish(services: Composed): Promise<void> {
  const { store, now } = services.invoicing;
  await seedDemo(store, now());
  await sealEveryone(services);
  await invoiceOne(services);
  await globaliseOne(services);
}

async function sealEveryone({ invoicing }: Services): Promise<void> {
  const { store, custody, now } = invoicing;
  const at = now() - DAY_MS;
  let authority: Awaited<ReturnType<typeof createTestAuthority>> | undefined;
  for (const { id, rfc, nombre } of DEMO_MERCHANTS) {
    const tenant = { merchantId: id, world: 'test' } as const;
    if (await store.merchants.activeCsd(tenant)) continue;
    authority ??= await createTestAuthority(at);
    const issued = await authority.issue({ kind: 'csd', rfc, nombre, password: '12345678a' }, at);
    const stored = await custody.storeCsd({ tenant, rfc, files: { ...issued, kind: 'pair' }, at: now() });
    if (stored.kind === 'refused') throw new Error(`the demo's own CSD was refused: ${stored.faults.join(', ')}`);
  }
}

/** Nothing leaves the demo, and no answer would arrive here. */
const SENDER = 'facturas@demo.invalid' as MailAddress;

const DAY_MS = 86_400_000;

async function invoiceOne(services: Services): Promise<void> {
  const portal = await findPortal(services, DEMO_PORTAL);
  const { store } = services.invoicing;
  const [sale] = await store.sales.search(tenantOf(portal), { folioKey: 'CJ1050' });
  const [receptor] = DEMO_RECEPTORES;
  if (!sale || !receptor || sale.invoiceId !== undefined) return;
  const { branch } = await describeSale(services.invoicing, portal, sale);
  const { note: _, ...data } = receptor;
  await issue(services.invoicing, {
    origin: 'portal',
    portal,
    merchant: await merchantOf(services, portal),
    branch,
    sales: [sale],
    receptor: data,
    email: null,
    itemizeIeps: false,
    askers: [],
  });
}

/** The café's global of the fortnight in which CJ-1055 was sold. Its customers are still invoiced: a nota de crédito takes the sale out of it. */
async function globaliseOne(services: Services): Promise<void> {
  const { invoicing } = services;
  const { store } = invoicing;
  const portal = await findPortal(services, DEMO_PORTAL);
  const tenant = tenantOf(portal);
  const [sale] = await store.sales.search(tenant, { folioKey: 'CJ1055' });
  if (!sale || sale.invoiceId !== undefined) return;
  const { branch } = await describeSale(invoicing, portal, sale);
  const day = localDate(Date.parse(sale.body.date), issueZone(branch.codigoPostal));
  const period = { periodicidad: '03', ...globalPeriod(day, '03') } as const;
  const run = await beginGlobal(invoicing, {
    ...{ tenant, branch: branch.code, ...period, serie: 'G', origin: 'merchant' },
  });
  await advanceGlobal(invoicing, run);
  await store.portals.putPortal({ ...portal, settings: { ...portal.settings, afterGlobal: 'egreso' } });
}

/** The same key from one start to the next, so that scripts keep working. */
async function demoKey({ services }: Server, known: string | undefined): Promise<string> {
  const { merchants } = services.invoicing.store;
  if (known !== undefined && (await merchants.findApiKey(hashApiKey(known)))) return known;
  const key = newApiKey('test');
  await merchants.putApiKey(
    {
      ...{ id: `key_${hashApiKey(key).slice(0, 24)}`, name: 'Demostración' },
      ...{ merchantId: 'mer_jacaranda', world: 'test', scopes: SCOPES },
    },
    hashApiKey(key),
  );
  return key;
}
