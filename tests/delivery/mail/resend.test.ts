import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import type { Mailer } from '../../../server/delivery/mail/mailer.ts';
import { createResendMailer } from '../../../server/delivery/mail/resend.ts';
import type { SpawnedPac } from '../../../server/pac/sandbox/spawn.ts';
import { SOURCE_ACCOUNTS, WRONG_SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { CAFE_INVOICE } from './mails.ts';

const mail = invoiceMail(CAFE_INVOICE);
const never = new AbortController().signal;
const dir = mkdtempSync(join(tmpdir(), 'resend-'));
let providers: SpawnedPac;
let url: string;
let mailer: Mailer;
let keys = 0;
const key = (): string => {
  keys += 1;
  return `msg_${keys}`;
};

beforeAll(async () => {
  providers = await spawnStandIns(dir);
  url = `${providers.url}/resend`;
  mailer = createResendMailer({ ...SOURCE_ACCOUNTS.resend, baseUrl: url, timeoutMs: 10_000 });
});
afterAll(async () => {
  await providers.stop();
  rmSync(dir, { recursive: true });
});
beforeEach(() => clear(url));

describe('a mail through Resend', () => {
  it('is accepted as the API is documented, and a repeated delivery is the same mail', async () => {
    const first = await mailer.send(mail, 'msg_same', never);
    expect(first).toMatchObject({ kind: 'taken', receipt: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(await mailer.send(mail, 'msg_same', never)).toEqual(first);
    const [request] = await seenRequests(url);
    expect(request?.headers).toMatchObject({ 'idempotency-key': 'msg_same', 'user-agent': 'autofactura' });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      from: '"Café Jacaranda" <facturas@cafejacaranda.mx>',
      to: ['ana@example.com'],
      reply_to: 'hola@cafejacaranda.mx',
      subject: 'Tu factura de Café Jacaranda · A-1042',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [
        { content_type: 'application/pdf', content: Buffer.from('%PDF-1.7').toString('base64') },
        { content_type: 'application/xml' },
        { content_type: 'image/png', content_id: 'logo@autofactura' },
      ],
    });
  });

  it('counts as sent if Resend has another payload under its key', async () => {
    await mailer.send(mail, 'msg_other', never);
    const changed = invoiceMail({ ...CAFE_INVOICE, texts: { message: 'Gracias por tu compra.' } });
    expect(await mailer.send(changed, 'msg_other', never)).toEqual({ kind: 'taken' });
  });

  it('is found to be sent when its first answer was lost', async () => {
    await setQuirk(url, 'resend-lost', 1);
    expect(await mailer.send(mail, 'msg_lost', never)).toMatchObject({ kind: 'later' });
    expect(await mailer.send(mail, 'msg_lost', never)).toMatchObject({ kind: 'taken' });
  });

  it.each([
    ['resend-rate-limited', { kind: 'later', retryAfterMs: 2000, reason: expect.stringContaining('rate_limit') }],
    ['resend-quota', { kind: 'later', retryAfterMs: 2000, reason: expect.stringContaining('daily_quota') }],
    ['resend-down', { kind: 'later', reason: expect.stringContaining('500') }],
    ['resend-html', { kind: 'later', reason: expect.stringContaining('502') }],
    ['resend-null', { kind: 'later', reason: 'no id' }],
    ['resend-concurrent', { kind: 'later', reason: expect.stringContaining('concurrent_idempotent') }],
    ['resend-unverified', { kind: 'later', reason: expect.stringContaining('not verified') }],
    ['resend-bad-address', { kind: 'refused', reason: '422 validation_error Invalid `to` field: …' }],
  ])('%s', async (quirk, reply) => {
    await setQuirk(url, quirk, 1);
    const sent = key();
    expect(await mailer.send(mail, sent, never)).toEqual(reply);
    expect(await mailer.send(mail, sent, never)).toMatchObject({ kind: 'taken' });
  });

  it('is sent later when the account is refused', async () => {
    const other = createResendMailer({ ...WRONG_SOURCE_ACCOUNTS.resend, baseUrl: url, timeoutMs: 10_000 });
    expect(await other.send(mail, key(), never)).toMatchObject({
      kind: 'later',
      reason: expect.stringContaining('invalid_api_key'),
    });
    expect(await other.testConnection(never)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('invalid_api_key'),
    });
  });

  it('is retried later when there is no answer, in time or at all', async () => {
    await setQuirk(url, 'resend-silent');
    const hasty = createResendMailer({ ...SOURCE_ACCOUNTS.resend, baseUrl: url, timeoutMs: 100 });
    expect(await hasty.send(mail, key(), never)).toMatchObject({ kind: 'later' });
    expect(await mailer.send(mail, key(), AbortSignal.timeout(100))).toMatchObject({ kind: 'later' });
    expect(await mailer.send(mail, key(), AbortSignal.abort())).toMatchObject({ kind: 'later' });
    const nowhere = createResendMailer({ ...SOURCE_ACCOUNTS.resend, baseUrl: 'http://127.0.0.1:1', timeoutMs: 1000 });
    expect(await nowhere.send(mail, key(), never)).toMatchObject({ kind: 'later' });
    expect(await nowhere.testConnection(never)).toMatchObject({ kind: 'fails' });
  });

  it('is refused with an invalid key', async () => {
    expect(await mailer.send(mail, 'k'.repeat(257), never)).toMatchObject({ kind: 'refused' });
  });
});

describe('an account at Resend', () => {
  it('works, even with a key that can only send', async () => {
    expect(await mailer.testConnection(never)).toEqual({ kind: 'works' });
    await setQuirk(url, 'resend-sending-key', 1);
    expect(await mailer.testConnection(never)).toEqual({ kind: 'works' });
    await setQuirk(url, 'resend-down', 1);
    expect(await mailer.testConnection(never)).toMatchObject({ kind: 'fails' });
  });
});
