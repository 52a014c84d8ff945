/**
 * Invoices a sale that is in a factura global. The nominative one goes first, because only it can be refused for the customer's data, and a
 * refusal costs nothing: the sale stays with the global until the invoice is recorded, and then moves to it. What follows is claimed in
 * that same transaction, or completed by `global-exit-worker.ts`.
 */
import { randomBytes } from 'node:crypto';
import { isFuel } from '../catalogs/clave-prod-serv.ts';
import { formatMicro, sum, toMicro, ZERO } from '../cfdi/money.ts';
import { publicoEnGeneral } from '../cfdi/publico-en-general.ts';
import { personOf } from '../cfdi/rfc.ts';
import { Problem } from '../problems/problem.ts';
import type { CancellationStore } from './cancellation-store.ts';
import { type CancellingPacDeps, cancellingPac } from './cancelling-pac.ts';
import type { Claim, FollowUp, IngresoSnapshot, InvoiceKind } from './claim.ts';
import { isCreditTo } from './claim-rules.ts';
import { type AfterGlobal, egresoOnce, type GlobalExitStore } from './global-exit.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { isMonthLocked, type LockedMonthDeps } from './month-lock.ts';
import type { IssueRequest, Prepared } from './prepare.ts';
import { stampedHead } from './sat-answer.ts';

/** The stamped factura global that holds the sales, and how they leave it. */
export type Leaving = { readonly global: StampedInvoice; readonly way: AfterGlobal };

/** What taking sales out of a factura global may touch at the claim. */
export type LeaveGlobalDeps = LockedMonthDeps &
  CancellingPacDeps & {
    readonly store: {
      readonly cancellations: CancellationStore;
      readonly invoices: InvoiceStore;
      readonly globalExits: GlobalExitStore;
    };
    readonly now: () => number;
  };

/**
 * Returns how the sales leave the global `held`; `undefined` if `held` is not a stamped global, or if the merchant handles such customers by hand.
 * Throws `sales-do-not-mix` if one of the sales is held by another invoice, or by none, and `sale-in-global` if a refund of one was credited
 * against the global: what the global has of it is no longer what its customer paid.
 */
export async function leavingOf(
  deps: LeaveGlobalDeps,
  { afterGlobal, sales, merchant }: IssueRequest,
  held: Invoice,
): Promise<Leaving | undefined> {
  if (held.state !== 'stamped' || held.snapshot.kind !== 'global' || afterGlobal === undefined) return undefined;
  if (sales.some(({ invoiceId }) => invoiceId !== held.id)) throw new Problem('sales-do-not-mix');
  const global = held as StampedInvoice;
  for (const { id } of sales)
    if (await isCreditedInGlobal(deps, global, id))
      throw new Problem('sale-in-global', { params: { merchant: merchant.tradeName } });
  return { global, way: await wayOf(deps, global, afterGlobal) };
}

/** Whether a nota de crédito in force or on its way takes something of the sale from the global that holds it. */
export async function isCreditedInGlobal(
  { store }: { readonly store: { readonly invoices: Pick<InvoiceStore, 'find'> } },
  held: Invoice | undefined,
  saleId: string,
): Promise<boolean> {
  if (!held?.stamped || held.snapshot.kind !== 'global') return false;
  const { merchantId, world, stamped } = held;
  const asked = { sale: saleId, kind: 'egreso', limit: MOST_OF_A_SALE } as const;
  return (await store.invoices.find({ merchantId, world }, asked)).some(
    ({ state, snapshot }) => state !== 'rejected' && state !== 'canceled' && isCreditTo(stamped.uuid, snapshot),
  );
}

/** At most this many notas de crédito of one sale are read. */
const MOST_OF_A_SALE = 200;

/**
 * Never `reissue` without a PAC that can cancel the global, for a global of a locked month, for a RESICO persona física, who may cancel a global
 * only within its month, for fuel (Guía de llenado del CFDI global v4.0, apéndice 3), or if an egreso already takes from the global: the SAT
 * cancels nothing that has a live CFDI related to it.
 */
async function wayOf(deps: LeaveGlobalDeps, global: StampedInvoice, wanted: AfterGlobal): Promise<AfterGlobal> {
  const { store } = deps;
  if (wanted === 'egreso' || !(await cancellingPac(deps, global))) return 'egreso';
  const { emisor, sales } = global.snapshot;
  const isLocked = await isMonthLocked({ store }, global);
  const isResicoPerson = emisor.regimenFiscal === '626' && personOf(emisor.rfc) === 'fisica';
  const hasFuel = sales.some(({ conceptos }) => conceptos.some(({ claveProdServ }) => isFuel(claveProdServ)));
  return isLocked || isResicoPerson || hasFuel || (await store.globalExits.hasEgreso(global)) ? 'egreso' : wanted;
}

/** Every CFDI that the customer's invoice issues and cancels, each with its total. */
export type LeavingPreview = {
  readonly issues: { readonly kind: InvoiceKind; readonly total: string }[];
  readonly cancels: { readonly kind: 'global'; readonly total: string }[];
};

/** Every CFDI that invoicing these sales would issue or cancel now; `undefined` if they are in no global. */
export function leavingPreview(
  leaving: Leaving | undefined,
  { snapshot, comprobante }: Prepared,
): LeavingPreview | undefined {
  if (!leaving) return undefined;
  const { global, way } = leaving;
  const own = { kind: 'ingreso' as const, total: comprobante.total };
  const totals = snapshot.sales.map(({ total }) => total);
  if (way === 'egreso')
    return { issues: [own, ...totals.map((total) => ({ kind: 'egreso' as const, total }))], cancels: [] };
  const before = stampedHead(global).file.comprobante.total;
  const rest = toMicro(before) - sum(totals.map(toMicro));
  const again = rest > ZERO ? [{ kind: 'global' as const, total: formatMicro(rest, 2) }] : [];
  return { issues: [own, ...again], cancels: [{ kind: 'global', total: before }] };
}

/** Stores the exit and returns the claim with its follow-ups. Throws `in-progress` while the global is being cancelled. */
export async function beginLeaving(
  deps: LeaveGlobalDeps,
  { global, way }: Leaving,
  claim: Omit<Claim, 'holding'> & { readonly snapshot: IngresoSnapshot },
): Promise<Claim> {
  const { store, now } = deps;
  const tenant = { merchantId: global.merchantId, world: global.world };
  const [cancellation] = await store.cancellations.ofInvoice(tenant, global.id);
  if (cancellation && cancellation.settledAt === undefined) throw new Problem('in-progress');
  await store.globalExits.keep({
    ...{ id: `exit_${claim.id}`, tenant, globalId: global.id, invoiceId: claim.id, way, state: 'open' },
    // By then, a waiting customer has an answer.
    nextAt: now() + FIRST_LOOK_MS,
    createdAt: now(),
  });
  const followUps = way === 'egreso' ? claim.saleIds.map((saleId) => egresoOf(global, saleId, claim)) : [];
  return {
    ...claim,
    holding: { kind: 'successor', of: global.id },
    snapshot: { ...claim.snapshot, ...(followUps.length > 0 && { followUps }) },
  };
}

const FIRST_LOOK_MS = 20_000;

/**
 * The CFDI of type E that takes a sale out of a global: with the amounts and taxes that it has there, related to it by 01. Its issuer is as on the
 * customer's invoice, the name and régimen of today.
 */
export function egresoOf(
  global: StampedInvoice,
  saleId: string,
  { id: invoiceId, snapshot: { emisor } }: Pick<Claim, 'id' | 'snapshot'>,
): FollowUp {
  const { lugarExpedicion, sales } = global.snapshot;
  const sold = sales[global.saleIds.indexOf(saleId)];
  if (!sold) throw new Error(`${global.id} does not have the sale ${saleId}`);
  return {
    id: `inv_${randomBytes(16).toString('hex')}`,
    origin: 'schedule',
    saleIds: [saleId],
    holding: { kind: 'none', once: egresoOnce(invoiceId, saleId) },
    snapshot: {
      kind: 'egreso',
      ...{ emisor, lugarExpedicion, sales: [sold], emails: [] },
      receptor: publicoEnGeneral(lugarExpedicion, 'G02'),
      from: { kind: 'global', uuid: global.stamped.uuid },
      reason: 'leaves-global',
      ...{ sold, formaPago: sold.formaPago },
    },
    serie: `${global.serie}NC`.slice(0, MOST_SERIE),
  };
}

/** Anexo 20 v4.0: Serie has at most 25 characters. */
const MOST_SERIE = 25;
