/** Rows of requests, the same on both engines, and the values that they represent. */
import type { RequestMove } from '../server/invoicing/request-moves.ts';
import type { Hindrance, InvoiceRequest, RequestKept, RequestState } from '../server/invoicing/request-store.ts';
import { fromJson, present } from './rows.ts';
import type * as tables from './schema/schema.ts';

/** A row of `request`. */
export type RequestRow = typeof tables.request.$inferSelect;
type NewRequestRow = Omit<RequestRow, 'seq'>;

/** Converts a request to a new row. It is due at once if it waits for its sale, which may have arrived in the meantime. */
export function toRequestRow(request: InvoiceRequest, waitKey: string | undefined): NewRequestRow {
  const { tenant, lookup, receptor, saleIds, email = null, language = null, corrects = null } = request;
  const { id, portalSlug, purchaseKey, reason, createdAt } = request;
  return {
    ...{ id, ...tenant, portalSlug, purchaseKey, email, language, reason, corrects, createdAt },
    saleIds: JSON.stringify(saleIds),
    lookup: JSON.stringify(lookup),
    receptor: JSON.stringify(receptor),
    receptorRfc: receptor.rfc ?? '',
    waitKey: waitKey ?? null,
    lookAt: request.status === 'open' ? createdAt : null,
    ...toStateColumns(request),
  };
}

/** What a step changes, in the columns of the request. */
export function toMovedColumns({ state, saleIds, lookAt }: RequestMove): Partial<NewRequestRow> {
  return {
    ...toStateColumns(state),
    ...(saleIds && { saleIds: JSON.stringify(saleIds) }),
    lookAt,
    waitKey: null,
  };
}

function toStateColumns(state: RequestState) {
  const open = state.status === 'open' ? state : undefined;
  const settled = 'settled' in state ? state.settled : undefined;
  const waitsFor = open?.waitsFor ?? (state.status === 'expired' ? state.waitedFor : 'merchant');
  const hindrance = open?.waitsFor === 'merchant' ? open.hindrance : undefined;
  return {
    ...{ status: state.status, waitsFor },
    expiresAt: open?.expiresAt ?? null,
    hindrance: hindrance ? JSON.stringify(hindrance) : null,
    invoiceId: state.status === 'accepted' ? (state.invoiceId ?? null) : null,
    answer: state.status === 'declined' ? state.answer : null,
    ...{ settledBy: settled?.by ?? null, settledAt: settled?.at ?? null },
  };
}

/** Converts a row to a request. */
export function fromRequestRow(row: RequestRow): InvoiceRequest {
  const { id, merchantId, world, portalSlug, purchaseKey, reason, corrects, createdAt, email, language } = row;
  return present({
    ...{ id, tenant: { merchantId, world }, portalSlug, purchaseKey, reason, corrects, createdAt, email, language },
    saleIds: fromJson<InvoiceRequest['saleIds']>(row.saleIds),
    lookup: fromJson<InvoiceRequest['lookup']>(row.lookup),
    receptor: fromJson<InvoiceRequest['receptor']>(row.receptor),
    ...stateOf(row),
  });
}

function stateOf(row: RequestRow): RequestState {
  const settled = { by: row.settledBy ?? '', at: row.settledAt ?? row.createdAt };
  switch (row.status) {
    case 'open':
      if (row.waitsFor === 'sale') return { status: 'open', waitsFor: 'sale', expiresAt: row.expiresAt ?? 0 };
      return {
        ...{ status: 'open', waitsFor: 'merchant' },
        ...(row.hindrance !== null && { hindrance: fromJson<Hindrance>(row.hindrance) }),
        ...(row.expiresAt !== null && { expiresAt: row.expiresAt }),
      };
    case 'accepted':
      return { status: 'accepted', settled, ...(row.invoiceId !== null && { invoiceId: row.invoiceId }) };
    case 'declined':
      return { status: 'declined', answer: row.answer ?? '', settled };
    case 'expired':
      return { status: 'expired', waitedFor: row.waitsFor, settled };
  }
}

/** The existing request with this id. Throws if it is another tenant's. */
export function knownRequest({ id, tenant }: InvoiceRequest, row: RequestRow | undefined): RequestKept {
  if (row === undefined || row.merchantId !== tenant.merchantId || row.world !== tenant.world)
    throw new Error(`request ${id} is another tenant's`);
  return { kind: 'known', request: fromRequestRow(row) };
}
