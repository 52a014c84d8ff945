/** `autofactura sales list|show`: the sales of a merchant, and the whole history of one. */
import { ownSale } from '../http/merchant/own-sale.ts';
import { saleListQuery, salePageOf } from '../http/merchant/sale-list-query.ts';
import { saleStoryView } from '../http/merchant/sale-story-view.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { withServices } from './with-services.ts';

const FILTERS = ['folio', 'total', 'from', 'to', 'status', 'before', 'limit'];

/** Exits with 0; throws if there is no such sale, or a filter is invalid. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, FILTERS);
  const [action, id] = args.positionals;
  return withServices(args, async (opened) => {
    const { services, tenant } = opened;
    if (action === 'show') {
      if (id === undefined) throw new UsageError('Which sale?');
      const sale = await ownSale(services, opened, id);
      const view = { id, ...sale.body, ...(await saleStoryView(services, opened, sale, 'es-MX')) };
      args.print(view, JSON.stringify(view, null, 2));
      return 0;
    }
    const read = saleListQuery.safeParse(Object.fromEntries(FILTERS.map((name) => [name, args.text(name)])));
    if (!read.success) throw new UsageError(`--${read.error.issues[0]?.path.join('.')} is none that the list knows.`);
    const sales = await services.invoicing.store.sales.list(tenant, salePageOf(read.data));
    for (const { id: saleId, body, invoiceId } of sales) {
      const { folio, date, total, moneda } = body;
      const held = invoiceId ?? 'open';
      args.print(
        { id: saleId, folio, date, total, moneda, ...(invoiceId !== undefined && { invoice: invoiceId }) },
        [saleId, folio, date, total, moneda, held].join('  '),
      );
    }
    if (sales.length === read.data.limit) args.hint(`More: --before ${sales.at(-1)?.id}`);
    return 0;
  });
};
