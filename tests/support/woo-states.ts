/** Which WooCommerce orders are paid in full: one table for the source and for the plugin that offers the link to it. */

export type WooStanding = {
  readonly status: string;
  readonly method: string;
  /** Whether WooCommerce dated the payment. */
  readonly isDated: boolean;
  readonly isPaid: boolean;
};

const row = (status: string, method: string, isDated: boolean, isPaid: boolean): WooStanding => {
  return { status, method, isDated, isPaid };
};

export const WOO_STANDINGS: readonly WooStanding[] = [
  // Cash on delivery: handed over once it is completed. A transfer, a cheque: its merchant saw the money and completed it.
  ...['cod', 'bacs', 'cheque'].flatMap((method) => [
    row('processing', method, false, false),
    row('processing', method, true, true),
    row('completed', method, false, true),
    row('completed', method, true, true),
    row('on-hold', method, false, false),
  ]),
  row('processing', 'stripe', true, true),
  // A gateway that lets an order be processed before it is paid, of which nobody said what that means.
  row('processing', 'pago-en-tienda', false, false),
  row('completed', 'pago-en-tienda', false, true),
  ...[
    'pending',
    'on-hold',
    'cancelled',
    'refunded',
    'failed',
    'partial-payment',
    'pre-ordered',
    'chargeback',
    'enviado',
  ].map((status) => row(status, 'stripe', true, false)),
];
