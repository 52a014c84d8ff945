/** Composition root: configuration → adapters → app. Starts HTTP and the settle worker. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { openStore } from '../db/open-store.ts';
import type { Store } from '../db/store.ts';
import { createTelling, startTelling } from './compose-delivery.ts';
import type { Config } from './config.ts';
import { createCredentialSafe } from './csd/credentials.ts';
import { createCustody } from './csd/custody.ts';
import { startForgetting } from './delivery/forget.ts';
import type { Carrier } from './delivery/mail/carriers.ts';
import { startReminding } from './delivery/reminders.ts';
import type { Api } from './http/api.ts';
import { createApp } from './http/app.ts';
import { intakeOf } from './http/intake-of.ts';
import { createLimits } from './http/limits.ts';
import type { Services } from './http/services.ts';
import type { Invoicing, Log } from './invoicing/invoicing.ts';
import { startSettleWorker } from './invoicing/settle-worker.ts';
import { openMasterKey } from './master-key.ts';
import { createProviderAccounts } from './outbound/provider-accounts.ts';
import { createConsultaCfdi } from './pac/consulta-cfdi.ts';
import { createPacAccounts } from './pac/pac-accounts.ts';
import { createSandboxPac } from './pac/sandbox.ts';
import type { SatStatusService } from './pac/sat-status.ts';
import { createTokens } from './portals/tokens.ts';
import { createSourceAccounts } from './sources/accounts.ts';
import { createAsking } from './sources/pull/asking.ts';
import { startSourceWorker } from './sources/worker.ts';
import { createRegistries } from './taxpayers/chain.ts';
import { createConstanciaReader } from './taxpayers/constancia.ts';
import { KNOWN_SOURCES } from './taxpayers/known-sources.ts';
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
  /** Carries the mail of whoever has no carrier of their own. */
  readonly carrier?: Carrier;
};

/** The PAC's own limit per call: well inside its lease. */
const PAC_TIMEOUT_MS = 30_000;
/** Somebody is waiting, and the stamp will say it anyway. */
const REGISTRY_TIMEOUT_MS = 2_500;

/** Resolves when the server answers. Throws when the port is taken, or the database would not keep what it acknowledges. */
export async function startServer(config: Config, options: ServerOptions): Promise<Server> {
  mkdirSync(config.dataDir, { recursive: true });
  const store = await (options.openStore ?? openStore)(config.store);
  // One process owns an SQLite file: whoever held a lease before is dead.
  if (store.engine === 'sqlite') {
    await store.invoices.voidLeases();
    await store.deliveries.voidLeases();
  }
  const http = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) });
  const port = await listen(http, config);
  const url = config.publicUrl ?? `http://${config.host}:${port}`;
  const services = createServices(config, store, url, options);
  const app = createApp(services, { widgetDir: widgetDir(), extend: (api) => options.extend?.(api, services) });
  if ((await store.catalogs.claveProdServ('01010101')) === 'not-loaded') options.log('catalogs.not-loaded', {});
  const workers = [
    startSettleWorker(services.invoicing),
    startTelling(config, services),
    startForgetting({ events: store.events, now: services.invoicing.now, log: options.log }),
    startReminding({ store, now: services.invoicing.now, log: options.log }),
    startSourceWorker(intakeOf(services), services.sourceAccounts, config.inboxDir),
  ];
  return {
    url,
    services,
    async stop() {
      await new Promise((resolve) => http.close(resolve));
      await Promise.all(workers.map((worker) => worker.stop()));
      await store.close();
    },
  };
}

/** What the routes and the worker need, from the configuration, over an open store. The tests build theirs here too. */
export function createServices(
  config: Config,
  store: Store,
  publicUrl: string,
  { log, now = Date.now, pacTimeoutMs = PAC_TIMEOUT_MS, carrier }: ServerOptions,
): Services {
  const masterKey = openMasterKey(config);
  const sandbox =
    config.sandboxPacUrl === undefined
      ? undefined
      : createSandboxPac({ url: config.sandboxPacUrl, timeoutMs: pacTimeoutMs });
  const accounts = {
    store: store.providers,
    safe: createCredentialSafe(store.merchants, masterKey),
    providersUrl: config.providersUrl,
  };
  const pacAccounts = createPacAccounts({ ...accounts, timeoutMs: pacTimeoutMs, sandbox });
  const registryAccounts = createProviderAccounts({
    ...accounts,
    role: 'registry',
    known: KNOWN_SOURCES,
    timeoutMs: REGISTRY_TIMEOUT_MS,
  });
  const invoicing: Invoicing = {
    store,
    custody: createCustody(store.merchants, masterKey),
    pacs: pacAccounts,
    now,
    log,
  };
  const sourceAccounts = createSourceAccounts({
    ...{ store: store.sources, safe: accounts.safe, providersUrl: config.providersUrl },
    timeoutMs: REGISTRY_TIMEOUT_MS,
  });
  return {
    invoicing,
    pacAccounts,
    tokens: createTokens(masterKey),
    registryAccounts,
    registryOf: createRegistries({
      accounts: registryAccounts,
      store,
      masterKey,
      now,
      sandbox: config.sandboxPacUrl === undefined ? undefined : createSandboxRegistry({ url: config.sandboxPacUrl }),
    }),
    ...createTelling(config, store, { safe: accounts.safe, masterKey, carrier }),
    sourceAccounts,
    asking: createAsking({ store, now, log }, sourceAccounts),
    satStatusOf: createSatStatusOf(config),
    constanciasOf: ({ world }) =>
      world === 'test' && config.providersUrl !== undefined
        ? createConstanciaReader({ base: `${config.providersUrl}/siat` })
        : createConstanciaReader(),
    limits: createLimits(store.attempts),
    publicUrl,
    trustProxy: config.trustProxy,
  };
}

const SAT_TIMEOUT_MS = 15_000;

/** One asker of the SAT for the whole process. Of the test world it knows nothing: only a stand-in is asked there. */
function createSatStatusOf({ providersUrl }: Config): Services['satStatusOf'] {
  const live = createConsultaCfdi({ timeoutMs: SAT_TIMEOUT_MS });
  const test: SatStatusService = providersUrl
    ? createConsultaCfdi({ baseUrl: `${providersUrl}/sat`, timeoutMs: SAT_TIMEOUT_MS })
    : { consult: async () => ({ kind: 'unavailable', reason: 'the SAT knows nothing of test documents' }) };
  return ({ world }) => (world === 'live' ? live : test);
}

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
