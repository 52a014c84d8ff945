/** What can be done with a sale now, as a portal shows it. */
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import { deadlineDate } from '../portals/deadline.ts';
import type { DeadlinePolicy } from '../portals/portal.ts';
import type { Sale } from '../sales/sale.ts';
import type { InvoiceState } from './invoice.ts';

export type SaleStatus = 'open' | 'unpaid' | 'closed' | 'late' | 'invoiced' | 'in-progress' | 'needs-merchant';

export type SaleStanding = {
  readonly status: SaleStatus;
  /** Last local day of the merchant's deadline, `2026-12-31`. */
  readonly deadline: string;
  readonly expired: boolean;
};

/** The branch that sold it: the merchant's first where the sale names none, or one that is not there. Throws where there are none. */
export function branchOf({ body }: Pick<Sale, 'body'>, branches: readonly Branch[]): Branch {
  const branch = branches.find(({ code }) => code === body.branch) ?? branches[0];
  if (!branch) throw new Error('a merchant without branches');
  return branch;
}

/** `codigoPostal` is the branch's: its days are the sale's days. `invoiceState` is that of the invoice that holds the sale. */
export function saleStanding(
  sale: Sale,
  context: {
    readonly policy: DeadlinePolicy;
    readonly codigoPostal: string;
    readonly invoiceState: InvoiceState | undefined;
    readonly now: number;
  },
): SaleStanding {
  const zone = issueZone(context.codigoPostal);
  const deadline = deadlineDate(localDate(Date.parse(sale.body.date), zone), context.policy);
  const expired = localDate(context.now, zone) > deadline;
  return { status: statusOf(sale, context.invoiceState, expired), deadline, expired };
}

function statusOf({ body }: Sale, invoiceState: InvoiceState | undefined, expired: boolean): SaleStatus {
  if (invoiceState === 'stamped') return 'invoiced';
  if (invoiceState !== undefined) return 'in-progress';
  if (body.estado === 'cancelada') return 'closed';
  if (body.estado === 'pendiente') return 'unpaid';
  // An advance payment needs another CFDI (Guía de llenado, apéndice 8): the merchant makes it.
  if (body.anticipo) return 'needs-merchant';
  return expired ? 'late' : 'open';
}
