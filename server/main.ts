/** Composition root: configuration → adapters → app. Starts HTTP and the settle worker. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { openStore } from '../db/open-store.ts';
import type { Store } from '../db/store.ts';
import type { Config } from './config.ts';
import { createCredentialSafe } from './csd/credentials.ts';
import { createCustody } from './csd/custody.ts';
import type { Api } from './http/api.ts';
import { createApp } from './http/app.ts';
import { createLimits } from './http/limits.ts';
import type { Services } from './http/services.ts';
import type { Invoicing, Log } from './invoicing/invoicing.ts';
import { startSettleWorker } from './invoicing/settle-worker.ts';
import { openMasterKey } from './master-key.ts';
import { createPacAccounts } from './pac/pac-accounts.ts';
import { createSandboxPac } from './pac/sandbox.ts';
import { createTokens } from './portals/tokens.ts';
import type { TaxpayerRegistry } from './taxpayers/registry.ts';
import { createSandboxRegistry } from './taxpayers/sandbox.ts';

export type Server = {
  readonly url: string;
  readonly services: Services;
  /** Stops taking requests, lets the worker finish its round, closes the database. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly log: Log;
  /** Epoch milliseconds; the demo's can be moved. */
  readonly now?: () => number;
  /** How the store is opened; the crash tests open one that dies at a chosen phase. */
  readonly openStore?: typeof openStore;
  /** The PAC's own limit per call, 30 s when absent: a test of late answers does not wait that long. */
  readonly pacTimeoutMs?: number;
  /** Routes of the demo, mounted before the hosted pages. */
  readonly extend?: (app: Api, services: Services) => void;
};

/** The PAC's own limit per call: well inside its lease. */
const PAC_TIMEOUT_MS = 30_000;

/** Resolves when the server answers. Throws when the port is taken, or the database would not keep what it acknowledges. */
export async function startServer(config: Config, options: ServerOptions): Promise<Server> {
  mkdirSync(config.dataDir, { recursive: true });
  const store = await (options.openStore ?? openStore)(config.store);
  // One process owns an SQLite file: whoever held a lease before is dead.
  if (store.engine === 'sqlite') await store.invoices.voidLeases();
  const http = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) });
  const port = await listen(http, config);
  const url = config.publicUrl ?? `http://${config.host}:${port}`;
  const services = createServices(config, store, url, options);
  const app = createApp(services, { widgetDir: widgetDir(), extend: (api) => options.extend?.(api, services) });
  if ((await store.catalogs.claveProdServ('01010101')) === 'not-loaded') options.log('catalogs.not-loaded', {});
  const worker = startSettleWorker(services.invoicing);
  return {
    url,
    services,
    async stop() {
      await new Promise((resolve) => http.close(resolve));
      await worker.stop();
      await store.close();
    },
  };
}

/** What the routes and the worker need, from the configuration, over an open store. The tests build theirs here too. */
export function createServices(
  config: Config,
  store: Store,
  publicUrl: string,
  { log, now = Date.now, pacTimeoutMs = PAC_TIMEOUT_MS }: ServerOptions,
): Services {
  const masterKey = openMasterKey(config);
  const sandbox =
    config.sandboxPacUrl === undefined
      ? undefined
      : createSandboxPac({ url: config.sandboxPacUrl, timeoutMs: pacTimeoutMs });
  const registry =
    config.sandboxPacUrl === undefined ? NO_REGISTRY : createSandboxRegistry({ url: config.sandboxPacUrl });
  const pacAccounts = createPacAccounts({
    store: store.providers,
    safe: createCredentialSafe(store.merchants, masterKey),
    timeoutMs: pacTimeoutMs,
    providersUrl: config.providersUrl,
    sandbox,
  });
  const invoicing: Invoicing = {
    store,
    custody: createCustody(store.merchants, masterKey),
    pacs: pacAccounts,
    now,
    log,
  };
  return {
    invoicing,
    pacAccounts,
    tokens: createTokens(masterKey),
    registryFor: ({ world }) => (world === 'test' ? registry : NO_REGISTRY),
    limits: createLimits(store.attempts),
    publicUrl,
    trustProxy: config.trustProxy,
  };
}

/** Where no register can be asked, nothing is said of the data: the stamp decides. */
const NO_REGISTRY: TaxpayerRegistry = {
  check: async () => ({
    rfc: 'not-checked',
    nombre: 'not-checked',
    codigoPostal: 'not-checked',
    regimenFiscal: 'not-checked',
  }),
};

const DEFAULT_PORT = 3000;

type Http = ReturnType<typeof createAdaptorServer>;

async function listen(http: Http, { host, port }: Config): Promise<number> {
  if (port !== undefined) return bind(http, host, port);
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + 20; candidate++) {
    try {
      return await bind(http, host, candidate);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  throw new Error(`no free port from ${DEFAULT_PORT} on: set PORT`);
}

function bind(http: Http, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** From source and from the build alike, the bundle is in dist/widget of the package. */
function widgetDir(): string {
  const beside = fileURLToPath(new URL('../dist/widget', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../widget', import.meta.url));
}
