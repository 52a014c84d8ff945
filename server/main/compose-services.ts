/** Composes everything that the routes, the workers and the commands need, from the configuration and an open store. */
import { join } from 'node:path';
import type { Store } from '../../db/store.ts';
import { createSeal } from '../accounts/audit.ts';
import { type Custody, createCustody } from '../csd/custody.ts';
import { createAddressHash } from '../delivery/mail/address-hash.ts';
import type { Carrier } from '../delivery/mail/carriers.ts';
import { createIssueLine } from '../http/api/issue-line.ts';
import type { Services } from '../http/api/services.ts';
import { createClockGauge } from '../invoicing/clock-gauge.ts';
import { createLimits } from '../limits/limits.ts';
import { createProofOfWork } from '../limits/proof-of-work.ts';
import { createLinks } from '../links/links.ts';
import type { Tenant } from '../merchants/tenant.ts';
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
import { createTokens } from '../portals/tokens.ts';
import { createPrints } from '../print/prints.ts';
import { createLookupFacts } from '../sales/lookup-facts.ts';
import { createSourceAccounts } from '../sources/accounts.ts';
import { NOTHING_BACK } from '../sources/intake/give-back.ts';
import { createAsking } from '../sources/own-system/pull/asking.ts';
import { createRegistries } from '../taxpayers/chain.ts';
import { createConstanciaReader } from '../taxpayers/constancia.ts';
import { KNOWN_SOURCES } from '../taxpayers/known-sources.ts';
import { createSandboxRegistry } from '../taxpayers/sandbox.ts';
import type { Log } from '../text/log.ts';
import { createCredentialSafe } from '../vault/credentials.ts';
import { openMasterKey } from '../vault/master-key.ts';
import { createPersonSafe } from '../vault/person-safe.ts';
import type { MasterKey } from '../vault/vault.ts';
import { composeDelivery } from './compose-delivery.ts';
import type { Config } from './config.ts';

/** What the routes need, over the whole store. */
export type Composed = Services & { readonly invoicing: { readonly store: Store } };

/** What the demo and the tests replace; a production server passes only `log`. */
export type ServiceOptions = {
  readonly log: Log;
  /** Epoch milliseconds; the demo's can be moved. */
  readonly now?: () => number;
  /** The PAC's own limit per call, 30 s when absent: a test of late answers does not wait that long. */
  readonly pacTimeoutMs?: number;
  /** Carries the mail of merchants without their own carrier. */
  readonly carrier?: Carrier;
};

/** The PAC's own limit per call: well inside its lease. */
const PAC_TIMEOUT_MS = 30_000;
/** A person is waiting, and stamping reveals the same in any case. */
const REGISTRY_TIMEOUT_MS = 2_500;

/** Composes the services. The tests build theirs here too. */
export function createServices(
  config: Config,
  store: Store,
  publicUrl: string,
  { log, now = Date.now, pacTimeoutMs = PAC_TIMEOUT_MS, carrier }: ServiceOptions,
): Composed {
  const masterKey = openMasterKey(config);
  const proofOfWork = createProofOfWork(masterKey, store.attempts, now);
  const limits = createLimits(store.attempts, createAddressHash(masterKey), proofOfWork, now);
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
    proofOfWork,
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

/** Custody of every merchant's keys. Where the built-in sandbox stamps, invoices of merchants without a PAC are sealed with its own CSD. */
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

/** The SAT's pages behind the QR of a Constancia; the test world uses a stand-in, if there is one. */
function createConstanciasOf({ providersUrl }: Config): Services['constanciasOf'] {
  return ({ world }) =>
    world === 'test' && providersUrl !== undefined
      ? createConstanciaReader({ base: `${providersUrl}/siat` })
      : createConstanciaReader();
}

const SAT_TIMEOUT_MS = 15_000;

/**
 * One client of the SAT's status for the whole process. The SAT does not know the test world: there a stand-in is asked, or the sandbox about
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
