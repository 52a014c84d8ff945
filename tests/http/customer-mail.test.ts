import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import type { Carrier } from '../../server/delivery/mail/carriers.ts';
import type { Mail } from '../../server/delivery/mail/mailer.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

/** What the carrier of this server took. */
const mails: Mail[] = [];
const sender = parseMailAddress('facturas@example.mx');
const carrier: Carrier | undefined = sender && {
  sender,
  mailer: {
    send: async (mail) => {
      mails.push(mail);
      return { kind: 'taken' };
    },
    testConnection: async () => ({ kind: 'works' }),
  },
};

let api: TestApi;
let other: string;
beforeAll(async () => {
  api = await startApi({ sealed: [], ...(carrier && { carrier }) });
  other = await api.createKey({ merchantId: 'mer_yunque' });
});
afterAll(() => api.stop());

const as = (key = api.key) => ({ authorization: `Bearer ${key}` });
const shown = async (draft: object) =>
  read<{ from: string; subject: string; html: string; text: string }>(
    await api.post(`/v1/portals/${DEMO_PORTAL}/mail/preview`, draft, as()),
  );
const sent = (body: object, key?: string) => api.post(`/v1/portals/${DEMO_PORTAL}/mail/test`, body, as(key));

test('200: shows the mail with the words that are being written, in either language, and nothing in it can run', async () => {
  const draft = {
    subject: 'Tu factura {serieFolio} de {comercio}',
    message: 'Gracias, {nombre}.\n\n<script>alert(1)</script>',
  };
  const mail = await shown({ language: 'es-MX', ...draft });
  expect(mail).toMatchObject({ from: 'Café Jacaranda', subject: 'Tu factura CJ-1042 de Café Jacaranda' });
  expect(mail.html).toContain('Gracias, ANA LOPEZ PEREZ.');
  expect(mail.html).not.toMatch(/<script|cid:/);
  expect((await shown({ language: 'en' })).html).toContain('lang="en"');
  expect(mails).toEqual([]);
});

test('200: keeps the merchant’s own texts in each language, and shows English readers the defaults if there are none in English', async () => {
  await api.change(DEMO_PORTAL, { mail: { subject: 'Aquí está tu factura' } });
  expect((await shown({ language: 'es-MX' })).subject).toBe('Aquí está tu factura');
  expect((await shown({ language: 'en' })).subject).toMatch(/^Your invoice/);
  await api.change(DEMO_PORTAL, { mail: { subject: 'Aquí está tu factura', english: { subject: 'Here it is' } } });
  expect((await shown({ language: 'en' })).subject).toBe('Here it is');
  expect((await shown({ language: 'en', subject: '' })).subject).toMatch(/^Your invoice/);
});

test('200: sends it to the person who requests it, with a subject that says that it is a test, and without files', async () => {
  expect(await read(await sent({ language: 'es-MX', to: 'lucia@cafejacaranda.example' }))).toEqual({ status: 'sent' });
  expect(mails).toMatchObject([
    { to: 'lucia@cafejacaranda.example', subject: '[Prueba] Aquí está tu factura', attachments: [] },
  ]);
  expect(mails[0]?.text).toMatch(/prueba/i);
  await sent({ language: 'en', to: 'lucia@cafejacaranda.example', subject: 'Your account was blocked' });
  expect(mails[1]?.subject).toBe('[Test] Your account was blocked');
});

test('429: an address gets ten test mails a day, tests of alerts among them, and a merchant sends twenty', async () => {
  const created = await api.post(
    '/v1/alert-channels',
    { kind: 'mail', name: 'Lucía', target: 'lucia@cafejacaranda.example', events: ['request.created'] },
    as(),
  );
  const { id } = await read<{ id: string }>(created);
  const tried = () => api.post(`/v1/alert-channels/${id}/test`, undefined, as());
  for (let nth = 2; nth < 10; nth++) expect((await tried()).status).toBe(202);
  const refused = await readProblem(await tried(), 429);
  expect(refused.code).toBe('too-many-attempts');
  await readProblem(await sent({ language: 'en', to: 'lucia@cafejacaranda.example' }), 429);
  for (let nth = 0; nth < 8; nth++) expect((await sent({ language: 'en', to: `${nth}@example.com` })).status).toBe(200);
  await readProblem(await sent({ language: 'en', to: 'nueve@example.com' }), 429);
  expect(mails).toHaveLength(10);
});

test('404 for another merchant’s portal, 400 for an invalid address', async () => {
  expect((await sent({ language: 'en', to: 'a@example.com' }, other)).status).toBe(404);
  const refused = await readProblem(await sent({ language: 'en', to: 'nadie' }), 400);
  expect(refused.errors).toMatchObject([{ pointer: '/to', code: 'email-malformed' }]);
});
