/** What keeps an invoice from being succeeded or credited, read under its lock, by the rules of `invoicing/claim-rules.ts`. */
import type { Claim } from '../../server/invoicing/claim.ts';
import { type Bar, barToCredit, barToSuccession, creditedBy } from '../../server/invoicing/claim-rules.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { statement, type Work } from '../engines/work.ts';
import type { InvoiceRow } from '../rows.ts';
import { prepareCancellationRequests } from './cancellation-requests.ts';
import { prepareEgresosAgainst } from './egresos-against.ts';

type Uuid = Tenant & { readonly uuid: string };

/** A request to cancel it, a nota de crédito that relates to it, or the CFDI that replaces it. `holdersOf` reads which invoices hold sales. */
export function prepareClaimBars(engine: Engine, holdersOf: (ids: readonly string[]) => Work<readonly string[]>) {
  const { db, locked } = engine;
  const cancellations = prepareCancellationRequests(engine);
  const egresos = prepareEgresosAgainst(engine);
  const byUuid = statement(({ merchantId, world, uuid }: Uuid) =>
    locked(
      db
        .selectFrom('invoice')
        .select(['id', 'kind', 'state', 'uuid'])
        .where(sql<boolean>`lower(uuid) = ${uuid}`)
        .where((eb) => eb.and({ merchantId, world })),
    ),
  );
  const replacements = statement(({ id, kind }: Pick<InvoiceRow, 'id' | 'kind'>) =>
    db
      .selectFrom('invoice')
      .select('id')
      .where('successorOf', '=', id)
      .where('kind', '=', kind)
      .where(sql<boolean>`state not in ('rejected', 'canceled')`),
  );
  return {
    *toSuccession(wanted: Claim, before: Pick<InvoiceRow, 'id' | 'uuid'>): Work<Bar | undefined> {
      const isBeingCanceled = (yield* cancellations.openOf(before.id)) !== undefined;
      // A global that is issued again is then cancelled, which an egreso of a sale that has left it prevents as well.
      const isReissue = wanted.snapshot.kind === 'global';
      const credit = yield* isReissue ? egresos.ofAny(before) : egresos.ofSales(before, wanted.saleIds);
      return barToSuccession(wanted, before.id, { isBeingCanceled, credit });
    },

    *toCredit({ merchantId, world }: Tenant, { snapshot, saleIds }: Claim): Work<Bar | undefined> {
      const uuid = creditedBy(snapshot)?.toLowerCase();
      const credited = uuid === undefined ? undefined : yield* byUuid.first({ merchantId, world, uuid });
      if (!credited) return undefined;
      const isBeingCanceled = (yield* cancellations.openOf(credited.id)) !== undefined;
      const again = (yield* replacements.first(credited))?.id;
      const holders = yield* holdersOf(saleIds);
      return barToCredit(credited, snapshot, { isBeingCanceled, again, holders });
    },
  };
}
