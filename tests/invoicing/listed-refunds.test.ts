import { describe, expect, it } from 'vitest';
import { listedRefunds } from '../../server/invoicing/listed-refunds.ts';
import type { Refund } from '../../server/invoicing/refund.ts';

type Registered = Pick<Refund, 'id' | 'reference' | 'total' | 'state' | 'isReported'>;

const byHand = (id: string, total: string, more: Partial<Registered> = {}): Registered => ({
  ...{ id, total, state: 'reduced' },
  ...more,
});
const listed = (
  registered: readonly Registered[],
  refunds: Record<string, string>,
  before: Record<string, string> = {},
) =>
  listedRefunds(registered, {
    refunds: Object.entries(refunds).map(([reference, total]) => ({ reference, total })),
    before,
  }).map(({ id }) => id);

describe('of the registered refunds, an order lists', () => {
  it('those that its source reported, even if it has dropped them since', () => {
    expect(listed([byHand('ref_1', '58.00', { reference: '921', isReported: true })], {})).toEqual(['ref_1']);
  });

  it('those that the merchant registered under the same reference, whatever their amount', () => {
    expect(listed([byHand('ref_1', '50.00', { reference: '921' })], { 921: '58.00' })).toEqual(['ref_1']);
    expect(listed([byHand('ref_1', '58.00', { reference: 'DEV-7' })], { 921: '20.00' })).toEqual([]);
  });

  it('one of the same amount for each that is new in it, and no other', () => {
    const registered = [byHand('ref_1', '58.00'), byHand('ref_2', '58'), byHand('ref_3', '10.00')];
    expect(listed(registered, { 921: '58.00' })).toEqual(['ref_1']);
    expect(listed(registered, { 921: '58.00', 922: '58.00' })).toEqual(['ref_1', 'ref_2']);
    expect(listed(registered, { 921: '58.00' }, { 921: '58.00' })).toEqual([]);
  });

  it('what a total that only grows has grown by, as Stripe reports it', () => {
    expect(listed([byHand('ref_1', '1000.00')], { ch_1: '1600.00' }, { ch_1: '600.00' })).toEqual(['ref_1']);
  });

  it('none that the merchant declined, and none for what was registered when it was reported', () => {
    expect(listed([byHand('ref_1', '58.00', { state: 'declined' })], { 921: '58.00' })).toEqual([]);
    const registered = [byHand('ref_1', '58.00'), byHand('ref_2', '58.00', { reference: '921', isReported: true })];
    expect(listed(registered, { 921: '58.00' })).toEqual(['ref_2']);
  });
});
