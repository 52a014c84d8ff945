/** Who sends a merchant's mail: their own account, the server's carrier, or nobody; and what a test of the account finds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox } from '../../server/delivery/mail/mailbox.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const call = (method: string, path: string, body?: object, key = api.key) =>
  api.request(`/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const carrier = async (key?: string) => read(await call('GET', 'mail-carrier', undefined, key));

const RESEND = { apiKey: 're_4uT7kWq2_Lm8sVbN3xYz', from: 'facturas@cafejacaranda.mx' };
const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

test('200: says that nobody sends the mail, or that the server does, and from which address', async () => {
  const eventsUrl = `${api.services.publicUrl}/v1/mail-events/mer_jacaranda/test`;
  expect(await carrier()).toEqual({ by: 'nobody', eventsUrl });
  const sender = parseMailAddress('avisos@example.mx');
  if (!sender) throw new Error('an address');
  const before = api.services.serverCarrier;
  Object.assign(api.services, { serverCarrier: { mailer: createMailbox(api.now), sender } });
  expect(await carrier()).toMatchObject({ by: 'server', from: 'avisos@example.mx' });
  Object.assign(api.services, { serverCarrier: before });
});

test('200: names the merchant’s own carrier, its address and whether it hears of bounces, and never a secret', async () => {
  await call('PUT', 'mail-accounts/resend', { credentials: RESEND });
  expect(await carrier()).toMatchObject({
    ...{ by: 'merchant', carrier: 'resend', name: 'Resend', from: 'facturas@cafejacaranda.mx', hearsBounces: false },
  });
  await call('PUT', 'mail-accounts/resend', { credentials: { ...RESEND, webhookSecret } });
  const answer = await (await call('GET', 'mail-carrier')).text();
  expect(JSON.parse(answer)).toMatchObject({ hearsBounces: true });
  expect(answer).not.toMatch(/re_4uT|whsec_/);
});

test('200, 404: the address for its events is where they are received, and stops receiving with the account', async () => {
  const { eventsUrl: url } = (await carrier()) as { eventsUrl: string };
  const path = new URL(url).pathname;
  expect((await readProblem(await api.post(path, {}), 401)).code).toBe('bad-signature');
  const smtp = 'smtps://caja:clave@smtp.cafejacaranda.mx:465';
  await call('PUT', 'mail-accounts/smtp', { credentials: { url: smtp, from: RESEND.from } });
  expect(await carrier()).toMatchObject({ carrier: 'smtp', hearsBounces: false });
  expect((await api.post(path, {})).status).toBe(404);
});

test('200: is of one world and one merchant', async () => {
  const theirs = await api.createKey({ merchantId: 'mer_yunque' });
  expect(await carrier(theirs)).toMatchObject({ by: 'nobody', eventsUrl: expect.stringContaining('mer_yunque/test') });
});

test('204, 404: once it is removed, the server’s carrier is the one again', async () => {
  expect((await call('DELETE', 'mail-accounts/smtp')).status).toBe(204);
  expect((await call('DELETE', 'mail-accounts/resend')).status).toBe(404);
  expect(await carrier()).toMatchObject({ by: 'nobody' });
});
