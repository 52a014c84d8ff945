/** Composition root: configuration → adapters → app. Starts HTTP and the settle worker. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../db/open-store.ts';
import { startReminding } from '../delivery/reminders.ts';
import type { Api } from '../http/api/api.ts';
import { intakeOf } from '../http/api/intake-of.ts';
import { createApp } from '../http/app.ts';
import { createReadiness } from '../http/readiness.ts';
import { startCancellationWorker } from '../invoicing/cancellation-worker.ts';
import { startGlobalWorker } from '../invoicing/global-worker.ts';
import { startRefundWorker } from '../invoicing/refund-worker.ts';
import { startRequestWorker } from '../invoicing/request-worker.ts';
import { startSettleWorker } from '../invoicing/settle-worker.ts';
import { createGuardedClient } from '../outbound/guarded.ts';
import { createDns } from '../outbound/resolve.ts';
import { type DomainDesk, startDomainWorker } from '../portals/domain-worker.ts';
import { startSourceWorker } from '../sources/worker.ts';
import type { Log } from '../text/log.ts';
import { assertMasterKey, masterKeyFileOf } from '../vault/master-key.ts';
import { startDelivery } from './compose-delivery.ts';
import { type Composed, createServices, type ServiceOptions } from './compose-services.ts';
import type { Config } from './config.ts';
import { startForgetting } from './forgetting.ts';
import { type Joined, joinJournal } from './join-journal.ts';
import { listen } from './listening.ts';
import { notePublicUrl } from './public-url.ts';

/** A running server. */
export type Server = {
  readonly url: string;
  readonly services: Composed;
  /**
   * Reports not ready, stops accepting requests, lets those in progress finish and closes the database, within the configured time. The
   * next start finishes stamps that are not done by then.
   */
  stop(): Promise<void>;
};

/** What the demo and the tests replace besides; a production server passes only `log`. */
export type ServerOptions = ServiceOptions & {
  /** How the store is opened; the crash tests open one that dies at a chosen phase. */
  readonly openStore?: typeof openStore;
  /** Routes of the demo, mounted before the hosted pages. */
  readonly extend?: (app: Api, services: Composed) => void;
};

/**
 * Resolves when the server answers. Throws when the port is taken, another process has the data, the master key is not the one that
 * sealed them, or the database would not keep what it acknowledges.
 */
export async function startServer(config: Config, options: ServerOptions): Promise<Server> {
  makePrivate(config.dataDir, options.log);
  const store = await (options.openStore ?? openStore)(config.store);
  try {
    await store.takeOver((options.now ?? Date.now)());
    await assertMasterKey(config, store.merchants);
    return await serve(config, await joinJournal(config, store, options), options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(config: Config, { store, journal }: Joined, options: ServerOptions): Promise<Server> {
  const http = await listen((request, env) => app.fetch(request, env), config);
  const url = config.publicUrl ?? `http://${config.host}:${http.port}`;
  notePublicUrl(config, url);
  const services = createServices(config, store, url, options);
  const { clock, now } = services.invoicing;
  const watched = { dataDir: config.dataDir, masterKeyFile: masterKeyFileOf(config), clock, now };
  const readiness = createReadiness(watched, store);
  const app = createApp(services, {
    readiness,
    widgetDir: widgetDir(),
    extend: (api) => options.extend?.(api, services),
  });
  if ((await store.catalogs.claveProdServ('01010101')) === 'not-loaded') options.log('catalogs.not-loaded', {});
  const workers = [
    startSettleWorker(services.invoicing),
    startRefundWorker(services.invoicing),
    startGlobalWorker(services.invoicing),
    startCancellationWorker(services.invoicing),
    startRequestWorker({ ...services.invoicing, lookupFacts: services.lookupFacts }),
    startDelivery(config, services),
    startForgetting({ store, journal, now: services.invoicing.now, log: options.log }),
    startDomainWorker(domainDesk(config, services)),
    startReminding({ store, now: services.invoicing.now, log: options.log }),
    startSourceWorker(intakeOf(services), services.sourceAccounts, config.inboxDir),
  ];
  return {
    url,
    services,
    async stop() {
      readiness.stopping();
      const working = Promise.all([http.close(config.shutdownMs), ...workers.map((worker) => worker.stop())]);
      const ended = await within(config.shutdownMs, working);
      if (ended === 'late') options.log('shutdown.cut-short', {});
      await store.close();
    },
  };
}

/** Secrets are sealed in it, but sales and invoices are not. A folder of somebody else's stays as it is, and is reported. */
function makePrivate(dataDir: string, log: Log): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    chmodSync(dataDir, 0o700);
  } catch {
    log('data-folder.not-private', { folder: dataDir });
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What looking at portals' own domains needs. */
export function domainDesk(config: Config, { invoicing, hereProof, publicUrl }: Composed): DomainDesk {
  const { store, now, log } = invoicing;
  const dns = createDns(config.dnsServers);
  const client = createGuardedClient({ allowLoopback: config.providersUrl !== undefined, resolve: dns.resolve });
  return { store, now, log, dns, client, hereProof, publicUrl };
}

/** From source and from the build alike, the bundle is in dist/widget of the package. */
function widgetDir(): string {
  const beside = fileURLToPath(new URL('../../dist/widget', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../widget', import.meta.url));
}
