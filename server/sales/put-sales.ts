/**
 * Stores sales. Every sale passes through here, whoever submits it: the API, a bulk upload, the command line, a source or a signed link. It is
 * checked against the merchant's settings here, and against the stored sales as it is written.
 */
import { randomBytes } from 'node:crypto';
import { type BranchLimit, isWithin } from '../merchants/branch-limit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Fault } from '../problems/problem.ts';
import { nextSlice } from '../threads/slices.ts';
import { noticeDuplicate } from './duplicates.ts';
import { keysOf } from './lookup.ts';
import type { Sale, SaleBody } from './sale.ts';
import { contextFaults, deadlinesOf, ratedSale, rememberContext, type SaleContext } from './sale-context.ts';
import type { NewSale, PutSale, SaleStore, UnstoredSale } from './sale-store.ts';

/** What storing sales needs: the stores that a sale is checked against, and a clock. */
export type PutSalesContext = {
  readonly store: SaleContext & {
    readonly sales: Pick<SaleStore, 'search'>;
    readonly notices: Pick<NoticeStore, 'raise'>;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** A parsed sale, or the faults that kept it from being parsed. Faults pass through, so that results are in the order of the submissions. */
export type Submission =
  | {
      readonly kind: 'sale';
      readonly body: SaleBody;
      /** The sale's id, if its source determines it; a random one when absent. */
      readonly id?: string;
      /** The body is a stored one with another `estado`, and is not checked again: nothing may block a cancellation. */
      readonly isChecked?: boolean;
      /** Refused if its folio has another sale, which it would replace. */
      readonly isOnlyNew?: boolean;
    }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** A sale that was not stored, and everything that is wrong with it. */
export type Refused = { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** How sales are stored: under which source, and by which transaction. It returns one result per sale, in order. */
export type SaleWriter<Written> = {
  readonly tenant: Tenant;
  readonly source: string;
  /** The branches that the submitter is limited to. */
  readonly limit?: BranchLimit | undefined;
  write(sales: readonly NewSale[]): Promise<readonly (Written | UnstoredSale)[]>;
};

/** The source of every sale that is pushed without one of the merchant's own sources: by the API, in bulk, or with `sales import --portal`. */
export const PUSHED = 'api';

/** Writes pushed sales to the sale store, within the branches that the submitter is limited to. */
export function pushWriter(sales: Pick<SaleStore, 'put'>, tenant: Tenant, limit?: BranchLimit): SaleWriter<PutSale> {
  return { tenant, source: PUSHED, limit, write: (pushed) => sales.put(tenant, pushed, limit) };
}

/** Sales per transaction and per slice of the event loop: a customer's request waits for them, half a millisecond each. */
const BATCH = 10;

/**
 * Stores or refuses each submission independently: a refused one does not stop the others. If one source submits a folio twice, the later
 * submission wins until the sale is invoiced.
 */
export async function putSales<
  Written extends { readonly kind: string; readonly sale?: Sale; readonly lockedMonth?: string },
>(
  { store, now }: PutSalesContext,
  writer: SaleWriter<Written>,
  submissions: readonly Submission[],
): Promise<readonly (Written | Refused)[]> {
  const context = { store: { ...store, ...rememberContext(store) }, now };
  const outcomes: (Written | Refused)[] = [];
  for (let from = 0; from < submissions.length; from += BATCH) {
    if (from > 0) await nextSlice();
    outcomes.push(...(await putBatch(context, writer, submissions.slice(from, from + BATCH))));
  }
  return outcomes;
}

async function putBatch<Written extends { readonly kind: string; readonly sale?: Sale; readonly lockedMonth?: string }>(
  context: PutSalesContext,
  writer: SaleWriter<Written>,
  batch: readonly Submission[],
): Promise<readonly (Written | Refused)[]> {
  const checked = await Promise.all(batch.map((submission) => checkedOne(context, writer, submission)));
  const written = [...(await writer.write(checked.flatMap((each) => (each.kind === 'sale' ? [each.sale] : []))))];
  const outcomes = checked.map((each) => {
    const outcome = each.kind === 'sale' ? written.shift() : each;
    if (outcome === undefined) throw new Error('a sale was not stored');
    return 'fault' in outcome ? ({ kind: 'refused', faults: [outcome.fault] } as const) : outcome;
  });
  for (const outcome of outcomes) {
    const isNew = outcome.kind === 'created' && 'sale' in outcome;
    if (isNew && outcome.sale) await noticeDuplicate(context.store, writer.tenant, outcome.sale, context.now());
    await noticeLockedMonth(context, writer.tenant, outcome);
  }
  return outcomes;
}

type Checked = { readonly kind: 'sale'; readonly sale: NewSale } | Refused;

async function checkedOne(
  { store, now }: PutSalesContext,
  { tenant, source, limit }: Pick<SaleWriter<unknown>, 'tenant' | 'source' | 'limit'>,
  submission: Submission,
): Promise<Checked> {
  if (submission.kind === 'faults') return { kind: 'refused', faults: submission.faults };
  const { id = `sale_${randomBytes(12).toString('hex')}`, isChecked = false, isOnlyNew = false } = submission;
  if (!isWithin(limit, submission.body.branch))
    return { kind: 'refused', faults: [{ code: 'not-your-branch', pointer: '/branch' }] };
  const body = await ratedSale(store, tenant, submission.body);
  const faults = isChecked ? [] : await contextFaults(store, tenant, body, now());
  if (faults.length > 0) return { kind: 'refused', faults };
  const deadlines = await deadlinesOf(store, tenant, body);
  return { kind: 'sale', sale: { id, source, body, keys: keysOf(body), deadlines, isOnlyNew, at: now() } };
}

/** A cancelled sale can no longer be invoiced, so its month changed although it is locked: the merchant has to know. */
async function noticeLockedMonth(
  { store, now }: PutSalesContext,
  tenant: Tenant,
  outcome: { readonly kind: string; readonly sale?: Sale; readonly lockedMonth?: string },
): Promise<void> {
  const { sale, lockedMonth: month } = 'sale' in outcome ? outcome : {};
  if (!sale || month === undefined) return;
  const { folio, total } = sale.body;
  const params = { folio, total, month };
  await store.notices.raise({ tenant, kind: 'sale-left-locked-month', subject: sale.id, params, now: now() });
}
