/** Notices to merchants on PostgreSQL. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { fromNoticeRow } from '../provider-rows.ts';
import type { Notice, NoticeStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { notice } from './schema.ts';

/** Notices to merchants, over one pool. */
export function createNoticeStore({ db, write }: Connection): NoticeStore {
  return {
    async raise({ tenant, kind, subject, params, now }) {
      return write(async (tx) => {
        const set = { params: JSON.stringify(params), lastAt: now };
        const known = and(isIt(tenant, kind, subject), isNull(notice.resolvedAt));
        const { rowCount } = await tx.update(notice).set(set).where(known);
        if (rowCount === 1) return 'known';
        const { merchantId, world } = tenant;
        const anew = { ...set, since: now, resolvedAt: null };
        const target = [notice.merchantId, notice.world, notice.kind, notice.subject];
        const insert = tx.insert(notice).values({ merchantId, world, kind, subject, ...anew });
        await insert.onConflictDoUpdate({ target, set: anew });
        return 'new';
      });
    },
    async resolve(tenant, kind, subject, now) {
      const open = and(isIt(tenant, kind, subject), isNull(notice.resolvedAt));
      await db.update(notice).set({ resolvedAt: now }).where(open);
    },
    async list({ merchantId, world }, limit) {
      const open = and(eq(notice.merchantId, merchantId), eq(notice.world, world), isNull(notice.resolvedAt));
      const newest = db.select().from(notice).where(open).orderBy(desc(notice.since)).limit(limit);
      return (await newest).map(fromNoticeRow);
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
