/**
 * Takes sales out of their factura global once the customers' invoices are stamped: by an egreso, retried until it is stamped, or by issuing
 * the global again without them. Any process may repeat it, even after a kill at any line: it decides by what the store says.
 */
import { randomBytes } from 'node:crypto';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Emisor } from '../cfdi/comprobante.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import { Problem } from '../problems/problem.ts';
import type { SaleBody } from '../sales/sale.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { Log } from '../text/log.ts';
import { nextSlice } from '../threads/slices.ts';
import { type CancelDeps, cancel } from './cancel.ts';
import type { Claim } from './claim.ts';
import type { GlobalExit, GlobalExitStore } from './global-exit.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { egresoOf } from './leave-global.ts';
import { type SettleDeps, settle } from './settle.ts';

const TURN_MS = 60_000;
const SOON_MS = 15_000;
/** Retry interval after a refusal, which the merchant has to correct (their seal, their account). */
const AFTER_REFUSAL_MS = 3_600_000;
/** An invoice that does not exist by then was never claimed: the process that requested it died, or it was refused. */
const NEVER_CLAIMED_MS = 10 * 60_000;
/** The merchant gets a notice that the sale is still in the global this long after the customer's invoice, or before the month ends. */
const LATE_MS = 3_600_000;
const AT_ONCE = 20;

/** What taking sales out of facturas globales may touch. */
export type ExitDeps = CancelDeps &
  SettleDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly globalExits: GlobalExitStore;
      readonly sales: SaleStore;
      readonly notices: NoticeStore;
    };
    readonly now: () => number;
    readonly log: Log;
  };

/** Processes every exit that is due. A failure is logged and retried, and does not delay the others. */
export async function resumeExits(deps: ExitDeps): Promise<void> {
  const { store, now, log } = deps;
  for (const exit of await store.globalExits.takeDue(now(), now() + TURN_MS, AT_ONCE)) {
    try {
      const outcome = await goOn(deps, exit);
      if (outcome === 'done' || outcome === 'dropped') {
        await store.notices.resolve(exit.tenant, 'global-exit-late', exit.id, now());
        await store.globalExits.move(exit.id, { state: outcome });
      } else {
        await noticeIfLate(deps, exit, outcome.again === AFTER_REFUSAL_MS);
        await store.globalExits.move(exit.id, { nextAt: now() + outcome.again });
      }
    } catch (error) {
      log('global-exit.failed', { exit: exit.id, error: error instanceof Error ? error.name : 'unknown' });
      // What stopped it is for the merchant to see and does not pass by itself.
      if (!(error instanceof Problem)) continue;
      await noticeIfLate(deps, exit, true);
      await store.globalExits.move(exit.id, { nextAt: now() + AFTER_REFUSAL_MS });
    }
  }
}

/** Done, or after how many milliseconds to look again. */
type Outcome = 'done' | 'dropped' | { readonly again: number };

async function goOn(deps: ExitDeps, exit: GlobalExit): Promise<Outcome> {
  const { store, now } = deps;
  const invoice = await store.invoices.get(exit.invoiceId);
  if (!invoice) return now() - exit.createdAt < NEVER_CLAIMED_MS ? { again: SOON_MS } : 'dropped';
  if (invoice.state === 'rejected') return 'dropped';
  const global = await store.invoices.get(exit.globalId);
  if (!global?.stamped) throw new Error(`exit ${exit.id} names a global that was never stamped`);
  if (!invoice.stamped) return { again: SOON_MS };
  // It was cancelled elsewhere, so it no longer covers the sale.
  if (global.state === 'canceled') return 'done';
  const leaving = await leavingOf(deps, exit, invoice);
  if (leaving.length === 0) return 'dropped';
  return exit.way === 'egreso'
    ? creditAll(deps, global as StampedInvoice, invoice, leaving)
    : replace(deps, exit, global as StampedInvoice, invoice.snapshot.emisor);
}

/** The invoice's sales that leave the global: once it is cancelled, those of which no egreso was claimed are back in the global. */
async function leavingOf({ store }: ExitDeps, { globalId, tenant }: GlobalExit, { state, saleIds }: Invoice) {
  if (state !== 'canceled') return saleIds;
  const holders = await Promise.all(saleIds.map(async (id) => (await store.sales.get(tenant, id))?.invoiceId));
  return saleIds.filter((_, index) => holders[index] !== globalId);
}

/** Issues an egreso for each of the sales: the existing one or, after a refusal, another attempt at it. */
async function creditAll(
  deps: ExitDeps,
  global: StampedInvoice,
  invoice: Invoice,
  saleIds: readonly string[],
): Promise<Outcome> {
  let again = 0;
  for (const saleId of saleIds) {
    const { state, snapshot } = await claimAndSettle(deps, global, egresoOf(global, saleId, invoice));
    // The global itself is on its way out: another sale of it leaves by `reissue`.
    if (snapshot.kind !== 'egreso') return { again: SOON_MS };
    if (state !== 'stamped') again = Math.max(again, state === 'rejected' ? AFTER_REFUSAL_MS : SOON_MS);
  }
  return again === 0 ? 'done' : { again };
}

/** Issues the global again without the sales that have left it, then cancels the first one. */
async function replace(deps: ExitDeps, exit: GlobalExit, global: StampedInvoice, emisor: Emisor): Promise<Outcome> {
  const { store } = deps;
  // If several customers ask at once, wait for each of them: the global is issued again without all of their sales.
  for (const { invoiceId } of await store.globalExits.openOf(global.id)) {
    const asked = await store.invoices.get(invoiceId);
    if (asked && !asked.stamped && asked.state !== 'rejected') return { again: SOON_MS };
  }
  const left = await salesLeft(deps, global);
  if (left.length > 0) {
    const next = await claimAndSettle(deps, global, globalWithout(global, left, emisor));
    if (next.snapshot.kind === 'egreso') return byEgreso(deps, exit);
    if (next.snapshot.kind !== 'global') return { again: SOON_MS };
    return { again: next.state === 'stamped' ? 0 : next.state === 'rejected' ? AFTER_REFUSAL_MS : SOON_MS };
  }
  const substitute = await substituteOf(deps, global);
  if (!substitute && (await store.globalExits.hasEgreso(global))) return byEgreso(deps, exit);
  return cancelReplaced(deps, global, substitute);
}

/** In the meantime an egreso took something out of the global, so the SAT would no longer cancel it. */
async function byEgreso({ store }: ExitDeps, exit: GlobalExit): Promise<Outcome> {
  await store.globalExits.move(exit.id, { way: 'egreso' });
  return { again: 0 };
}

/** Motivo 01 with the global that replaces it, or 04 if every sale of it was invoiced to its customer. */
async function cancelReplaced(
  deps: ExitDeps,
  global: StampedInvoice,
  substitute: Invoice | undefined,
): Promise<Outcome> {
  const motivo = substitute ? { motivo: '01' as const, substitute: substitute.id } : { motivo: '04' as const };
  const { cancellation } = await cancel(deps, global, { ...motivo, by: 'automatic', isBegun: true });
  if (cancellation.state === 'canceled') return 'done';
  return { again: cancellation.state === 'rejected' ? AFTER_REFUSAL_MS : SOON_MS };
}

/** The global that was issued again in its place. */
async function substituteOf(
  { store }: ExitDeps,
  { id, saleIds, merchantId, world }: Invoice,
): Promise<Invoice | undefined> {
  for (const saleId of saleIds) {
    await nextSlice();
    const asked = { sale: saleId, kind: 'global', states: ['stamped'], limit: OF_A_SALE } as const;
    const found = await store.invoices.find({ merchantId, world }, asked);
    const again = found.find(({ holding }) => holding.kind === 'successor' && holding.of === id);
    if (again) return again;
  }
  return undefined;
}

/** More facturas globales than one sale is ever in. */
const OF_A_SALE = 20;

type Left = { readonly id: string; readonly body: SaleBody };

/** The sales that the global still holds, as they were invoiced in it. */
async function salesLeft({ store }: ExitDeps, global: StampedInvoice): Promise<readonly Left[]> {
  const tenant = { merchantId: global.merchantId, world: global.world };
  const left: Left[] = [];
  for (const [index, id] of global.saleIds.entries()) {
    await nextSlice();
    const body = global.snapshot.sales[index];
    if (body && (await store.sales.get(tenant, id))?.invoiceId === global.id) left.push({ id, body });
  }
  return left;
}

/** `emisor` has the name and régimen of today: those of the customer's invoice. */
function globalWithout(global: StampedInvoice, left: readonly Left[], emisor: Emisor): Omit<Claim, 'now'> {
  return {
    id: `inv_${randomBytes(16).toString('hex')}`,
    origin: 'schedule',
    saleIds: left.map(({ id }) => id),
    holding: { kind: 'successor', of: global.id },
    snapshot: {
      ...global.snapshot,
      emisor,
      sales: left.map(({ body }) => body),
      cfdiRelacionados: [{ tipoRelacion: '04', uuids: [global.stamped.uuid] }],
    },
    serie: global.serie,
  };
}

/** Claims the invoice, or finds the existing one, and settles it as far as possible now. */
async function claimAndSettle(deps: ExitDeps, { merchantId, world }: Invoice, claim: Omit<Claim, 'now'>) {
  const { store, now } = deps;
  const { invoice } = await store.invoices.claim({ merchantId, world }, { ...claim, now: now() });
  const isMoving = invoice.state === 'claimed' || invoice.state === 'sealed';
  return isMoving ? settle(deps, invoice) : invoice;
}

/** In the meantime the sale is in two CFDIs, so the merchant gets a notice before the month is closed for taxes. */
async function noticeIfLate(deps: ExitDeps, exit: GlobalExit, isRefused: boolean): Promise<void> {
  const { store, now, log } = deps;
  const invoice = await store.invoices.get(exit.invoiceId);
  if (!invoice?.stamped) return;
  const zone = issueZone(invoice.snapshot.lugarExpedicion);
  const month = (at: number): string => localDate(at, zone).slice(0, 7);
  const crossesMonth = month(now() + DAY_MS) !== month(invoice.stamped.at);
  if (!isRefused && !crossesMonth && now() - invoice.stamped.at < LATE_MS) return;
  log('alarm.global-exit-late', { exit: exit.id });
  const params = { folio: invoice.snapshot.sales[0]?.folio ?? '' };
  await store.notices.raise({ tenant: exit.tenant, kind: 'global-exit-late', subject: exit.id, params, now: now() });
}

const DAY_MS = 86_400_000;
