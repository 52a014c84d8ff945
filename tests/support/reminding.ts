/** Café Jacaranda reminding its customers: a store, a mailbox and the whole API, under a clock that stands where it is put. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import type { MailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox } from '../../server/delivery/mail/mailbox.ts';
import type { Mail, Mailer } from '../../server/delivery/mail/mailer.ts';
import { remind } from '../../server/delivery/reminders.ts';
import { DEMO_PORTAL, seedDemo } from '../../server/demo/seed.ts';
import type { Api } from '../../server/http/api/api.ts';
import { createApp } from '../../server/http/app.ts';
import { createReadiness } from '../../server/http/readiness.ts';
import { startDelivery } from '../../server/main/compose-delivery.ts';
import type { Composed } from '../../server/main/compose-services.ts';
import { createServices } from '../../server/main/compose-services.ts';
import { readConfig } from '../../server/main/config.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Delivery } from '../../server/outbox/delivery.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { deadlinesOf } from '../../server/sales/sale-context.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, PUBLIC_URL } from './api.ts';

export const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;

export type RemindingShop = {
  readonly store: Store;
  readonly services: Composed;
  readonly app: Api;
  /** Puts the clock there: `2026-11-27T12:00:00-06:00`. */
  at(time: string): void;
  change(settings: Partial<PortalSettings>, slug?: string): Promise<void>;
  /** Two breakfasts of Ana's at the café, at noon of 20 November 2026 in Roma by default; answers the sale's id. Sold again, it changes. */
  sell(sale?: Partial<SaleWire>, tenant?: Tenant): Promise<string>;
  /** One round; answers what is queued by then, in the order in which it goes out. */
  round(): Promise<readonly Delivery[]>;
  /** Sends what is due, by the mailbox by default; answers every mail that arrived there so far, newest first. */
  deliver(carrier?: Mailer): Promise<readonly Mail[]>;
  close(): Promise<void>;
};

/** Opens it three days before what `sell` sells must be invoiced: ten days, reminded three before. */
export async function openRemindingShop(): Promise<RemindingShop> {
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-reminding-'));
  const store = await openStore({ sqlitePath: join(directory, 'a.sqlite') });
  let clock = Date.parse('2026-11-27T12:00:00-06:00');
  const now = (): number => clock;
  const log = (): void => {};
  const config = readConfig({
    AUTOFACTURA_DATA: directory,
    AUTOFACTURA_MASTER_KEY: randomBytes(32).toString('base64'),
  });
  const services = createServices(config, store, PUBLIC_URL, { log, now });
  const mailbox = createMailbox(now);
  // Long ago: nobody is reminded of the cast's own sales.
  await seedDemo(store, Date.UTC(2020, 0, 1));
  const change: RemindingShop['change'] = async (settings, slug = DEMO_PORTAL) => {
    const portal = await store.portals.getPortal(slug);
    if (!portal) throw new Error(`no portal ${slug}`);
    await store.portals.putPortal({ ...portal, settings: { ...portal.settings, ...settings } });
  };
  await change({ deadline: { kind: 'days', days: 10 }, reminder: { daysBefore: 3 } });
  return {
    ...{ store, services, change },
    app: createApp(services, {
      readiness: createReadiness(
        { dataDir: directory, masterKeyFile: undefined, clock: services.invoicing.clock, now },
        store,
      ),
      widgetDir: directory,
    }),
    at: (time) => {
      clock = Date.parse(time);
    },
    sell: (sale, tenant) => sell(store, sale, tenant),
    async round() {
      await remind({ store, now }, new AbortController().signal);
      const queued = await store.deliveries.list(TENANT, { limit: 5_000, kind: 'mail' });
      return queued.toSorted((one, other) => one.nextAt - other.nextAt);
    },
    async deliver(mailer = mailbox) {
      const sender = 'facturas@example.mx' as MailAddress;
      await startDelivery(config, { ...services, carriers: async () => ({ mailer, sender }) }).stop();
      return mailbox.list().map(({ mail }) => mail);
    },
    async close() {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function sell(store: Store, sale: Partial<SaleWire> = {}, tenant: Tenant = TENANT): Promise<string> {
  const noon = { date: '2026-11-20T12:00:00-06:00', email: 'ana@example.com' };
  const parsed = parseSale({ ...breakfast('B-1', 0), ...noon, ...sale });
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
  const { body } = parsed;
  const [put] = await store.sales.put(tenant, [
    {
      ...{ id: `sale_${body.folio}`, source: 'api', body, keys: keysOf(body), at: 0 },
      deadlines: await deadlinesOf(store, tenant, body),
    },
  ]);
  if (put === undefined || put.kind === 'unstored') throw new Error('the sale was not stored');
  return put.sale.id;
}
