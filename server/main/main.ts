/** Composition root: configuration → adapters → app. Starts HTTP and the settle worker. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { createSeal } from '../accounts/audit.ts';
import { type Custody, createCustody } from '../csd/custody.ts';
import { createAddressHash } from '../delivery/mail/address-hash.ts';
import type { Carrier } from '../delivery/mail/carriers.ts';
import { startReminding } from '../delivery/reminders.ts';
import type { Api } from '../http/api/api.ts';
import { intakeOf } from '../http/api/intake-of.ts';
import { createIssueLine } from '../http/api/issue-line.ts';
import type { Services } from '../http/api/services.ts';
import { createApp } from '../http/app.ts';
import { createReadiness } from '../http/readiness.ts';
import { startCancellationWorker } from '../invoicing/cancellation-worker.ts';
import { createClockGauge } from '../invoicing/clock-gauge.ts';
import { startGlobalWorker } from '../invoicing/global-worker.ts';
import { startRefundWorker } from '../invoicing/refund-worker.ts';
import { startRequestWorker } from '../invoicing/request-worker.ts';
import { startSettleWorker } from '../invoicing/settle-worker.ts';
import { createLimits } from '../limits/limits.ts';
import { createProofOfWork } from '../limits/proof-of-work.ts';
import { createLinks } from '../links/links.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { createGuardedClient } from '../outbound/guarded.ts';
import { createProviderAccounts } from '../outbound/provider-accounts.ts';
import { createDns } from '../outbound/resolve.ts';
import { createConsultaCfdi } from '../pac/consulta-cfdi.ts';
import { createPacAccounts } from '../pac/pac-accounts.ts';
import type { PacAccounts } from '../pac/pacs.ts';
import { createBuiltInPac } from '../pac/sandbox/built-in.ts';
import { withSandboxCsd } from '../pac/sandbox/own-csd.ts';
import { createSandboxPac } from '../pac/sandbox.ts';
import { createSandboxSat } from '../pac/sandbox-sat.ts';
import type { SatStatusService } from '../pac/sat-status.ts';
import { createHereProof } from '../portals/domain-check.ts';
import { type DomainDesk, startDomainWorker } from '../portals/domain-worker.ts';
import { createTokens } from '../portals/tokens.ts';
import { createPrints } from '../print/prints.ts';
import { createLookupFacts } from '../sales/lookup-facts.ts';
import { createSourceAccounts } from '../sources/accounts.ts';
import { NOTHING_BACK } from '../sources/intake/give-back.ts';
import { createAsking } from '../sources/own-system/pull/asking.ts';
import { startSourceWorker } from '../sources/worker.ts';
import { createRegistries } from '../taxpayers/chain.ts';
import { createConstanciaReader } from '../taxpayers/constancia.ts';
import { KNOWN_SOURCES } from '../taxpayers/known-sources.ts';
import { createSandboxRegistry } from '../taxpayers/sandbox.ts';
import type { Log } from '../text/log.ts';
import { createCredentialSafe } from '../vault/credentials.ts';
import { assertMasterKey, masterKeyFileOf, openMasterKey } from '../vault/master-key.ts';
import { createPersonSafe } from '../vault/person-safe.ts';
import type { MasterKey } from '../vault/vault.ts';
import { composeDelivery, startDelivery } from './compose-delivery.ts';
import type { Config } from './config.ts';
import { startForgetting } from './forgetting.ts';
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

/** What the routes need, over the whole store. */
export type Composed = Services & { readonly invoicing: { readonly store: Store } };

/** What the demo and the tests replace; a production server passes only `log`. */
export type ServerOptions = {
  readonly log: Log;
  /** Epoch milliseconds; the demo's can be moved. */
  readonly now?: () => number;
  /** How the store is opened; the crash tests open one that dies at a chosen phase. */
  readonly openStore?: typeof openStore;
  /** The PAC's own limit per call, 30 s when absent: a test of late answers does not wait that long. */
  readonly pacTimeoutMs?: number;
  /** Routes of the demo, mounted before the hosted pages. */
  readonly extend?: (app: Api, services: Composed) => void;
  /** Carries the mail of merchants without their own carrier. */
  readonly carrier?: Carrier;
};

/** The PAC's own limit per call: well inside its lease. */
const PAC_TIMEOUT_MS = 30_000;
/** Somebody is waiting, and the stamp will say it anyway. */
const REGISTRY_TIMEOUT_MS = 2_500;

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
    return await serve(config, store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(config: Config, store: Store, options: ServerOptions): Promise<Server> {
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
    startForgetting({ store, now: services.invoicing.now, log: options.log }),
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

/** What the routes and the worker need, from the configuration, over an open store. The tests build theirs here too. */
export function createServices(
  config: Config,
  store: Store,
  publicUrl: string,
  { log, now = Date.now, pacTimeoutMs = PAC_TIMEOUT_MS, carrier }: ServerOptions,
): Composed {
  const masterKey = openMasterKey(config);
  const limits = createLimits(store.attempts, createAddressHash(masterKey), now);
  const { sandboxPacUrl } = config;
  const sandbox =
    sandboxPacUrl === undefined
      ? createBuiltInPac({ directory: join(config.dataDir, 'sandbox'), now })
      : createSandboxPac({ url: sandboxPacUrl, timeoutMs: pacTimeoutMs });
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
  const invoicing = {
    store,
    custody: createOwnCustody(config, store, { masterKey, pacAccounts }),
    pacs: pacAccounts,
    satStatusOf: createSatStatusOf(config),
    now,
    clock: createClockGauge(now),
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
    ...composeDelivery(config, store, { safe: accounts.safe, masterKey, carrier }),
    sourceAccounts,
    resolve: createDns(config.dnsServers).resolve,
    asking: createAsking({ store, now, log, giveBack: NOTHING_BACK }, sourceAccounts),
    constanciasOf: createConstanciasOf(config),
    limits,
    codes: { store: store.accounts, safe: createPersonSafe(masterKey), limits },
    lookupFacts: createLookupFacts(store, { now, log }),
    proofOfWork: createProofOfWork(masterKey, now),
    issueLine: createIssueLine(),
    prints: createPrints({ store, now }),
    links: createLinks(publicUrl),
    hereProof: createHereProof(masterKey),
    publicUrl,
    trustProxy: config.trustProxy,
    seal: createSeal(masterKey),
    signup: config.signup,
  };
}

/** The keys of every merchant. Where the built-in sandbox stamps, merchants without a PAC are sealed for with its own CSD. */
function createOwnCustody(
  { sandboxPacUrl }: Config,
  { merchants }: Store,
  { masterKey, pacAccounts }: { readonly masterKey: MasterKey; readonly pacAccounts: PacAccounts },
): Custody {
  const custody = createCustody(merchants, masterKey);
  if (sandboxPacUrl !== undefined) return custody;
  const isSandboxed = async (tenant: Tenant): Promise<boolean> => (await pacAccounts.list(tenant)).length === 0;
  return withSandboxCsd(custody, { merchants, isSandboxed });
}

/** What looking at portals' own domains needs. */
export function domainDesk(config: Config, { invoicing, hereProof, publicUrl }: Composed): DomainDesk {
  const { store, now, log } = invoicing;
  const dns = createDns(config.dnsServers);
  const client = createGuardedClient({ allowLoopback: config.providersUrl !== undefined, resolve: dns.resolve });
  return { store, now, log, dns, client, hereProof, publicUrl };
}

/** The SAT's pages about a Constancia's QR; in the test world a stand-in answers, if there is one. */
function createConstanciasOf({ providersUrl }: Config): Services['constanciasOf'] {
  return ({ world }) =>
    world === 'test' && providersUrl !== undefined
      ? createConstanciaReader({ base: `${providersUrl}/siat` })
      : createConstanciaReader();
}

const SAT_TIMEOUT_MS = 15_000;

/**
 * One client of the SAT's status for the whole process. It does not know the test world: there a stand-in is asked, or the sandbox about
 * what it stamped.
 */
function createSatStatusOf({ providersUrl, sandboxPacUrl: url }: Config): Services['invoicing']['satStatusOf'] {
  const live = createConsultaCfdi({ timeoutMs: SAT_TIMEOUT_MS });
  const nobody: SatStatusService = {
    consult: async () => ({ kind: 'unavailable', reason: 'the SAT knows nothing of test documents' }),
  };
  const sandbox = url === undefined ? nobody : createSandboxSat({ url, timeoutMs: SAT_TIMEOUT_MS });
  const standIn = providersUrl && createConsultaCfdi({ baseUrl: `${providersUrl}/sat`, timeoutMs: SAT_TIMEOUT_MS });
  return ({ world }) => (world === 'live' ? live : standIn || sandbox);
}

/** From source and from the build alike, the bundle is in dist/widget of the package. */
function widgetDir(): string {
  const beside = fileURLToPath(new URL('../../dist/widget', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../widget', import.meta.url));
}
