import { describe, expect, it } from 'vitest';
import { estadoOf, standingOf, stateOf } from '../../../server/sources/intake/order-state.ts';
import { STATES as CONEKTA } from '../../../server/sources/providers/conekta/states.ts';
import { paymentState } from '../../../server/sources/providers/mercado-pago/states.ts';
import { STATES as OPENPAY } from '../../../server/sources/providers/openpay/states.ts';
import { orderState as shopifyState } from '../../../server/sources/providers/shopify/states.ts';
import { sessionState } from '../../../server/sources/providers/stripe/states.ts';
import { orderState as wooState } from '../../../server/sources/providers/woocommerce/states.ts';
import type { StateMapping } from '../../../server/sources/settings.ts';
import { fold, order, paid, setup } from '../intake/fold-orders.ts';

/** Each source's own words, as it says them. */
const SAYS = {
  stripe: (state: string) => sessionState('checkout.session.completed', state),
  'mercado-pago': (state: string) => {
    const [status = '', status_detail] = state.split(':');
    return paymentState({ status, status_detail } as Parameters<typeof paymentState>[0]);
  },
  shopify: (financial_status: string) => shopifyState({ financial_status } as Parameters<typeof shopifyState>[0]),
  woocommerce: (status: string) =>
    wooState({ status, date_paid_gmt: '2026-11-19T18:05:00Z' } as Parameters<typeof wooState>[0]),
  conekta: (state: string) => stateOf(CONEKTA, state),
  openpay: (state: string) => stateOf(OPENPAY, state),
};

describe('a state of each source is paid in full, in part, not at all, in dispute or closed', () => {
  it.each([
    ['stripe', 'paid', ['paid']],
    ['stripe', 'unpaid', ['unpaid', 'no_payment_required']],
    ['mercado-pago', 'paid', ['approved', 'approved:partially_refunded', 'refunded', 'charged_back:reimbursed']],
    ['mercado-pago', 'unpaid', ['pending', 'in_process', 'authorized']],
    ['mercado-pago', 'disputed', ['in_mediation', 'charged_back:in_process']],
    ['mercado-pago', 'closed', ['rejected', 'cancelled', 'charged_back', 'charged_back:settled']],
    ['shopify', 'paid', ['paid', 'PAID', 'partially_refunded']],
    ['shopify', 'partly', ['partially_paid']],
    ['shopify', 'unpaid', ['pending', 'authorized', 'expired']],
    ['shopify', 'closed', ['voided', 'refunded']],
    ['woocommerce', 'paid', ['processing', 'completed']],
    ['woocommerce', 'partly', ['partial-payment', 'partially-paid']],
    ['woocommerce', 'unpaid', ['pending', 'on-hold', 'scheduled-payment', 'pending-deposit']],
    ['woocommerce', 'disputed', ['chargeback', 'fraud']],
    ['woocommerce', 'closed', ['cancelled', 'failed', 'refunded', 'trash']],
    ['conekta', 'paid', ['paid', 'partially_refunded', 'refunded', 'charged_back']],
    ['conekta', 'partly', ['partially_paid']],
    ['conekta', 'unpaid', ['pending_payment', 'pre_authorized']],
    ['conekta', 'closed', ['expired', 'canceled', 'voided', 'declined']],
    ['openpay', 'paid', ['completed', 'refunded', 'chargeback_rejected']],
    ['openpay', 'disputed', ['chargeback_pending']],
    ['openpay', 'unpaid', ['in_progress', 'charge_pending']],
    ['openpay', 'closed', ['failed', 'cancelled', 'expired']],
  ] as const)('%s: %s are %j', (source, standing, words) => {
    expect(words.map((word) => SAYS[source](word).standing)).toEqual(words.map(() => standing));
  });

  it.each(Object.keys(SAYS) as (keyof typeof SAYS)[])('%s: an unknown word is none of them', (source) => {
    for (const word of ['a word of next year', 'constructor', '__proto__', ''])
      expect(SAYS[source](word).standing).toBe('unknown');
  });
});

describe('an order by its state', () => {
  const PAID = paid('card', { payment: { method: 'card', funding: 'credit' } });
  const of = (word: string, standing: Parameters<typeof estadoOf>[0]['standing']) => {
    const state = { word, standing };
    return order({ state, estado: estadoOf(state) });
  };
  const mapped = (states: StateMapping) => ({ ...setup(), settings: { ...setup().settings, states } });

  it('waits with a reason if more has to be known about it, and without one if it is simply unpaid', () => {
    const codes = { partly: 'order-partly-paid', disputed: 'order-disputed', unknown: 'order-state-unknown' } as const;
    for (const standing of ['partly', 'disputed', 'unknown'] as const) {
      const holds = [{ code: codes[standing], pointer: '/estado', params: { state: 'enviado' } }];
      expect(fold('woocommerce', [of('enviado', standing), PAID])).toMatchObject({
        wire: { estado: 'pendiente' },
        holds,
      });
    }
    expect(fold('woocommerce', [of('pending', 'unpaid'), PAID])).not.toHaveProperty('holds');
  });

  it('means what its merchant maps it to, whatever its table says, and only that state', () => {
    const by = mapped({ enviado: 'paid' });
    expect(fold('woocommerce', [of('enviado', 'unknown'), PAID], by)).toMatchObject({ wire: { estado: 'pagada' } });
    expect(fold('woocommerce', [of('enviada', 'unknown'), PAID], by)).toMatchObject({ wire: { estado: 'pendiente' } });
    expect(fold('woocommerce', [of('toString', 'unknown'), PAID], mapped({}))).toMatchObject({
      wire: { estado: 'pendiente' },
    });
    const closed = fold('woocommerce', [of('completed', 'paid'), PAID], mapped({ completed: 'closed' }));
    expect(closed).toMatchObject({ wire: { estado: 'cancelada' } });
  });

  it('stored before there were states keeps what was reported', () => {
    expect(standingOf({ estado: 'pagada' }, {})).toEqual({ estado: 'pagada' });
  });
});
