/**
 * A tenant's register: queries the sources that it has accounts with, in order, until every field is answered. Answers are cached under a
 * keyed hash, queries count against the daily budget, and a source that does not answer is paused.
 */
import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import { localDate } from '../catalogs/local-time.ts';
import type { Match, ReceptorMatch } from '../cfdi/receptor-match.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { AttemptStore } from '../limits/attempt-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Notice, NoticeStore } from '../notices/notice-store.ts';
import type { CircuitStore } from '../outbound/circuit-store.ts';
import type { AccountView, ProviderAccounts } from '../outbound/provider-accounts.ts';
import { NOT_CHECKED, sourceCircuit, type TaxpayerRegistry } from './registry.ts';
import type { RegistrySource } from './source.ts';
import { dailyBudgetCentavos, questionCentavos } from './source-cost.ts';
import { unavailableOf } from './source-reply.ts';
import type { TaxpayerStore } from './taxpayer-store.ts';

const DAY_MS = 86_400_000;
/** What the SAT has registered changes seldom; what it denied may be corrected at the SAT tomorrow. */
const MATCH_KEPT_MS = 30 * DAY_MS;
const MISMATCH_KEPT_MS = DAY_MS;
const REST_AFTER_FAILURES = 3;
const REST_MS = 60_000;
const PROBE_MS = 10_000;
/** Budgets are by the calendar of the capital. */
const ZONE = 'America/Mexico_City';

/** The accounts, stores and clock that tenants' registers work with. */
export type ChainOptions = {
  readonly accounts: ProviderAccounts<RegistrySource>;
  readonly store: {
    readonly taxpayers: TaxpayerStore;
    readonly circuits: CircuitStore;
    readonly attempts: AttemptStore;
    readonly notices: NoticeStore;
  };
  readonly masterKey: KeyObject;
  readonly now: () => number;
  /** Used in the test world by tenants without an account there. */
  readonly sandbox: TaxpayerRegistry | undefined;
};

const FIELDS = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal'] as const;

/** Creates the register of a tenant. Its check never throws because of a source, only because of the database. */
export function createRegistries(options: ChainOptions): (tenant: Tenant) => TaxpayerRegistry {
  const hashKey = Buffer.from(hkdfSync('sha256', options.masterKey, '', 'autofactura taxpayer-check', 32));
  return (tenant) => ({
    async check(receptor, signal) {
      const opened = await options.accounts.open(tenant);
      if (opened.length === 0 && tenant.world === 'test' && options.sandbox)
        return options.sandbox.check(receptor, signal);
      let match = NOT_CHECKED;
      for (const { adapter: source, account } of opened) {
        if (match.rfc === 'mismatch' || !source.checks.some((field) => isOpen(match[field]))) continue;
        const asked = { tenant, source, account, receptor, hash: hashOf(hashKey, tenant, source, receptor) };
        match = merge(match, await askSource(options, asked, signal));
      }
      return match;
    },
  });
}

type Question = {
  readonly tenant: Tenant;
  readonly source: RegistrySource;
  readonly account: AccountView;
  readonly receptor: Receptor;
  readonly hash: string;
};

async function askSource(options: ChainOptions, question: Question, signal: AbortSignal): Promise<ReceptorMatch> {
  const { store, now } = options;
  const { tenant, source, account, receptor, hash } = question;
  const kept = readKept(await store.taxpayers.cachedCheck(hash, now() - MATCH_KEPT_MS), now());
  if (kept) return kept;
  const circuit = sourceCircuit(source.id, tenant);
  const admission = await store.circuits.admit(circuit, { now: now(), probeUntil: now() + PROBE_MS });
  if (admission.kind === 'open') return unavailableOf(source.checks);
  if (!(await pays(options, tenant, account))) return NOT_CHECKED;
  const match = await source.check(receptor, signal);
  if (FIELDS.some((field) => match[field] === 'unavailable')) {
    const failure = { threshold: REST_AFTER_FAILURES, openUntil: now() + REST_MS, reason: 'unavailable' };
    const failures = await store.circuits.failed(circuit, failure);
    if (failures >= REST_AFTER_FAILURES) await raise(options, tenant, 'registry-down', source.id, {});
    return match;
  }
  await store.circuits.succeeded(circuit);
  await store.notices.resolve(tenant, 'registry-down', source.id, now());
  await store.taxpayers.keepCheck(hash, JSON.stringify({ at: now(), match }), now(), now() - MATCH_KEPT_MS);
  return match;
}

/** Counts the question before it is asked, so that concurrent ones do not exceed the daily budget. */
async function pays(options: ChainOptions, tenant: Tenant, account: AccountView): Promise<boolean> {
  const cost = questionCentavos(account);
  if (cost === 0) return true;
  const { provider } = account;
  const day = localDate(options.now(), ZONE);
  const asked = await options.store.attempts.add(`registry:${provider}:${tenant.world}:${tenant.merchantId}`, day);
  const budget = dailyBudgetCentavos(account);
  if (asked * cost <= budget) {
    if (asked === 1) await options.store.notices.resolve(tenant, 'registry-budget', provider, options.now());
    return true;
  }
  await raise(options, tenant, 'registry-budget', provider, { day, budget: (budget / 100).toFixed(2) });
  return false;
}

async function raise(
  { store, now }: ChainOptions,
  { merchantId, world }: Tenant,
  kind: Notice['kind'],
  subject: string,
  params: Notice['params'],
): Promise<void> {
  await store.notices.raise({ tenant: { merchantId, world }, kind, subject, params, now: now() });
}

/** Only what the source compares is hashed, and nothing can be read back or guessed without the operator's key. */
function hashOf(key: Buffer, { world }: Tenant, source: RegistrySource, receptor: Receptor): string {
  const data = FIELDS.filter((field) => source.checks.includes(field)).map((field) => receptor[field]);
  return createHmac('sha256', key)
    .update(JSON.stringify([world, source.id, ...data]))
    .digest('base64url');
}

function readKept(answer: string | undefined, now: number): ReceptorMatch | undefined {
  if (answer === undefined) return undefined;
  const { at, match } = JSON.parse(answer) as { readonly at: number; readonly match: ReceptorMatch };
  const isDenied = FIELDS.some((field) => match[field] === 'mismatch');
  return isDenied && at < now - MISMATCH_KEPT_MS ? undefined : match;
}

function isOpen(match: Match): boolean {
  return match === 'not-checked' || match === 'unavailable';
}

/** The first definite answer wins; of two indefinite ones, `unavailable` wins. */
function merge(before: ReceptorMatch, after: ReceptorMatch): ReceptorMatch {
  const of = (field: keyof ReceptorMatch): Match =>
    isOpen(before[field]) && after[field] !== 'not-checked' ? after[field] : before[field];
  return { rfc: of('rfc'), nombre: of('nombre'), codigoPostal: of('codigoPostal'), regimenFiscal: of('regimenFiscal') };
}
