import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { News } from '../../server/delivery/news.ts';
import { liveSecrets, newWebhookSecret, rotateSecret } from '../../server/delivery/webhook/secrets.ts';
import { webhookBody, webhookHeaders } from '../../server/delivery/webhook/sign.ts';

const NEWS: News = {
  id: 'evt_1',
  tenant: { merchantId: 'mer_1', world: 'live' },
  type: 'invoice.stamped',
  subject: 'inv_1',
  portalSlug: 'tienda',
  at: Date.UTC(2026, 10, 25, 12),
};
const linkOf = ({ subject }: News): string => `https://factura.example.com/v1/invoices/${subject}`;
const DAY = 86_400_000;

describe('a webhook', () => {
  const body = webhookBody(NEWS, linkOf);

  it('is thin: a type, a time, an id and a link', () => {
    expect(JSON.parse(body)).toEqual({
      type: 'invoice.stamped',
      timestamp: '2026-11-25T12:00:00.000Z',
      data: { id: 'inv_1', kind: 'invoice', link: 'https://factura.example.com/v1/invoices/inv_1' },
    });
  });

  it('is the same bytes on every attempt, under the time of each', () => {
    const { secret } = newWebhookSecret();
    const [first, second] = [1_000_000_000_000, 1_000_000_300_999].map((now) => {
      return webhookHeaders({ id: 'evt_1', body: webhookBody(NEWS, linkOf) }, [secret], now);
    });
    expect([first?.['webhook-id'], second?.['webhook-id']]).toEqual(['evt_1', 'evt_1']);
    expect([first?.['webhook-timestamp'], second?.['webhook-timestamp']]).toEqual(['1000000000', '1000000300']);
    expect(first?.['webhook-signature']).not.toBe(second?.['webhook-signature']);
  });

  it('is signed as the specification’s own example is', () => {
    // standard-webhooks, libraries' shared test vector.
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
    expect(webhookHeaders(message, [secret], 1_614_265_330_000)['webhook-signature']).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('is signed as node:crypto signs it, whatever the body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array({ minLength: 24, maxLength: 64 }), (text, key) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        const { 'webhook-signature': signature } = webhookHeaders(
          { id: 'evt_1', body: text },
          [secret],
          1_700_000_000_000,
        );
        const mac = createHmac('sha256', key).update(`evt_1.1700000000.${text}`).digest('base64');
        expect(signature).toBe(`v1,${mac}`);
      }),
    );
  });

  it('is accepted by the official verifier with each of two secrets, and with no other', () => {
    const [fresh, before, stranger] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
    const headers = { ...webhookHeaders({ id: 'evt_1', body }, [fresh.secret, before.secret], Date.now()) };
    for (const { secret } of [fresh, before])
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(stranger.secret).verify(body, headers)).toThrow(WebhookVerificationError);
  });

  it('is not accepted if a byte of it, its id or its time is changed', () => {
    const { secret } = newWebhookSecret();
    const headers = { ...webhookHeaders({ id: 'evt_1', body }, [secret], Date.now()) };
    const verifier = new Webhook(secret);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const altered = body.slice(0, at) + String.fromCharCode(body.charCodeAt(at) ^ flip) + body.slice(at + 1);
        expect(() => verifier.verify(altered, headers)).toThrow(WebhookVerificationError);
      }),
    );
    const later = String(Number(headers['webhook-timestamp']) + 1);
    for (const forged of [
      { 'webhook-id': 'evt_2' },
      { 'webhook-timestamp': later },
      { 'webhook-signature': 'v1,AAAA' },
    ]) {
      expect(() => verifier.verify(body, { ...headers, ...forged })).toThrow(WebhookVerificationError);
    }
  });

  it('is not accepted if it is replayed after five minutes, or comes from the future', () => {
    const { secret } = newWebhookSecret();
    for (const awayMs of [-301_000, 302_000]) {
      const headers = { ...webhookHeaders({ id: 'evt_1', body }, [secret], Date.now() + awayMs) };
      expect(() => new Webhook(secret).verify(body, headers)).toThrow(/too (old|new)/);
    }
  });

  it('is never sent without a signature', () => {
    expect(() => webhookHeaders({ id: 'evt_1', body }, [], Date.now())).toThrow('without a secret');
  });
});

describe('the secrets of an endpoint', () => {
  const now = Date.UTC(2026, 10, 25);

  it('are 256 random bits each', () => {
    const [one, other] = [newWebhookSecret(), newWebhookSecret()];
    expect(one.secret).not.toBe(other.secret);
    expect(Buffer.from(one.secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  });

  it('are two while one is being rotated, and one a day later', () => {
    const first = [newWebhookSecret()];
    const second = rotateSecret(first, now);
    expect(liveSecrets(second, now)).toEqual([second[0]?.secret, first[0]?.secret]);
    expect(liveSecrets(second, now + DAY - 1)).toHaveLength(2);
    expect(liveSecrets(second, now + DAY)).toEqual([second[0]?.secret]);
  });

  it('are two at most, however often they are rotated: the last and the one before', () => {
    const first = rotateSecret([newWebhookSecret()], now);
    const second = rotateSecret(first, now + 1);
    expect(liveSecrets(second, now + 2)).toEqual([second[0]?.secret, first[0]?.secret]);
    expect(second[0]?.secret).not.toBe(first[0]?.secret);
  });
});
