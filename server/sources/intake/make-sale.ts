/** Makes a sale from all its facts under the merchant's current settings, stores it and raises the notices that follow. */
import { createHash } from 'node:crypto';
import type { Fault } from '../../problems/problem.ts';
import { putSales, type SaleWriter } from '../../sales/put-sales.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { PutSale } from '../../sales/sale-store.ts';
import type { SourceAccount } from '../settings.ts';
import type { UnfoldedSale } from '../source-store.ts';
import { type Folded, type FoldFlag, foldSale } from './fold.ts';
import { givenBackOf, type RefundList, type ReportedRefund, type SaleAccount } from './give-back.ts';
import type { Intake } from './intake-context.ts';
import { otherDayFaults } from './reused-folio.ts';

/** How often the facts may change while the sale is being made, before it is left to the worker. */
const TRIES = 5;

/** The outcome of making one sale. */
export type MakeOutcome =
  | { readonly kind: 'sale'; readonly put: PutSale }
  | { readonly kind: 'problem'; readonly faults: readonly Fault[] }
  /** The facts do not make a sale yet, or keep changing: the worker makes it later. */
  | { readonly kind: 'later' };

/** Folds the facts of one sale and stores the result, repeatedly if they change in the meantime. */
export async function makeSale(
  intake: Intake,
  account: SourceAccount,
  { sourceId, saleKey }: Pick<UnfoldedSale, 'sourceId' | 'saleKey'>,
): Promise<MakeOutcome> {
  const { sources } = intake.store;
  for (let tries = 0; tries < TRIES; tries++) {
    const received = await sources.factsOf(sourceId, saleKey);
    if (!received) return { kind: 'later' };
    const made = await madeOf(intake, account, saleKey, received.facts);
    // Before the facts are marked as done: after a crash here they are processed again.
    if (refundsOf(made).length > 0) await giveBack(intake, account, made, received.refunded);
    const outcome = await keep(intake, account, { sourceId, saleKey, revision: received.revision }, made);
    if (outcome.kind === 'stale') continue;
    if (outcome.kind !== 'sale' || made.kind !== 'sale') return outcome;
    await noticeChangeAfterInvoice(intake, account, made, { put: outcome.put, before: received.refunded });
    if (outcome.put.kind !== 'locked') await noticeFlags(intake, account, made.flags);
    return outcome;
  }
  intake.log('source.busy-sale', { source: sourceId });
  return { kind: 'later' };
}

/** Stores the sale with the revision of its facts, or only the reason why they do not make one. */
async function keep(
  intake: Intake,
  account: SourceAccount,
  unfolded: UnfoldedSale,
  made: Made,
): Promise<MakeOutcome | { readonly kind: 'stale' }> {
  const { id: source, tenant } = account;
  const { sources } = intake.store;
  if (made.kind !== 'sale') {
    const folded = await sources.fold(unfolded, made, intake.now());
    if (folded.kind === 'stale') return folded;
    return made.kind === 'problem' ? made : { kind: 'later' };
  }
  const writer: SaleWriter<PutSale | { readonly kind: 'stale' }> = {
    ...{ tenant, source },
    async write([sale]) {
      if (!sale) return [];
      const { account: by, faults } = made;
      const folded = await sources.fold(
        unfolded,
        { kind: 'sale', tenant, sale, ...(by && { account: by }), ...(faults && { faults }) },
        intake.now(),
      );
      if (folded.kind === 'unstored') return [folded];
      return folded.kind === 'folded' && folded.put ? [folded.put] : [{ kind: 'stale' }];
    },
  };
  const [put = { kind: 'stale' }] = await putSales(intake, writer, [made]);
  if (put.kind === 'stale') return { kind: 'stale' };
  if (put.kind === 'refused') return keep(intake, account, unfolded, { kind: 'problem', faults: put.faults });
  return { kind: 'sale', put };
}

/** A sale and what its merchant should know about it; with `faults` it also waits in the queue. */
type MadeSale = {
  readonly kind: 'sale';
  readonly id: string;
  readonly body: SaleBody;
  readonly isChecked?: boolean;
  readonly flags: readonly FoldFlag[];
  readonly account?: SaleAccount;
  readonly faults?: readonly Fault[];
};

type Made = MadeSale | { readonly kind: 'nothing' } | { readonly kind: 'problem'; readonly faults: readonly Fault[] };

async function madeOf(
  { store }: Intake,
  account: SourceAccount,
  saleKey: string,
  facts: Parameters<typeof foldSale>[1],
): Promise<Made> {
  const { tenant, type, settings } = account;
  const id = saleId(account, saleKey);
  const known = await store.sales.get(tenant, id);
  const folded = foldedOf(type, facts, { settings, products: await store.sources.products(tenant) });
  // That it must not be invoiced matters more than its other faults.
  if (folded.kind !== 'nothing' && folded.isCanceled && known) {
    const body: SaleBody = { ...known.body, estado: 'cancelada' };
    return { kind: 'sale', id, body, isChecked: true, flags: [], account: { kind: 'estado' } };
  }
  if (folded.kind === 'problem' && known && folded.estado) {
    const body: SaleBody = { ...known.body, estado: folded.estado };
    const { faults } = folded;
    return { kind: 'sale', id, body, isChecked: true, flags: [], account: { kind: 'estado' }, faults };
  }
  if (folded.kind !== 'sale') return folded;
  const faults = folded.isSubmitted ? await otherDayFaults(store, account, folded.body, known?.body) : [];
  if (faults.length > 0) return { kind: 'problem', faults };
  // A renumbered order keeps its first number, which the customer has; another number would be another sale.
  const { ticketTotal, flags, givenBack: refunds = [], holds } = folded;
  const body = { ...folded.body, ...(known && { folio: known.body.folio }), ...(ticketTotal && { ticketTotal }) };
  const by = folded.isSubmitted ? {} : { account: { kind: 'order', refunds } as const };
  return { kind: 'sale', id, body, flags, ...by, ...(holds && { faults: holds }) };
}

/** An unforeseen error is a fault of its own sale, which waits in the queue; it must not hold up the others. */
function foldedOf(...given: Parameters<typeof foldSale>): Folded {
  try {
    return foldSale(...given);
  } catch {
    return { kind: 'problem', faults: [{ code: 'malformed', pointer: '' }] };
  }
}

/** Raises one notice per flag and source: an assumption or an omission must not go unseen. */
async function noticeFlags(
  { store, now }: Intake,
  { tenant, id, name }: SourceAccount,
  flags: readonly FoldFlag[],
): Promise<void> {
  for (const kind of flags) await store.notices.raise({ tenant, kind, subject: id, params: { name }, now: now() });
}

/** Derives the id of a sale from its key at the source. */
export function saleId({ id: source }: Pick<SourceAccount, 'id'>, saleKey: string): string {
  return `sale_${createHash('sha256').update(`${source}|${saleKey}`).digest('hex').slice(0, 24)}`;
}

/** Registers what was refunded of a sale since an invoice holds it. Returns whether refunds explain all that it has lost. */
async function giveBack(
  intake: Intake,
  { tenant }: SourceAccount,
  made: Made,
  before: RefundList['before'],
): Promise<boolean> {
  if (made.kind !== 'sale') return false;
  const sale = await intake.store.sales.get(tenant, made.id);
  if (sale?.invoiceId === undefined) return false;
  return intake.giveBack(givenBackOf(tenant, sale, made.body, { refunds: refundsOf(made), before }));
}

function refundsOf(made: Made): readonly ReportedRefund[] {
  return made.kind === 'sale' && made.account?.kind === 'order' ? made.account.refunds : [];
}

/** Notifies the merchant of a sale that changed after it was invoiced, unless refunds cover the change: it needs a substitute by the merchant. */
async function noticeChangeAfterInvoice(
  intake: Intake,
  account: SourceAccount,
  made: MadeSale,
  { put: { kind, sale }, before }: { readonly put: PutSale; readonly before: RefundList['before'] },
): Promise<void> {
  if (kind === 'created') return;
  const { store, now } = intake;
  const { tenant, name } = account;
  const { body, faults } = made;
  const { notices } = store;
  const isInvoiced = sale.invoiceId !== undefined;
  // An unknown state says nothing about the money; the queue asks what it means.
  const isUnknown = faults?.some(({ code }) => code === 'order-state-unknown') ?? false;
  const isUnpaid = isInvoiced && body.estado === 'pendiente' && !isUnknown;
  const isChanged = isInvoiced && (sale.body.total !== body.total || body.estado === 'cancelada');
  // It may have been invoiced since the facts were first read.
  const isOther = !isUnpaid && isChanged && !(await giveBack(intake, account, made, before));
  const invoiced = sale.body.total;
  const one = { tenant, subject: sale.id, now: now() };
  if (isUnpaid)
    await notices.raise({ ...one, kind: 'sale-unpaid-after-invoice', params: { folio: body.folio, invoiced, name } });
  else await notices.resolve(tenant, 'sale-unpaid-after-invoice', sale.id, now());
  const params = { folio: body.folio, invoiced, now: body.estado === 'cancelada' ? '0.00' : body.total };
  if (isOther) await notices.raise({ ...one, kind: 'sale-changed-after-invoice', params });
  else await notices.resolve(tenant, 'sale-changed-after-invoice', sale.id, now());
}
