import { describe, expect, it } from 'vitest';
import { OtherWorld } from '../../../server/outbound/provider.ts';
import { fixture } from '../fixtures/fixture.ts';
import { event, mac, NOW, read, secretKey, signed, source, webhookSecret } from './stripe-webhook.ts';

describe('the signature', () => {
  const body = JSON.stringify(event('payment_intent.succeeded', fixture('stripe-intent')));

  it('of Stripe admits an event', async () => {
    expect(await read(body, signed(body))).toMatchObject({
      kind: 'event',
      externalId: 'evt_payment_intent.succeeded',
      type: 'payment_intent.succeeded',
    });
  });

  it('counts if one of several in the header is right, with either of two secrets', async () => {
    const at = NOW / 1000;
    const both = `t=${at},v1=${mac(body, at, 'whsec_otro')},v1=${mac(body, at)},v0=abc`;
    expect((await read(body, both)).kind).toBe('event');
    const rotating = source({ webhookSecret: ['whsec_nuevo', webhookSecret] });
    expect((await read(body, signed(body), rotating)).kind).toBe('event');
    expect((await read(body, signed(body, at, 'whsec_nuevo'), rotating)).kind).toBe('event');
  });

  it.each([
    ['is missing', 'missing', undefined],
    ['is empty', 'missing', ''],
    ['has no time', 'malformed', `v1=${mac(body, 1)}`],
    ['has no v1', 'malformed', `t=${NOW / 1000},v0=${mac(body, NOW / 1000)}`],
    ['is no hex', 'malformed', `t=${NOW / 1000},v1=zz`],
    ['is of another secret', 'no match', signed(body, NOW / 1000, 'whsec_otro')],
    ['is of another body', 'no match', signed(`${body} `)],
    ['is of another time', 'no match', `t=${NOW / 1000 - 1},v1=${mac(body, NOW / 1000)}`],
    ['is 301 s old', 'too old', signed(body, NOW / 1000 - 301)],
  ])('that %s refuses the event and says so: %s', async (_, why, header) => {
    expect(await read(body, header)).toEqual({ kind: 'bad-signature', why: `Stripe-Signature: ${why}` });
  });

  it('admits nothing until Stripe has given the secret, not even what was signed with an empty one', async () => {
    for (const header of [signed(body), signed(body, NOW / 1000, '')])
      expect(await read(body, header, source({ secretKey }))).toMatchObject({ kind: 'bad-signature' });
  });

  it('from 300 s ago still counts', async () => {
    expect((await read(body, signed(body, NOW / 1000 - 300))).kind).toBe('event');
  });
});

describe('credentials', () => {
  it('of another shape are refused without being repeated, and so is a key of the other world', () => {
    expect(() => source({ webhookSecret: 'secreto-7' })).toThrow();
    expect(() => source({ webhookSecret: 'secreto-7' })).not.toThrow(/secreto-7/);
    expect(() => source({ webhookSecret, secretKey: 'rk_live_x' })).toThrow(OtherWorld);
    expect(() => source({ webhookSecret, secretKey }, 'live')).toThrow(OtherWorld);
  });
});
