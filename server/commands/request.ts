/** `autofactura request list|accept|decline`: what customers left, and a merchant's answers. */
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { type DeclineDeps, declineRequest, type TakeDeps, takeForInvoice } from '../invoicing/request-answer.ts';
import type { InvoiceRequest } from '../invoicing/request-store.ts';
import { processConfig } from '../main/config.ts';
import { Problem } from '../problems/problem.ts';
import { hindranceText } from '../problems/request-texts.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs, worldNamed } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { explain } from './refusal.ts';

/** Who answered, as the request records it. */
const BY = 'command-line';
const SHOWN = 100;

/** Exits with 0; throws if the request is unknown or can no longer be answered. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['status', 'sale', 'reason']);
  const [action, id] = args.positionals;
  if (action !== 'list' && action !== 'accept' && action !== 'decline')
    throw new UsageError('List, accept or decline?');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const merchant = await merchantIn(store, args.text('merchant'));
    if (action === 'list') return await list(store, args, merchant.id);
    const request = await requestOf(store, merchant.id, id);
    const deps = { store, now: Date.now, log: () => {} };
    const deed = { ...request.tenant, action: `POST /requests/{id}/${action}`, target: request.id };
    const answer = action === 'decline' ? decline : accept;
    return await recorded(config, store, deed, () => answer(deps, request, args));
  } catch (error) {
    throw error instanceof Problem ? new Error(explain(error)) : error;
  } finally {
    await store.close();
  }
};

async function list(store: Store, args: Args, merchantId: string): Promise<number> {
  const status = statusNamed(args.text('status'));
  const world = worldNamed(args.text('world'));
  const query = { limit: SHOWN, ...(status !== undefined && { status }) };
  for (const request of await store.requests.list({ merchantId, world }, query)) show(args, request);
  return 0;
}

function show({ print }: Args, request: InvoiceRequest): void {
  const { id, status, reason, receptor, lookup, saleIds, createdAt } = request;
  const hindrance = request.status === 'open' && request.waitsFor === 'merchant' ? request.hindrance : undefined;
  const left = new Date(createdAt).toISOString();
  const waits = request.status === 'open' ? { waitsFor: request.waitsFor } : {};
  const why = hindrance && hindranceText(hindrance.code, 'es-MX');
  print(
    { id, status, ...waits, reason, receptor, lookup, sales: saleIds, createdAt: left, ...(why && { hindrance: why }) },
    [id, status, reason, receptor.rfc, lookup.folio ?? saleIds.join(), left, why].filter(Boolean).join('  '),
  );
}

async function requestOf(store: Store, merchantId: string, id: string | undefined): Promise<InvoiceRequest> {
  if (id === undefined) throw new UsageError('Which request? Its id is in "autofactura request list".');
  const request = await store.requests.get(id);
  if (request?.tenant.merchantId !== merchantId) throw new Error(`There is no request «${id}» of that merchant.`);
  return request;
}

/** The acceptance is durable; the server on this data issues the invoice, because it can stamp. */
async function accept(deps: TakeDeps, request: InvoiceRequest, args: Args): Promise<number> {
  const { id, status } = await takeForInvoice(deps, request, { by: BY, saleId: args.text('sale') });
  await deps.store.requests.postpone(id, { lookAt: deps.now() });
  args.print({ id, status }, `${id}  ${status}`);
  args.hint(
    'The server makes the invoice within a second, or as soon as it runs. "request list" says if it was refused.',
  );
  return 0;
}

async function decline(deps: DeclineDeps, request: InvoiceRequest, args: Args): Promise<number> {
  const answer = args.text('reason')?.trim() ?? '';
  if (answer === '' || answer.length > 500) throw new UsageError('Say why with --reason: your customer reads it.');
  const declined = await declineRequest(deps, request, { by: BY, answer });
  args.print({ id: declined.id, status: declined.status, answer }, `${declined.id}  ${declined.status}`);
  return 0;
}

const STATUSES = ['open', 'accepted', 'declined', 'expired'] as const;

function statusNamed(text: string | undefined): (typeof STATUSES)[number] | undefined {
  const status = STATUSES.find((known) => known === text);
  if (text !== undefined && status === undefined) throw new UsageError(`--status is one of ${STATUSES.join(', ')}.`);
  return status;
}
