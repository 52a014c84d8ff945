/** What a merchant is notified of after a restore, and what the log and the audit log say of it. */
import { randomBytes } from 'node:crypto';
import type { AuditStore, Seal } from '../accounts/audit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Log } from '../text/log.ts';
import type { EntryHead } from './entry.ts';

/** What notifying of a restore may touch. */
export type RestoreNoticeDeps = {
  readonly store: { readonly notices: NoticeStore; readonly audit: AuditStore };
  readonly now: () => number;
  readonly log: Log;
  readonly seal: Seal;
};

/** Why an invoice could not be restored as it was. */
export type Hindrance =
  /** Another invoice has its sale too, or is issued for the same thing. */
  | 'held'
  /** Its line in the journal cannot be read. */
  | 'damaged'
  /** The database refused it. */
  | 'failed';

/** The database was restored from an older backup, and this many of a merchant's invoices came back. */
export async function noteRestored(deps: RestoreNoticeDeps, tenant: Tenant, count: number): Promise<void> {
  const { store, now, log, seal } = deps;
  const at = now();
  log('restore.done', { merchant: tenant.merchantId, world: tenant.world, invoices: count });
  await store.notices.raise({
    ...{ tenant, kind: 'restored', subject: 'database', now: at },
    params: { count: String(count) },
  });
  const intent = {
    ...{ id: `int_${randomBytes(12).toString('hex')}`, at, ...tenant },
    ...{ actor: 'server', action: 'restored', target: `${count}`, address: 'this server' },
  };
  await store.audit.begin(intent);
  await store.audit.finish(intent, { status: 200 }, seal);
}

/** An invoice that a person has to look at. */
export async function noteUnrestored(deps: RestoreNoticeDeps, head: EntryHead, why: Hindrance): Promise<void> {
  const { invoiceId: subject, merchantId, world, serie, folio, uuid = '' } = head;
  deps.log('alarm.restore-conflict', { invoice: subject, why });
  const params = { folio: `${serie}-${folio}`, why, uuid };
  await deps.store.notices.raise({
    ...{ tenant: { merchantId, world }, kind: 'restore-conflict', subject, params },
    now: deps.now(),
  });
}
