/**
 * `autofactura invoice preview|make SALE…`: invoices sales for a customer, on as few CFDIs as possible, as `POST /v1/carts` does. The preview
 * also names what is issued and cancelled if a sale is in a factura global.
 */
import { customerInvoice, previewForCustomer } from '../http/merchant/for-customer.ts';
import { invoiceView } from '../http/portal/public-views.ts';
import { FOR_CUSTOMER } from '../http/portal/viewer.ts';
import { issueCart } from '../invoicing/cart.ts';
import { type CustomerInvoice, cartForCustomer, issueForCustomer } from '../invoicing/invoice-for-customer.ts';
import { beginIssue, outcomeOf } from '../invoicing/issue.ts';
import { refusalProblem } from '../invoicing/refusal.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, readArgs } from './merchant-in.ts';
import { operatorOf, recorded } from './operator.ts';
import { RECEPTOR_OPTIONS, receptorTyped } from './receptor-typed.ts';
import { explain } from './refusal.ts';
import { type Opened, withServices } from './with-services.ts';

/** Exits with 1 if one of several CFDIs could not be issued, and with 0 while one is still being stamped. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, [...RECEPTOR_OPTIONS, 'email', 'portal'], ['no-mail', 'itemize-ieps']);
  const [action, ...sales] = args.positionals;
  if (sales.length === 0) throw new UsageError('Which sales? Their ids are in "autofactura sales list".');
  return withServices(args, async (opened) => {
    const wanted = wantedOf(args, opened, sales);
    if (action === 'preview') return preview(opened, wanted, args);
    const deed = { ...opened.tenant, action: 'POST /carts', target: sales.join(' ') };
    return recorded(opened.config, opened.services.invoicing.store, deed, () => make(opened, wanted, args));
  });
};

function wantedOf(args: Args, { tenant, config }: Opened, sales: readonly string[]): CustomerInvoice {
  const [email, portal] = [args.has('no-mail') ? null : args.text('email'), args.text('portal')];
  const sent = {
    ...{ receptor: receptorTyped(args), desglosarIeps: args.has('itemize-ieps') },
    ...(email !== undefined && { email }),
    ...(portal !== undefined && { portal }),
  };
  return customerInvoice({ tenant, id: operatorOf(config).actor }, sales, sent, 'es-MX');
}

async function preview({ services }: Opened, wanted: CustomerInvoice, args: Args): Promise<number> {
  for (const saleIds of await cartForCustomer(services.invoicing, wanted)) {
    const shown = await previewForCustomer(services, { ...wanted, saleIds });
    const { issues, cancels } = shown.afterGlobal ?? { issues: [], cancels: [] };
    const lines = [
      `${saleIds.join(' ')}  ${shown.total} ${shown.moneda}`,
      ...issues.map(({ kind, total }) => `  issues ${kind}  ${total}`),
      ...cancels.map(({ kind, total }) => `  cancels ${kind}  ${total}`),
    ];
    args.print({ sales: saleIds, preview: shown }, lines.join('\n'));
  }
  return 0;
}

async function make({ services }: Opened, wanted: CustomerInvoice, args: Args): Promise<number> {
  const { invoicing } = services;
  const outcomes = await issueCart(await cartForCustomer(invoicing, wanted), async (saleIds) => {
    const begun = await beginIssue(invoicing, await issueForCustomer(invoicing, { ...wanted, saleIds }));
    const outcome = await outcomeOf(invoicing, begun);
    if (outcome.kind === 'refused') throw refusalProblem(outcome.invoice);
    return invoiceView(services, outcome.invoice, wanted.language, FOR_CUSTOMER);
  });
  for (const { document: sales, issued, problem } of outcomes) {
    const said = issued ? `${issued.id}  ${issued.status}  ${issued.uuid ?? ''}` : explain(problem);
    const view = issued ? { invoice: issued } : { problem: { code: problem?.code, detail: explain(problem) } };
    args.print({ sales, ...view }, `${sales.join(' ')}  ${said}`);
  }
  return outcomes.some(({ problem }) => problem) ? 1 : 0;
}
