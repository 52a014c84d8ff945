/** A merchant's past charges at Stripe, newest first (its API, stripe 23.1.0, read 2026-11). */
import type { SaleFact } from '../../intake/fact.ts';
import type { ListPage } from '../../source.ts';
import { chargesPage, disputesOf, type StripeApi } from './api.ts';
import { cumulativeRefund, disputeRefund, namedRefunds, paymentOf } from './charge-facts.ts';
import { chargeOrder } from './order-facts.ts';
import type { Charge } from './shapes.ts';

/**
 * `cursor` is the id of the last charge of the previous page. Sessions are not included: what a webhook said about a sale takes precedence.
 */
export async function listCharges(
  api: StripeApi,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const answer = await chargesPage(api, Math.floor(since / 1000), cursor, signal);
  if (answer.kind !== 'is') return { kind: 'unavailable', reason: answer.reason };
  const { data, has_more } = answer.value;
  const last = data.at(-1);
  const disputes: SaleFact[] = [];
  for (const charge of data.filter(({ disputed }) => disputed)) {
    const listed = await disputesOf(api, charge.id, signal);
    if (listed.kind !== 'is') return { kind: 'unavailable', reason: listed.reason };
    // A webhook's report about a charge takes precedence, unless it is the same.
    disputes.push(...listed.value.flatMap((dispute) => disputeRefund(dispute, charge.created * 1000)));
  }
  const page = { kind: 'page', facts: [...data.flatMap(factsOf), ...disputes], count: data.length } as const;
  return has_more && last ? { ...page, cursor: last.id } : page;
}

/** Dated by the charge and its refunds, so that reading the list again yields the same facts. */
function factsOf(charge: Charge): readonly SaleFact[] {
  const at = charge.created * 1000;
  const { refunds } = charge;
  return [...chargeOrder(charge), ...paymentOf(charge, at), ...refundFacts()];

  function refundFacts(): readonly SaleFact[] {
    if (refunds && refunds.data.length > 0 && !refunds.has_more) {
      const newest = Math.max(...refunds.data.map(({ created }) => created));
      return namedRefunds(charge, refunds.data, newest * 1000);
    }
    return charge.amount_refunded > 0 ? [cumulativeRefund(charge, at)] : [];
  }
}
