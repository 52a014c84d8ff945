import { describe, expect, it } from 'vitest';
import type { InvoiceState } from '../../server/invoicing/invoice.ts';
import { saleStanding, standingAt } from '../../server/invoicing/sale-standing.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import type { Sale, SaleBody } from '../../server/sales/sale.ts';
import { RESTAURANT } from '../support/tickets.ts';

function saleOf(body: Partial<SaleBody> = {}): Sale {
  const head = {
    folio: 'LM-2201',
    date: '2026-11-20T09:12:00-06:00',
    estado: 'pagada',
    formaPago: '28',
    anticipo: false,
  } as const;
  return { id: 'sale_1', source: 'api', body: { ...RESTAURANT, ...head, ...body }, generation: 0, updatedAt: 0 };
}

function standing(sale: Sale, at: string, more: { invoiceState?: InvoiceState; codigoPostal?: string } = {}) {
  return saleStanding(sale, {
    policy: { kind: 'month-end', monthsAfter: 1 },
    codigoPostal: more.codigoPostal ?? '06700',
    invoiceState: more.invoiceState,
    now: Date.parse(at),
  });
}
const IN_TIME = '2026-11-22T12:00:00-06:00';
const TOO_LATE = '2027-01-01T00:00:00-06:00';

describe('what can be done with a sale', () => {
  it.each<[string, Partial<SaleBody>, InvoiceState | undefined, string]>([
    ['paid', {}, undefined, 'open'],
    ['unpaid', { estado: 'pendiente' }, undefined, 'unpaid'],
    ['refunded', { estado: 'cancelada' }, undefined, 'closed'],
    ['an advance payment', { anticipo: true }, undefined, 'needs-merchant'],
    ['with a stamped invoice', {}, 'stamped', 'invoiced'],
    ['refunded after its invoice', { estado: 'cancelada' }, 'stamped', 'invoiced'],
    ['claimed', {}, 'claimed', 'in-progress'],
    ['sealed', {}, 'sealed', 'in-progress'],
    ['being sent', {}, 'sending', 'in-progress'],
    ['in doubt', {}, 'in-doubt', 'in-progress'],
    ['to be reconciled by hand', {}, 'reconcile', 'in-progress'],
  ])('%s: %j with %s is %s', (_, body, invoiceState, status) => {
    expect(standing(saleOf(body), IN_TIME, invoiceState ? { invoiceState } : {}).status).toBe(status);
  });

  it('past the deadline a paid one is late, and the others stay what they are', () => {
    const bodies: readonly Partial<SaleBody>[] = [
      {},
      { estado: 'pendiente' },
      { estado: 'cancelada' },
      { anticipo: true },
    ];
    expect(bodies.map((body) => standing(saleOf(body), TOO_LATE).status)).toEqual([
      'late',
      'unpaid',
      'closed',
      'needs-merchant',
    ]);
    expect(standing(saleOf(), TOO_LATE, { invoiceState: 'stamped' }).status).toBe('invoiced');
  });
});

describe('the deadline', () => {
  it('lasts to the end of its last day on the wall of the branch', () => {
    expect(standing(saleOf(), '2026-12-31T23:59:59-06:00')).toEqual({
      status: 'open',
      deadline: '2026-12-31',
      expired: false,
    });
    expect(standing(saleOf(), TOO_LATE)).toEqual({ status: 'late', deadline: '2026-12-31', expired: true });
  });

  it('and its day there: Tijuana’s is two hours behind', () => {
    expect(standing(saleOf(), TOO_LATE, { codigoPostal: '22000' }).status).toBe('open');
  });

  it('counts from the day of the sale at its branch: 23:40 of 31 October in Tijuana is October', () => {
    const sale = saleOf({ date: '2026-11-01T06:40:00Z' });
    expect(standing(sale, IN_TIME, { codigoPostal: '22000' }).deadline).toBe('2026-11-30');
    expect(standing(sale, IN_TIME, { codigoPostal: '06700' }).deadline).toBe('2026-12-31');
  });

  it('of a portal with a name that every object has a property of is the one that was promised, or that of its policy', () => {
    const deadlineAt = (slug: string, deadlines: Sale['deadlines']): string =>
      standingAt(
        { slug, settings: { deadline: { kind: 'month-end', monthsAfter: 1 } } as PortalSettings },
        { ...saleOf(), ...(deadlines && { deadlines }) },
        {
          branch: { merchantId: 'mer_jacaranda', code: 'centro', name: 'Centro', codigoPostal: '06700' },
          invoiceState: undefined,
          now: Date.parse(IN_TIME),
        },
      ).deadline;
    expect(deadlineAt('constructor', { centro: '2027-02-28' })).toBe('2026-12-31');
    expect(deadlineAt('constructor', { constructor: '2027-02-28' })).toBe('2027-02-28');
  });
});
