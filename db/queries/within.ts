/** What is within the limit of a cashier's branches. */
import type { RawBuilder, SqlBool } from 'kysely';
import type { BranchLimit } from '../../server/merchants/branch-limit.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';

/** Whether a column or expression that names a branch, or none, is within the limit. */
export function isBranchWithin(
  branch: RawBuilder<string | null>,
  { codes, hasUnnamed }: BranchLimit,
): RawBuilder<SqlBool> {
  const named = sql<SqlBool>`${branch} in (${sql.join(codes)})`;
  return hasUnnamed ? sql`(${named} or ${branch} is null)` : named;
}

/** Whether a sale is within the limit, by its body. */
export function isSaleWithin({ fieldOf }: Engine, limit: BranchLimit): RawBuilder<SqlBool> {
  return isBranchWithin(fieldOf('sale.body', 'branch'), limit);
}
