/** The notas de crédito in force, or on their way, that relate to an invoice. */
import type { Snapshot } from '../../server/invoicing/claim.ts';
import { isCreditTo, takesOut } from '../../server/invoicing/claim-rules.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { statement, type Work } from '../engines/work.ts';
import { fromJson } from '../rows.ts';

/** The invoice that they credit. */
type Taken = { readonly id: string; readonly uuid: string | null };

/** Finds the first such nota de crédito: for some of the invoice's sales, or for any of them. */
export function prepareEgresosAgainst({ db, isAmong }: Engine) {
  const live = () =>
    db
      .selectFrom('invoice')
      .select(['id', 'saleIds', 'snapshot'])
      .where('kind', '=', 'egreso')
      .where(sql<boolean>`state not in ('rejected', 'canceled')`);
  const about = () => db.selectFrom('invoiceSale').select('invoiceId');
  const ofSales = statement(({ ids }: { readonly ids: readonly string[] }) =>
    live().where('id', 'in', about().where(isAmong('sale_id', ids))),
  );
  const ofAny = statement(({ held }: { readonly held: string }) =>
    live().where(
      'id',
      'in',
      about().where('saleId', 'in', db.selectFrom('invoiceSale').select('saleId').where('invoiceId', '=', held)),
    ),
  );
  type Found = readonly { readonly id: string; readonly saleIds: string; readonly snapshot: string }[];
  const against = (uuid: string | null, found: Found): string | undefined =>
    found.find(({ snapshot }) => isCreditTo(uuid, fromJson<Snapshot>(snapshot)))?.id;
  return {
    *ofSales({ uuid }: Pick<Taken, 'uuid'>, ids: readonly string[]): Work<string | undefined> {
      return against(uuid, yield* ofSales.all({ ids }));
    },
    /** Those of the sales that an egreso has taken out of that factura global, or is taking out of it. */
    *leavers({ uuid }: Pick<Taken, 'uuid'>, ids: readonly string[]): Work<ReadonlySet<string>> {
      const found = yield* ofSales.all({ ids });
      const leaving = found.filter(({ snapshot }) => takesOut(uuid, fromJson<Snapshot>(snapshot)));
      return new Set(leaving.flatMap(({ saleIds }) => fromJson<string[]>(saleIds)));
    },
    *ofAny({ id, uuid }: Taken): Work<string | undefined> {
      return against(uuid, yield* ofAny.all({ held: id }));
    },
  };
}
