/** `autofactura invoice list|show`: the CFDIs of a merchant, as `GET /v1/invoices` and `GET /v1/invoices/{id}` return them. */
import { invoiceListQuery, queryOf } from '../http/merchant/invoice-list.ts';
import { wholeInvoiceView } from '../http/merchant/invoice-show.ts';
import { listedInvoiceView } from '../http/merchant/listed-invoice.ts';
import { ownInvoice } from '../http/merchant/own-invoice.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { type Opened, withServices } from './with-services.ts';

const FILTERS = [
  'status',
  'kind',
  'portal',
  'branch',
  'rfc',
  'serie',
  'folio',
  'sale',
  'from',
  'to',
  'cursor',
] as const;

/** Exits with 0; throws if there is no such invoice, or a filter is invalid. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, [...FILTERS, 'limit']);
  const [action, id] = args.positionals;
  return withServices(args, async (opened) => {
    if (action === 'show') {
      if (id === undefined) throw new UsageError('Which invoice?');
      const invoice = await ownInvoice(opened.services, opened, id);
      const view = await wholeInvoiceView(opened.services, opened.tenant, invoice, 'es-MX');
      args.print(view, JSON.stringify(view, null, 2));
      return 0;
    }
    const given = Object.fromEntries([...FILTERS, 'limit'].map((name) => [name, args.text(name)]));
    const next = await list(opened, given, args.print);
    if (next !== undefined) args.hint(`More: --cursor ${next}`);
    return 0;
  });
};

/** Prints a page and returns where the next one begins. */
async function list(
  { services, tenant }: Opened,
  given: Readonly<Record<string, string | undefined>>,
  print: (result: object, line: string) => void,
): Promise<string | undefined> {
  const read = invoiceListQuery.safeParse(given);
  if (!read.success) throw new UsageError(`--${read.error.issues[0]?.path.join('.')} is none that the list knows.`);
  const found = await services.invoicing.store.invoices.find(tenant, queryOf(read.data));
  for (const invoice of found) {
    const view = listedInvoiceView(services, invoice, 'es-MX');
    const { id, kind, status, receptor, total = '', createdAt } = view;
    print(view, [id, kind, status, `${invoice.serie}-${invoice.folio}`, receptor.rfc, total, createdAt].join('  '));
  }
  return found.length === read.data.limit ? found.at(-1)?.id : undefined;
}
