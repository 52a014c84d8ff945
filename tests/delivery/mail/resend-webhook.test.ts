import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { readResendWebhook } from '../../../server/delivery/mail/resend-webhook.ts';

const secret = `whsec_${Buffer.from('un secreto de veinticuatro').toString('base64')}`;
const now = Date.UTC(2026, 10, 20, 18);

function signed(body: string, { at = now, prefix = 'svix', by = secret } = {}) {
  const date = new Date(at);
  const headers = new Headers({
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: String(Math.floor(at / 1000)),
    [`${prefix}-signature`]: `v1,AAAA ${new Webhook(by).sign('msg_1', date, body)}`,
  });
  return { headers, body, secret, now };
}

const news = (type: string, more: object = {}): string =>
  JSON.stringify({
    type,
    created_at: '2026-11-20T18:00:00Z',
    data: { email_id: 'e1', to: ['ana@example.com'], ...more },
  });

describe('a webhook from Resend', () => {
  it.each([
    [news('email.delivered'), { kind: 'delivered', receipt: 'e1' }],
    [news('email.complained'), { kind: 'complained', receipt: 'e1' }],
    [
      news('email.bounced', {
        bounce: { type: 'Permanent', subType: 'General', message: '<ana@example.com> no existe' },
      }),
      { kind: 'bounced', receipt: 'e1', reason: 'email.bounced Permanent <…> no existe' },
    ],
    [
      news('email.failed', { failed: { reason: 'reached_daily_quota' } }),
      { kind: 'bounced', receipt: 'e1', reason: 'email.failed reached_daily_quota' },
    ],
    [news('email.suppressed'), { kind: 'bounced', receipt: 'e1', reason: 'email.suppressed' }],
    [news('email.opened'), { kind: 'ignored' }],
    [news('email.delivery_delayed'), { kind: 'ignored' }],
    [JSON.stringify({ type: 'domain.updated', data: { id: 'd1' } }), { kind: 'ignored' }],
    ['not JSON', { kind: 'ignored' }],
    ['', { kind: 'ignored' }],
  ])('%s', (body, read) => {
    expect(readResendWebhook(signed(body))).toEqual(read);
  });

  it('is read under the names of Standard Webhooks too', () => {
    expect(readResendWebhook(signed(news('email.delivered'), { prefix: 'webhook' })).kind).toBe('delivered');
  });
});

describe('a webhook from somebody else', () => {
  const good = signed(news('email.bounced'));
  const without = (name: string): Headers => {
    const headers = new Headers(good.headers);
    headers.delete(name);
    return headers;
  };

  it.each([
    ['a body changed by one letter', { ...good, body: good.body.replace('e1', 'e2') }],
    ['another secret', signed(good.body, { by: `whsec_${Buffer.from('otro secreto distinto').toString('base64')}` })],
    ['older than five minutes', signed(good.body, { at: now - 301_000 })],
    ['from a later hour', signed(good.body, { at: now + 301_000 })],
    ['no id', { ...good, headers: without('svix-id') }],
    ['no timestamp', { ...good, headers: without('svix-timestamp') }],
    ['no signature', { ...good, headers: without('svix-signature') }],
    ['a secret that is none', { ...good, secret: '' }],
    ['a secret that is no base64', { ...good, secret: 'whsec_¿?' }],
  ])('%s', (_, request) => {
    expect(readResendWebhook(request)).toEqual({ kind: 'bad-signature' });
  });

  it('within five minutes it is read', () => {
    expect(readResendWebhook(signed(good.body, { at: now - 299_000 })).kind).toBe('bounced');
  });
});
