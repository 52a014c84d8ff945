/**
 * Gift cards and store credit in a WooCommerce order, which each plugin writes in its own way (assumed from public integrations; the plugins are
 * not public): sold as a product with the card's data beside it, and used to pay as a list, as meta data or as a negative fee. PW Gift Cards
 * does not record what a card paid: such an order misses its total, and waits.
 */

import { type Micro, parseMicro, sum, ZERO } from '../../../cfdi/money.ts';
import type { Fault } from '../../../problems/problem.ts';
import { isSome } from '../../intake/order-values.ts';
import type { WooOrder } from './shapes.ts';

type Line = WooOrder['line_items'][number];
type Fee = NonNullable<WooOrder['fee_lines']>[number];

/** PW Gift Cards, WooCommerce Gift Cards, YITH Gift Cards, Smart Coupons. */
const SOLD =
  /^_?(?:pw_gift_card_(?:number|amount|to)$|wc_gc_giftcard|ywgc_(?:amount|gift_card|recipients?)|wc_sc_gift|call_credit_amount$)/;

/** Whether a line sold a gift card. */
export function isGiftCard({ meta_data }: Line): boolean {
  return (meta_data ?? []).some(({ key }) => SOLD.test(key));
}

/** TeraWallet («Via wallet»), Account Funds and the like write what store credit paid as a negative fee without tax. */
const CREDIT = /gift\s?card|tarjeta de regalo|gift\s?voucher|store credit|account funds|wallet|monedero|saldo a favor/i;

/** Whether a fee is money that the customer had at the shop, rather than a discount. */
export function isStoreCredit({ name, total, total_tax }: Fee): boolean {
  return total.startsWith('-') && !isSome(total_tax) && CREDIT.test(name ?? '');
}

/** What gift cards and store credit paid towards an order, which its `total` leaves out. */
export function paidWithCredit({ gift_cards, meta_data, fee_lines }: WooOrder): Micro {
  const cards = (gift_cards ?? []).map(({ amount }) => amountOf(amount));
  const fees = (fee_lines ?? []).filter(isStoreCredit).map(({ total }) => amountOf(total.slice(1)));
  const yith = (meta_data ?? [])
    .filter(({ key }) => key === '_ywgc_applied_gift_cards')
    .flatMap(({ value }) => applied(value));
  return sum([...cards, ...fees, ...yith]);
}

/** YITH stores `{"CODE": 100}`. */
function applied(value: unknown): readonly Micro[] {
  return typeof value === 'object' && value !== null ? Object.values(value).map((each) => amountOf(String(each))) : [];
}

function amountOf(text: string): Micro {
  const amount = parseMicro(text);
  return amount !== undefined && amount > ZERO ? amount : ZERO;
}

/** Smart Coupons subtracts store credit from the lines as a coupon does: the order does not say how much of it was a discount. */
export function creditFaults({ coupon_lines }: WooOrder): readonly Fault[] {
  const credit = (coupon_lines ?? []).find((coupon) => JSON.stringify(coupon).includes('smart_coupon'));
  return credit ? [{ code: 'store-credit-unclear', pointer: '/descuento', params: { coupon: credit.code ?? '' } }] : [];
}
