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

test('200: sends it to the person who requests it, marked as a test and without files; 429 after twenty in a day', async () => {
  expect(await read(await sent({ language: 'es-MX', to: 'lucia@cafejacaranda.example' }))).toEqual({ status: 'sent' });
  expect(mails).toMatchObject([
    { to: 'lucia@cafejacaranda.example', subject: 'Aquí está tu factura', attachments: [] },
  ]);
  expect(mails[0]?.text).toMatch(/prueba/i);
  for (let nth = 1; nth < 20; nth++) await sent({ language: 'en', to: 'lucia@cafejacaranda.example' });
  expect((await sent({ language: 'en', to: 'lucia@cafejacaranda.example' })).status).toBe(429);
  expect(mails).toHaveLength(20);
});

test('404 for another merchant’s portal, 400 for an invalid address', async () => {
  expect((await sent({ language: 'en', to: 'a@example.com' }, other)).status).toBe(404);
  const refused = await readProblem(await sent({ language: 'en', to: 'nadie' }), 400);
  expect(refused.errors).toMatchObject([{ pointer: '/to', code: 'email-malformed' }]);
});
