/** Registers refunds: the total of a sale that is not invoiced is reduced, and an invoiced one gets a nota de crédito. */
import { randomBytes } from 'node:crypto';
import { formaPago } from '../catalogs/forma-pago.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { formatMicro, toMicro } from '../cfdi/money.ts';
import type { SoldConcepto } from '../cfdi/sold.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Principal } from '../merchants/principal.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { reduceSale } from '../sales/reduced-sale.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import { isFuture } from '../sales/sale-context.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { CancellationStore } from './cancellation-store.ts';
import { placeFaults } from './catalogue-dates.ts';
import { buildDocument } from './document.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { assertMonthOpen, isLocked, type LockedMonthDeps } from './month-lock.ts';
import { claimNotaDeCredito, type ReceptorToday } from './nota-de-credito.ts';
import { leftToRefund, type NewRefund, type Refund } from './refund.ts';
import type { Faulty, Reckoned, RefundRules, RefundStore } from './refund-store.ts';
import { SalesChanged } from './sales-changed.ts';
import { awaitSettled, type SettleAsideDeps, settleAside } from './waiting.ts';

/** What was refunded, and when; `conceptos` names the goods that were returned. */
export type RefundRequest = {
  readonly tenant: Tenant;
  readonly saleId: string;
  readonly reference?: string;
  readonly total: string;
  readonly date: string;
  readonly formaPago: string;
  readonly conceptos: readonly SoldConcepto[];
  /** The caller's rights, if the caller is a person: they decide about locked months. */
  readonly principal?: Principal;
  /** A source reports it, of the sale as it was then, so it cannot be refused: in a locked month it waits for approval. */
  readonly reported?: Reckoned;
};

/** A refund with its nota de crédito, if there is one. */
export type RefundOutcome = { readonly refund: Refund; readonly egreso?: Invoice };

/** What resuming refunds may touch. */
export type ResumeRefundDeps = {
  readonly store: {
    readonly refunds: RefundStore;
    readonly portals: PortalStore;
    readonly merchants: Pick<MerchantStore, 'getMerchant'>;
  };
  readonly now: () => number;
};

/** What registering a refund may touch. */
export type RefundDeps = SettleAsideDeps &
  ResumeRefundDeps &
  LockedMonthDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly cancellations: CancellationStore;
      readonly refunds: RefundStore;
      readonly sales: SaleStore;
      readonly merchants: MerchantStore;
    };
    readonly now: () => number;
  };

/**
 * Throws `unknown-resource` if the tenant has no such sale, `refund-too-much`, and `invalid-refund` with the faults of a refund that does not
 * fit the sale, and `month-locked`. Waits a while for the stamp of a nota de crédito; one that takes longer is finished by the worker.
 */
export async function registerRefund(deps: RefundDeps, request: RefundRequest): Promise<RefundOutcome> {
  return settledOutcome(deps, await register(deps, request));
}

/** The refund once its nota de crédito is settled, or as far as it gets in that time: refused, the nota returns it to the merchant. */
async function settledOutcome(deps: RefundDeps, refund: Refund): Promise<RefundOutcome> {
  const egreso = await egresoOf(deps, refund);
  if (!egreso) return { refund };
  const settled = await awaitSettled(deps, egreso);
  return { refund: (await deps.store.refunds.get(refund.tenant, refund.id)) ?? refund, egreso: settled };
}

/** Does the same without waiting for the stamp. */
export async function keepRefund(deps: RefundDeps, request: RefundRequest): Promise<void> {
  const egreso = await egresoOf(deps, await register(deps, request));
  if (egreso) void settleAside(deps, egreso);
}

async function register(deps: RefundDeps, request: RefundRequest): Promise<Refund> {
  const { sale, refund } = await readRequest(deps, request);
  const { reported } = request;
  const rules = await rulesOf(deps, request.tenant, { by: reported ? 'automatic' : request.principal?.id });
  const isHeld = reported !== undefined && (await isLocked(deps, request.tenant, await dayOf(deps, sale, refund)));
  if (!reported) await assertRefundMonthOpen(deps, sale, refund, request.principal);
  const registered = await deps.store.refunds.register(
    refund,
    isHeld ? { ...rules, needsApproval: () => true } : rules,
    reported,
  );
  if (registered.kind === 'outdated') throw new SalesChanged();
  if (registered.kind === 'unknown-sale') throw new Problem('unknown-resource');
  if (registered.kind === 'too-much') throw new Problem('refund-too-much', { params: { left: registered.left } });
  return accepted(registered.kind === 'faults' ? registered : registered.refund);
}

/** Returns what registering a refund would lead to. */
export type RefundPreview =
  /** The sale is not invoiced: what is left of it; `0.00` closes it. */
  | { readonly kind: 'reduced'; readonly left: string }
  /** It is being invoiced, or its invoice cancelled, and what follows depends on the outcome. */
  | { readonly kind: 'waiting' }
  /** The nota de crédito, against `invoice`; at once, or once the merchant has approved it. */
  | {
      readonly kind: 'credited';
      readonly comprobante: Comprobante;
      readonly invoice: Invoice;
      readonly needsApproval: boolean;
    };

/** Registers nothing; throws what `registerRefund` throws. */
export async function previewRefund(deps: RefundDeps, request: RefundRequest): Promise<RefundPreview> {
  const { store, now } = deps;
  const { tenant, saleId, total } = request;
  const { sale, refund } = await readRequest(deps, request);
  const left = leftToRefund(sale, await store.refunds.list(tenant, { sale: saleId, limit: MOST_OF_A_SALE }));
  if (toMicro(total) > left) throw new Problem('refund-too-much', { params: { left: formatMicro(left, 2) } });
  const rules = await rulesOf(deps, tenant);
  if (sale.invoiceId === undefined) {
    const reduced = rules.reduce(sale, refund);
    if (reduced.kind === 'faults') throw new Problem('invalid-refund', { faults: reduced.faults });
    return { kind: 'reduced', left: reduced.body.estado === 'cancelada' ? '0.00' : reduced.body.total };
  }
  const invoice = await store.invoices.get(sale.invoiceId);
  if (invoice?.state !== 'stamped' || (await isBeingCanceled(deps, invoice))) return { kind: 'waiting' };
  const credit = rules.credit(invoice as StampedInvoice, sale, refund);
  if (credit.kind === 'faults') throw new Problem('invalid-refund', { faults: credit.faults });
  const { snapshot, serie } = credit.claim;
  const built = buildDocument(snapshot, serie, 1, now());
  if (built.kind === 'faults') throw new Problem('invalid-refund', { faults: built.faults });
  const needsApproval = rules.needsApproval(invoice as StampedInvoice);
  return { kind: 'credited', comprobante: built.comprobante, invoice, needsApproval };
}

const MOST_OF_A_SALE = 1_000;

async function isBeingCanceled({ store }: RefundDeps, { merchantId, world, id }: Invoice): Promise<boolean> {
  const [latest] = await store.cancellations.ofInvoice({ merchantId, world }, id);
  return latest !== undefined && latest.settledAt === undefined;
}

/** The sale, and the refund as it would be kept. Throws `unknown-resource` and `invalid-refund`. */
async function readRequest(
  { store, now }: RefundDeps,
  request: RefundRequest,
): Promise<{ readonly sale: Sale; readonly refund: NewRefund }> {
  const sale = await store.sales.get(request.tenant, request.saleId);
  if (!sale) throw new Problem('unknown-resource');
  const faults = [...requestFaults(request, sale, now()), ...(await placeFaultsOf({ store, now }, sale))];
  if (faults.length > 0) throw new Problem('invalid-refund', { faults });
  const id = `ref_${randomBytes(12).toString('hex')}`;
  const { principal: _, reported, ...given } = request;
  const refund = { ...given, id, nextAt: now(), createdAt: now(), ...(reported && { isReported: true as const }) };
  return { sale, refund };
}

/** The merchant's decision on a refund. `receptor` says what of the invoice's receptor has changed in the SAT's register since then. */
export type RefundDecision =
  | { readonly approve: true; readonly receptor?: ReceptorToday }
  | { readonly approve: false; readonly reason: string };

/**
 * Applies the merchant's decision on a refund that awaits approval; repeated, it changes nothing. Throws
 * `invalid-refund` when the nota de crédito cannot be issued, and `refund-not-waiting` if the refund was decided otherwise.
 */
export async function decideRefund(
  deps: RefundDeps,
  refund: Pick<Refund, 'tenant' | 'id' | 'saleId' | 'date'>,
  decision: RefundDecision,
  principal?: Principal,
): Promise<RefundOutcome> {
  const { tenant, id } = refund;
  const sale = await deps.store.sales.get(tenant, refund.saleId);
  if (sale) await assertRefundMonthOpen(deps, sale, refund, principal);
  const receptor = decision.approve ? decision.receptor : undefined;
  const rules = await rulesOf(deps, tenant, { receptor, by: principal?.id });
  const decided = await deps.store.refunds.decide(id, decision, rules, deps.now());
  const outcome = accepted(decided);
  if (decision.approve === (outcome.state === 'declined')) throw new Problem('refund-not-waiting');
  return settledOutcome(deps, outcome);
}

/** Looks again at the refunds whose sale was being invoiced. */
export async function resumeRefunds(deps: ResumeRefundDeps): Promise<void> {
  const { store, now } = deps;
  for (const { id, tenant } of await store.refunds.due(now(), AT_ONCE))
    await store.refunds.resume(id, await rulesOf(deps, tenant), now());
}

const AT_ONCE = 50;

function requestFaults({ date, formaPago: clave }: RefundRequest, { body }: Sale, now: number): readonly Fault[] {
  return [
    ...(isFuture(date, now) ? [{ code: 'date-in-future', pointer: '/date' }] : []),
    ...(Date.parse(date) < Date.parse(body.date) ? [{ code: 'refund-before-sale', pointer: '/date' }] : []),
    // «Por definir» and «aplicación de anticipos» are not ways of giving money back.
    ...(!formaPago(clave) || clave === '99' || clave === '30'
      ? [{ code: 'clave-unknown', pointer: '/formaPago', params: { clave } }]
      : []),
  ];
}

/** A nota de crédito is issued where its invoice was. */
async function placeFaultsOf(
  { store, now }: Pick<RefundDeps, 'store' | 'now'>,
  { invoiceId }: Sale,
): Promise<readonly Fault[]> {
  const held = invoiceId === undefined ? undefined : await store.invoices.get(invoiceId);
  if (!held) return [];
  const { lugarExpedicion } = held.snapshot;
  return placeFaults(store, lugarExpedicion, localDate(now(), issueZone(lugarExpedicion)));
}

/** The month is that of the day on which the money was returned, at the branch that sold. */
async function assertRefundMonthOpen(
  deps: RefundDeps,
  sale: Sale,
  { tenant, date }: Pick<Refund, 'tenant' | 'date'>,
  principal: Principal | undefined,
): Promise<void> {
  await assertMonthOpen(deps, tenant, await dayOf(deps, sale, { tenant, date }), principal);
}

async function dayOf(
  { store }: RefundDeps,
  sale: Sale,
  { tenant, date }: Pick<Refund, 'tenant' | 'date'>,
): Promise<string> {
  const { codigoPostal } = branchOf(sale, await store.merchants.listBranches(tenant.merchantId));
  return localDate(Date.parse(date), issueZone(codigoPostal));
}

function accepted(outcome: Refund | Faulty): Refund {
  if ('faults' in outcome) throw new Problem('invalid-refund', { faults: outcome.faults });
  return outcome;
}

async function egresoOf({ store }: RefundDeps, { invoiceId }: Refund): Promise<Invoice | undefined> {
  return invoiceId === undefined ? undefined : store.invoices.get(invoiceId);
}

/** The merchant chooses at each portal whether notas de crédito wait for its approval. */
async function rulesOf(
  { store }: ResumeRefundDeps,
  { merchantId, world }: Tenant,
  { receptor, by }: { readonly receptor?: ReceptorToday | undefined; readonly by?: string | undefined } = {},
): Promise<RefundRules> {
  const merchant = await store.merchants.getMerchant(merchantId);
  if (!merchant) throw new Error('a refund without its merchant');
  const { rfc, nombre, regimenFiscal } = merchant;
  const emisor = { rfc, nombre, regimenFiscal };
  const parties = { emisor, ...(receptor && { receptor }), ...(by !== undefined && { by }) };
  const portals = (await store.portals.listPortals(merchantId)).filter((portal) => portal.world === world);
  const approving = portals.filter(({ settings }) => settings.approveRefunds);
  // An invoice keeps the slug that its portal had.
  const careful = new Set((await Promise.all(approving.map((portal) => store.portals.listSlugs(portal)))).flat());
  return {
    reduce: ({ body }, refund) => reduceSale(body, refund),
    credit: (invoice, sale, refund) => claimNotaDeCredito(parties, invoice, sale, refund),
    needsApproval: ({ portalSlug }) => portalSlug !== undefined && careful.has(portalSlug),
  };
}
