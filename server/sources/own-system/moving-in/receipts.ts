/** Converts the receipts of another service to sales that are found by the keys printed on their tickets. */
import type { z } from 'zod';
import { currencyDecimals } from '../../../catalogs/moneda.ts';
import { formatMicro, formatTrimmed, type Micro, ZERO } from '../../../cfdi/money.ts';
import type { Fault } from '../../../problems/problem.ts';
import { faultsOf } from '../../../sales/sale-wire.ts';
import { emailOf } from '../../intake/order-values.ts';
import type { SkippedReason, SubmittedLine, SubmittedSale } from '../../intake/submitted-sale.ts';
import { type Item, linesOf, notCarried } from './conceptos.ts';
import { type Columns, isReceipt, type Receipt, readExport } from './export-file.ts';
import { FLAG, textOf } from './values.ts';

/** What a receipt states, in the words of either service. */
export type Read = {
  readonly date: string;
  readonly total: Micro;
  readonly moneda: string;
  readonly tipoCambio: Micro | undefined;
  readonly formaPago: string | undefined;
  readonly email: string | undefined;
  /** Absent if only the total is known. */
  readonly items?: readonly Item[] | undefined;
};

/** The format in which a service writes its receipts. */
export type Service = {
  readonly columns: Columns;
  /** The statuses in lower case, as the service or a spreadsheet writes them; any other is a fault. */
  readonly statuses: ReadonlyMap<string, 'open' | SkippedReason>;
  /** What is printed on the ticket, unchanged. */
  readonly folioOf: (receipt: Receipt) => string | undefined;
  /** What happened after its status was written. */
  readonly undone?: (receipt: Receipt) => SkippedReason | undefined;
  readonly read: (receipt: Receipt) => z.ZodSafeParseResult<Read>;
};

/** Reads every receipt of an exported file. A bad one is a fault of its line and does not stop the others. Never throws. */
export function readReceipts(text: string, service: Service): readonly SubmittedLine[] {
  return readExport(text, service.columns).map((each): SubmittedLine => {
    if (each.kind === 'faults') return each;
    const { line, receipt } = each;
    const folio = service.folioOf(receipt);
    const status = service.statuses.get(slug(receipt.status));
    const faults = [
      ...(folio === undefined ? [{ code: 'required', pointer: `/${service.columns[0]?.[0]}` }] : []),
      ...(status === undefined ? [{ code: slug(receipt.status) ? 'malformed' : 'required', pointer: '/status' }] : []),
    ];
    if (folio === undefined || status === undefined)
      return { kind: 'faults', line, ...(folio !== undefined && { folio }), faults };
    const reason = status === 'open' ? service.undone?.(receipt) : status;
    return reason ? { kind: 'skipped', line, folio, reason } : submitted(line, folio, receipt, service.read(receipt));
  });
}

function submitted(line: number, folio: string, receipt: Receipt, read: z.ZodSafeParseResult<Read>): SubmittedLine {
  const faults = [...(read.success ? [] : faultsOf(read.error, receipt)), ...itemFaults(receipt.items)];
  if (!read.success || faults.length > 0) return { kind: 'faults', line, folio, faults };
  const isTest = FLAG.safeParse(receipt.livemode).data === false;
  return { kind: 'submitted', line, folio, sale: saleOf(folio, read.data), ...(isTest && { isTest }) };
}

function itemFaults(items: unknown): readonly Fault[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item, index) =>
    (isReceipt(item) ? notCarried(item) : []).map((fault) => ({
      ...fault,
      pointer: `/items/${index}${fault.pointer}`,
    })),
  );
}

function saleOf(
  folio: string,
  { date, total, moneda, tipoCambio, formaPago, email: typedEmail, items = [] }: Read,
): SubmittedSale {
  const email = emailOf(typedEmail);
  return {
    folio,
    date,
    moneda,
    ...(moneda !== 'MXN' && tipoCambio !== undefined && tipoCambio > ZERO && { tipoCambio: formatTrimmed(tipoCambio) }),
    // Nobody pays a fraction of a cent: anything smaller is a float's rounding error.
    total: formatMicro(total, currencyDecimals(moneda) ?? 2),
    estado: 'pagada',
    ...(formaPago && { formaPago }),
    ...(email && { email }),
    // A total includes its taxes, whatever the source's prices do.
    ...(items.length > 0 ? linesOf(items) : { pricesIncludeTax: true }),
  };
}

function slug(status: unknown): string {
  return (textOf(status) ?? '').toLowerCase().replace(/\s+/g, '_');
}
