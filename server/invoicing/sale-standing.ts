/** What can be done with a sale now, as a portal shows it. */
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import { deadlineDate, deadlinePolicy } from '../portals/deadline.ts';
import { longDate } from '../portals/deadline-words.ts';
import type { DeadlinePolicy, Portal } from '../portals/portal.ts';
import { type Language, Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import type { AfterGlobal } from './global-exit.ts';
import type { Invoice, InvoiceState } from './invoice.ts';

/** `in-global`: it is in a factura global, so only the merchant can invoice it to somebody. */
export type SaleStatus =
  | 'open'
  | 'unpaid'
  | 'closed'
  | 'late'
  | 'invoiced'
  | 'in-global'
  | 'in-progress'
  | 'needs-merchant';

/** The state of the invoice that holds a sale, as far as the sale's standing depends on it. */
export type HolderState = InvoiceState | 'in-global';

/** `undefined` if no invoice holds the sale. */
export function holderState(invoice: Pick<Invoice, 'state' | 'snapshot'> | undefined): HolderState | undefined {
  return invoice?.state === 'stamped' && invoice.snapshot.kind === 'global' ? 'in-global' : invoice?.state;
}

/** The status of a sale and its deadline. */
export type SaleStanding = {
  readonly status: SaleStatus;
  /** Last local day of the merchant's deadline, `2026-12-31`. */
  readonly deadline: string;
  readonly expired: boolean;
};

/** `cutOff` is the first local day that is not in globals made elsewhere (`GlobalSchedule.since`). */
export type SaleMoment = {
  readonly branch: Branch;
  readonly invoiceState: HolderState | undefined;
  /** A refund of the sale was credited against the global that holds it, so it does not leave that one by itself. */
  readonly isCredited?: boolean;
  readonly now: number;
  readonly cutOff?: string | undefined;
};

/** What a portal does for a customer who asks after the global was issued; `undefined` if they leave a request. */
export function afterGlobalOf({ afterGlobal }: Pick<Portal['settings'], 'afterGlobal'>): AfterGlobal | undefined {
  return afterGlobal === 'manual' ? undefined : afterGlobal;
}

/** The standing of a sale at a portal; `invoiceState` is that of the invoice that holds it. */
export function standingAt(
  portal: Pick<Portal, 'slug' | 'formerSlugs' | 'settings'>,
  sale: Sale,
  { branch, invoiceState, isCredited = false, now, cutOff }: SaleMoment,
): SaleStanding {
  const { settings } = portal;
  const { code, codigoPostal } = branch;
  const promised = promisedAt(portal, sale);
  return saleStanding(sale, {
    ...{ policy: deadlinePolicy(settings, code), codigoPostal, invoiceState, now },
    ...(cutOff !== undefined && { cutOff }),
    leavesGlobal: afterGlobalOf(settings) !== undefined && !isCredited,
    ...(promised !== undefined && { promised }),
  });
}

/** The last day that the sale was promised at a portal, under whichever slug it had then; the latest if there are several. */
function promisedAt(
  { slug, formerSlugs = [] }: Pick<Portal, 'slug' | 'formerSlugs'>,
  { deadlines = {} }: Sale,
): string | undefined {
  // A portal may be called as what every object has: `constructor`.
  const named = [slug, ...formerSlugs].filter((one) => Object.hasOwn(deadlines, one));
  return named
    .flatMap((one) => deadlines[one] ?? [])
    .sort()
    .at(-1);
}

/**
 * `codigoPostal` is the branch's: its days are the sale's days. `invoiceState` is that of the invoice that holds the sale. A deadline
 * that was `promised` is never shortened by a later policy; one that is longer now counts for every sale.
 */
export function saleStanding(
  sale: Sale,
  context: {
    readonly policy: DeadlinePolicy;
    readonly codigoPostal: string;
    /** The last local day that was promised when the sale arrived. */
    readonly promised?: string;
    readonly invoiceState: HolderState | undefined;
    readonly now: number;
    readonly cutOff?: string;
    /** Whether a customer’s own invoice takes the sale out of its global. */
    readonly leavesGlobal?: boolean;
  },
): SaleStanding {
  const zone = issueZone(context.codigoPostal);
  const day = localDate(Date.parse(sale.body.date), zone);
  const byPolicy = deadlineDate(day, context.policy);
  const { promised = byPolicy } = context;
  const deadline = promised > byPolicy ? promised : byPolicy;
  const expired = localDate(context.now, zone) > deadline;
  const isElsewhere = context.invoiceState === undefined && context.cutOff !== undefined && day < context.cutOff;
  const inGlobal = isElsewhere || (context.invoiceState === 'in-global' && !context.leavesGlobal);
  const holder = context.invoiceState === 'in-global' ? undefined : context.invoiceState;
  const status = inGlobal ? 'in-global' : statusOf(sale, holder, expired);
  return { status, deadline, expired };
}

/** Why a customer cannot invoice a sale in this standing; `undefined` if it is open or held by an invoice. */
export function standingProblem(
  { status, deadline }: SaleStanding,
  merchant: string,
  language: Language,
): Problem | undefined {
  switch (status) {
    case 'unpaid':
      return new Problem('sale-unpaid');
    case 'closed':
      return new Problem('sale-closed');
    case 'late':
      return new Problem('deadline-passed', { params: { date: longDate(deadline, language), merchant } });
    case 'in-global':
      return new Problem('sale-in-global', { params: { merchant } });
    case 'needs-merchant':
      return new Problem('needs-merchant', {
        faults: [{ code: 'advance-payment', pointer: '/sales/0', params: { merchant } }],
      });
    default:
      return undefined;
  }
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
