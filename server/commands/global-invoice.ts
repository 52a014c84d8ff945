/** `autofactura global-invoice preview|make`: what a factura global of a period would contain, and issuing it. */
import type { Periodicidad } from '../catalogs/global-period.ts';
import { globalPeriod } from '../catalogs/global-period.ts';
import {
  advanceGlobal,
  type BeginGlobalDeps,
  beginGlobal,
  type GlobalizeDeps,
  type GlobalPreviewDeps,
  type GlobalRequest,
  invoicesOf,
  previewGlobal,
} from '../invoicing/globalize.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { dayTyped } from './read-typed.ts';
import { withServices } from './with-services.ts';

/** Exits with 1 if the period was refused. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['branch', 'periodicidad', 'from', 'to', 'serie']);
  const [action] = args.positionals;
  if (action !== 'preview' && action !== 'make') throw new UsageError('Preview or make?');
  return withServices(args, async ({ services: { invoicing }, tenant, config }) => {
    const request = requestOf(args, tenant);
    if (action === 'preview') return await preview(invoicing, request, args);
    const deed = { ...request.tenant, action: 'POST /global-invoices' };
    return recorded(config, invoicing.store, deed, () => make(invoicing, request, args));
  });
};

function requestOf(args: Args, tenant: GlobalRequest['tenant']): GlobalRequest {
  const branch = args.text('branch');
  const from = dayTyped(args.text('from'));
  const periodicidad = args.text('periodicidad') ?? '04';
  if (branch === undefined) throw new UsageError('Which branch? Name it with --branch.');
  if (from === undefined) throw new UsageError('From which day? --from 2026-11-01.');
  if (!isPeriodicidad(periodicidad)) throw new UsageError('--periodicidad is 01, 02, 03, 04 or 05.');
  const to = dayTyped(args.text('to') ?? globalPeriod(from, periodicidad).to);
  if (to === undefined) throw new UsageError('To which day? --to 2026-11-30.');
  return { tenant, branch, periodicidad, from, to };
}

/** A clave of c_Periodicidad. */
export function isPeriodicidad(text: string): text is Periodicidad {
  return /^0[1-5]$/.test(text);
}

async function preview(deps: GlobalPreviewDeps, request: GlobalRequest, args: Args): Promise<number> {
  const { currencies, leftOut } = await previewGlobal(deps, request);
  const { branch, from, to } = request;
  const held = currencies.map(
    ({ moneda, sales, total, invoices }) => `${sales} sales  ${total} ${moneda}  ${invoices} CFDI`,
  );
  const out = Object.entries(leftOut).map(([reason, sales]) => `left out, ${reason}: ${sales}`);
  args.print({ branch, from, to, currencies, leftOut }, [...held, ...out].join('\n') || 'nothing');
  return 0;
}

/** Waits until everything is claimed and sent; a server on the same data continues with what is not stamped by then. */
async function make(deps: BeginGlobalDeps & GlobalizeDeps, request: GlobalRequest, args: Args): Promise<number> {
  const run = await beginGlobal(deps, { ...request, serie: args.text('serie') ?? 'G', origin: 'merchant' });
  await advanceGlobal(deps, run);
  const { state = run.state, refusal } = (await deps.store.globalRuns.get(run.tenant, run.id)) ?? {};
  for await (const { id, state: status, stamped, saleIds } of invoicesOf(deps, run)) {
    const uuid = stamped?.uuid;
    args.print({ id, status, uuid, sales: saleIds.length }, `${id}  ${status}  ${uuid ?? ''}  ${saleIds.length} sales`);
  }
  args.hint(`${run.id}  ${state}${refusal === undefined ? '' : `  ${refusal}`}`);
  return state === 'refused' ? 1 : 0;
}
