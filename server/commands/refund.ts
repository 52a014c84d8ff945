/** `autofactura refund preview|register|list|approve|correct|decline`: refunds and their notas de crédito. */
import { readFileSync } from 'node:fs';
import { ownSale } from '../http/merchant/own-sale.ts';
import { previewOf, refundView, requestOf } from '../http/merchant/refunds.ts';
import { REFUND_STATES } from '../invoicing/refund.ts';
import {
  decideRefund,
  previewRefund,
  type RefundDecision,
  type RefundOutcome,
  registerRefund,
} from '../invoicing/refunds.ts';
import { refundWire } from '../sales/refund-wire.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { readTyped } from './read-typed.ts';
import { receptorTyped } from './receptor-typed.ts';
import { type Opened, withServices } from './with-services.ts';

const DECISIONS = ['approve', 'correct', 'decline'] as const;
const ACTIONS = ['preview', 'register', 'list', ...DECISIONS] as const;
const SHOWN = 100;

/** Exits with 0, or throws why it was refused. */
export const run: Command = async (typed) => {
  const names = [
    'total',
    'date',
    'forma-pago',
    'reference',
    'conceptos',
    'status',
    'sale',
    'reason',
    'nombre',
    'cp',
    'regimen',
  ];
  const args = readArgs(typed, names);
  const [first, id] = args.positionals;
  const action = ACTIONS.find((known) => known === first);
  if (!action) throw new UsageError('Preview, register, list, approve, correct or decline?');
  return withServices(args, async (opened) => {
    if (action === 'list') return list(opened, args);
    if (id === undefined) throw new UsageError('Which one? A sale to register, a refund to decide.');
    if (action === 'preview' || action === 'register') return register(opened, action, id, args);
    return decide(opened, action, id, args);
  });
};

async function register(
  { services, tenant, config }: Opened,
  action: 'preview' | 'register',
  id: string,
  args: Args,
): Promise<number> {
  const { invoicing } = services;
  const sale = await ownSale(services, { tenant }, id);
  const asked = requestOf(tenant, sale.id, given(args, invoicing.now()));
  if (action === 'preview') {
    const view = previewOf(await previewRefund(invoicing, asked), 'es-MX');
    const { outcome, left, egreso } = view;
    args.print(view, [outcome, left && `left ${left}`, egreso && `egreso ${egreso.total}`].filter(Boolean).join('  '));
    return 0;
  }
  const deed = { ...tenant, action: 'POST /sales/{id}/refunds', target: sale.id };
  const registered = await recorded(config, invoicing.store, deed, () => registerRefund(invoicing, asked));
  return show(services, registered, args);
}

/** Reads the refund, dated now, from the options; `--conceptos` is a JSON file of the returned lines. */
function given(args: Args, now: number) {
  const file = args.text('conceptos');
  return readTyped(refundWire, {
    total: args.text('total'),
    date: args.text('date') ?? new Date(now).toISOString(),
    formaPago: args.text('forma-pago'),
    reference: args.text('reference'),
    conceptos: file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')),
  });
}

async function list({ services, tenant }: Opened, args: Args): Promise<number> {
  const { store } = services.invoicing;
  const [status, sale] = [args.text('status'), args.text('sale')];
  const state = REFUND_STATES.find((known) => known === status);
  if (status !== undefined && !state) throw new UsageError(`--status is one of ${REFUND_STATES.join(', ')}.`);
  const query = { limit: SHOWN, ...(state && { state }), ...(sale !== undefined && { sale }) };
  for (const refund of await store.refunds.list(tenant, query)) {
    const egreso = refund.invoiceId === undefined ? undefined : await store.invoices.get(refund.invoiceId);
    show(services, { refund, ...(egreso && { egreso }) }, args);
  }
  return 0;
}

async function decide(
  { services, tenant, config }: Opened,
  action: (typeof DECISIONS)[number],
  id: string,
  args: Args,
): Promise<number> {
  const { invoicing } = services;
  const refund = await invoicing.store.refunds.get(tenant, id);
  if (!refund) throw new Error(`There is no refund «${id}» of that merchant.`);
  const decision = decisionOf(action, args);
  const deed = { ...tenant, action: `POST /refunds/{id}/${action}`, target: id };
  const decided = await recorded(config, invoicing.store, deed, () => decideRefund(invoicing, refund, decision));
  return show(services, decided, args);
}

function decisionOf(action: (typeof DECISIONS)[number], args: Args): RefundDecision {
  if (action === 'approve') return { approve: true };
  if (action === 'correct') {
    const { nombre, codigoPostal, regimenFiscal } = receptorTyped(args);
    return { approve: true, receptor: { nombre, codigoPostal, regimenFiscal } };
  }
  const reason = args.text('reason')?.trim() ?? '';
  if (reason.length < 3 || reason.length > 500) throw new UsageError('Say why with --reason.');
  return { approve: false, reason };
}

function show(services: Opened['services'], outcome: RefundOutcome, { print }: Args): number {
  const view = refundView(services, outcome, 'es-MX');
  const { id, sale, status, total, egreso } = view;
  print(view, [id, sale, status, total, egreso && `${egreso.id} ${egreso.status}`].filter(Boolean).join('  '));
  return 0;
}
