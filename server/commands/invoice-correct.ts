/** `autofactura invoice correct INVOICE`: issues a substitute for another receptor, then cancels the original; `--preview` stores nothing. */

import { planView } from '../http/merchant/corrections.ts';
import { ownInvoice } from '../http/merchant/own-invoice.ts';
import { correctedView } from '../http/portal/corrected-view.ts';
import { type CorrectionRequest, correct } from '../invoicing/correct.ts';
import { refusalProblem } from '../invoicing/refusal.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { operatorOf, recorded } from './operator.ts';
import { RECEPTOR_OPTIONS, receptorTyped } from './receptor-typed.ts';
import { withServices } from './with-services.ts';

/** Exits with 0; the server finishes whatever is not stamped or cancelled by then. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, RECEPTOR_OPTIONS, ['preview']);
  const [, id] = args.positionals;
  if (id === undefined) throw new UsageError('Which invoice?');
  return withServices(args, async (opened) => {
    const { services, tenant, config } = opened;
    const { invoicing } = services;
    const invoice = await ownInvoice(services, opened, id);
    const asked: CorrectionRequest = {
      ...{ receptor: receptorTyped(args), origin: 'merchant', by: operatorOf(config).actor },
    };
    if (args.has('preview')) {
      const plan = await planView(services, invoice, asked, 'es-MX');
      const changes = plan.changes.map((change) => JSON.stringify(change));
      args.print(plan, [plan.detail, ...changes].filter(Boolean).join('\n'));
      return 0;
    }
    const deed = { ...tenant, action: 'POST /invoices/{id}/correct', target: id };
    const { issued, cancellation } = await recorded(config, invoicing.store, deed, async () => {
      const outcome = await correct(invoicing, invoice, asked);
      if (outcome.issued.kind === 'refused') throw refusalProblem(outcome.issued.invoice);
      return outcome;
    });
    const pair = { substitute: issued.invoice, replaced: invoice };
    const view = await correctedView(services, pair, cancellation, 'es-MX');
    const { id: substitute, state, stamped } = issued.invoice;
    const follows = cancellation ? `  replaces ${id}  ${cancellation.state}` : '';
    args.print(view, `${substitute}  ${state}  ${stamped?.uuid ?? ''}${follows}`);
    return 0;
  });
};
