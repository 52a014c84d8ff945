/** `autofactura cancellation show|look-up ID`: the state of a cancellation, and what the SAT says about it now. */
import { cancellationView, stepView } from '../http/merchant/cancellations.ts';
import { ownInvoice } from '../http/merchant/own-invoice.ts';
import { settleCancellation } from '../invoicing/settle-cancellation.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { withServices } from './with-services.ts';

/** Exits with 1 if it was rejected, and with 0 while it is in progress. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, []);
  const [action, id] = args.positionals;
  if (action !== 'show' && action !== 'look-up') throw new UsageError('Show or look-up?');
  if (id === undefined) throw new UsageError('Which cancellation? "invoice cancel" answers its id.');
  return withServices(args, async (opened) => {
    const { services, tenant, config } = opened;
    const { store } = services.invoicing;
    const kept = await store.cancellations.get(id);
    if (!kept) throw new Error(`There is no cancellation «${id}».`);
    await ownInvoice(services, opened, kept.invoiceId);
    const deed = { ...tenant, action: 'POST /cancellations/{id}/look-up', target: id };
    const looked =
      action === 'show'
        ? kept
        : await recorded(config, store, deed, () => settleCancellation(services.invoicing, kept));
    const history = (await store.cancellations.stepsOf(id)).map(stepView);
    const view = { ...cancellationView(looked, 'es-MX'), history };
    const steps = history.map(({ at, what, reason }) => ['  ', at, what, reason].filter(Boolean).join('  '));
    args.print(view, [`${id}  ${view.invoice}  ${view.status}  motivo ${view.motivo}`, ...steps].join('\n'));
    return looked.state === 'rejected' ? 1 : 0;
  });
};
