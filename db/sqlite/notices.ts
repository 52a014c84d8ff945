/** Notices to merchants on SQLite. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { fromNoticeRow } from '../provider-rows.ts';
import type { Notice, NoticeStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { notice } from './schema.ts';

/** Notices to merchants, over one connection. */
export function createNoticeStore({ db, write }: Connection): NoticeStore {
  return {
    async raise({ tenant, kind, subject, params, now }) {
      return write((tx) => {
        const set = { params: JSON.stringify(params), lastAt: now };
        const known = and(isIt(tenant, kind, subject), isNull(notice.resolvedAt));
        const { changes } = tx.update(notice).set(set).where(known).run();
        if (changes === 1) return 'known';
        const { merchantId, world } = tenant;
        const anew = { ...set, since: now, resolvedAt: null };
        const target = [notice.merchantId, notice.world, notice.kind, notice.subject];
        const insert = tx.insert(notice).values({ merchantId, world, kind, subject, ...anew });
        insert.onConflictDoUpdate({ target, set: anew }).run();
        return 'new';
      });
    },
    async resolve(tenant, kind, subject, now) {
      const open = and(isIt(tenant, kind, subject), isNull(notice.resolvedAt));
      db.update(notice).set({ resolvedAt: now }).where(open).run();
    },
    async list({ merchantId, world }, limit) {
      const open = and(eq(notice.merchantId, merchantId), eq(notice.world, world), isNull(notice.resolvedAt));
      const newest = db.select().from(notice).where(open).orderBy(desc(notice.since)).limit(limit);
      return newest.all().map(fromNoticeRow);
    },
  };
}

function isIt({ merchantId, world }: Tenant, kind: Notice['kind'], subject: string) {
  return and(
    eq(notice.merchantId, merchantId),
    eq(notice.world, world),
    eq(notice.kind, kind),
    eq(notice.subject, subject),
  );
}
