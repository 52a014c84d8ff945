/** Notices to merchants: one per tenant, kind and subject. */

import type { NoticeStore } from '../../server/notices/notice-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change } from '../engines/work.ts';
import { fromNoticeRow } from '../provider-rows.ts';

const NOTICE = ['merchantId', 'world', 'kind', 'subject'] as const;
const ANEW = ['params', 'since', 'lastAt', 'resolvedAt'] as const;

/** The notices of every merchant. */
export function createNoticeStore({ db, run, write, insertMany }: Engine): NoticeStore {
  return {
    async raise({ tenant: { merchantId, world }, kind, subject, params: values, now }) {
      const params = JSON.stringify(values);
      const it = { merchantId, world, kind, subject };
      return write(function* () {
        const known = db.updateTable('notice').set({ params, lastAt: now }).where('resolvedAt', 'is', null);
        if ((yield* change(known.where((eb) => eb.and(it)))) === 1) return 'known';
        const row = { ...it, params, since: now, lastAt: now, resolvedAt: null };
        yield* insertMany('notice', [row], { on: NOTICE, replace: ANEW });
        return 'new';
      });
    },
    async resolve({ merchantId, world }, kind, subject, now) {
      const open = db.updateTable('notice').set({ resolvedAt: now }).where('resolvedAt', 'is', null);
      await run(change(open.where((eb) => eb.and({ merchantId, world, kind, subject }))));
    },
    async list({ merchantId, world }, limit) {
      const open = db.selectFrom('notice').selectAll().where('resolvedAt', 'is', null);
      const ofTenant = open.where((eb) => eb.and({ merchantId, world }));
      return (await run(all(ofTenant.orderBy('since', 'desc').limit(limit)))).map(fromNoticeRow);
    },
  };
}
