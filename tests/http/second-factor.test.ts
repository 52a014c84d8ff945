/** Codes of an app as a second step, and recovery codes: turned on, asked for, never accepted twice, lost. */
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newResetToken } from '../../server/accounts/accounts.ts';
import { newEmailToken } from '../../server/accounts/own-details.ts';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { browser, firstOwner, memberOf, PASSWORD, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const MERCHANT = 'mer_jacaranda';
const HALF_A_MINUTE_DAYS = 30 / 86_400;
/** A telephone that holds a key for codes. */
type App = { readonly key: string; readonly code: (stepsAhead?: number) => string };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('a second step on %s', (engine) => {
  let api: TestApi;
  let owner: Person;
  let mailbox: Mailbox;
  let people = 0;
  beforeAll(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {};
    mailbox = createMailbox(Date.now);
    const sender = parseMailAddress('hola@factura.example.mx') ?? expect.unreachable();
    const carrier = { mailer: mailbox, sender };
    api = await startApi({ sealed: [], signup: 'invitation', carrier, ...databaseUrl });
    owner = await firstOwner(api);
  });
  afterAll(() => api.stop());

  const appOf = (key: string): App => ({
    key,
    code: (stepsAhead = 0) => new TOTP({ secret: key }).generate({ timestamp: api.now() + stepsAhead * 30_000 }),
  });

  /** Somebody new at their own address, with a password alone. */
  async function somebody(): Promise<{ person: Person; email: string }> {
    people += 1;
    const email = `persona${people}@cafejacaranda.mx`;
    const address = `189.203.8.${people}`;
    const person = await memberOf(api, { role: 'admin', merchant: MERCHANT, address, email });
    await person.stepUp();
    return { person, email };
  }

  /** Somebody who has scanned the QR and typed a first code. */
  async function enrolled(): Promise<{ person: Person; email: string; app: App; recoveryCodes: readonly string[] }> {
    const { person, email } = await somebody();
    const { key } = await read<{ key: string }>(await person.call('POST', '/auth/second-factor'));
    const app = appOf(key);
    const confirmed = await person.call('POST', '/auth/second-factor/confirm', { code: app.code() });
    const { recoveryCodes } = await read<{ recoveryCodes: string[] }>(confirmed);
    await api.move(HALF_A_MINUTE_DAYS);
    return { person, email, app, recoveryCodes };
  }

  const signIn = (email: string, code?: string, address = '201.141.9.9', password = PASSWORD): Promise<Response> =>
    browser(api, { address }).call('POST', '/auth/sign-in', { email, password, ...(code !== undefined && { code }) });
  const refused = async (answer: Response, status = 401) => (await readProblem(answer, status)).code;

  it('201: has a key as text and as a QR, and begins with its first code; 401: not with a wrong one', async () => {
    const { person, email } = await somebody();
    const drawn = await person.call('POST', '/auth/second-factor');
    expect([drawn.status, drawn.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { key, uri, qr } = await read<{ key: string; uri: string; qr: string }>(drawn);
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(decodeURIComponent(uri)).toBe(
      `otpauth://totp/Autofactura:${email}?issuer=Autofactura&secret=${key}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(qr).toMatch(/^<svg /);
    expect((await signIn(email)).status).toBe(200);
    const confirm = (code: string) => person.call('POST', '/auth/second-factor/confirm', { code });
    expect(await refused(await confirm(appOf(key).code(5)))).toBe('wrong-code');
    const { recoveryCodes } = await read<{ recoveryCodes: string[] }>(await confirm(appOf(key).code()));
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const each of recoveryCodes) expect(each).toMatch(/^(?:[2-9a-hjkmnp-z]{4}-){5}[2-9a-hjkmnp-z]{4}$/);
    expect(await read(await person.call('GET', '/auth/second-factor'))).toMatchObject({
      on: true,
      recoveryCodesLeft: 10,
    });
    expect(await refused(await person.call('POST', '/auth/second-factor'), 409)).toBe('second-factor-on');
    await readProblem(await confirm(appOf(key).code(1)), 404);
  });

  it('403: cannot be turned on or off, nor its recovery codes renewed, without a step-up', async () => {
    const { email, app } = await enrolled();
    const thief = browser(api, { address: '201.141.9.9' });
    await thief.call('POST', '/auth/sign-in', { email, password: PASSWORD, code: app.code() });
    for (const [method, path, body] of [
      ['POST', '/auth/second-factor', undefined],
      ['POST', '/auth/second-factor/confirm', { code: app.code(1) }],
      ['POST', '/auth/recovery-codes', undefined],
      ['DELETE', '/auth/second-factor', undefined],
    ] as const)
      expect([path, await refused(await thief.call(method, path, body), 403)]).toEqual([path, 'step-up-needed']);
  });

  it('401: is requested after a right password; 401: a wrong password does not reveal it', async () => {
    const { email, app } = await enrolled();
    expect(await refused(await signIn(email))).toBe('code-needed');
    expect(await refused(await signIn(email, app.code(), '201.141.9.9', 'no es la de siempre'))).toBe(
      'wrong-credentials',
    );
    expect(await refused(await signIn(email, app.code(4)))).toBe('wrong-code');
    expect((await signIn(email, app.code())).status).toBe(200);
  });

  it('200, then 401: accepts a code once, even if it is sent five times at once, and none before it', async () => {
    const { email, app } = await enrolled();
    const [now, before] = [app.code(), app.code(-1)];
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => signIn(email, now, `201.141.${n}.9`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect(await refused(await signIn(email, now))).toBe('code-spent');
    expect(await refused(await signIn(email, before))).toBe('code-spent');
    expect((await signIn(email, app.code(1).replace(/^(...)/, '$1 '))).status).toBe(200);
  });

  it('200: is part of a step-up too; 401: but not with the code that signed in', async () => {
    const { email, app } = await enrolled();
    const phone = browser(api, { address: '201.141.9.9' });
    await phone.call('POST', '/auth/sign-in', { email, password: PASSWORD, code: app.code() });
    const prove = (code?: string) => phone.call('POST', '/auth/step-up', { password: PASSWORD, code });
    expect(await refused(await prove())).toBe('code-needed');
    expect(await refused(await prove(app.code()))).toBe('code-spent');
    expect((await prove(app.code(1))).status).toBe(200);
    expect((await phone.call('DELETE', '/auth/second-factor')).status).toBe(204);
    expect((await signIn(email)).status).toBe(200);
  });

  it('200: accepts a recovery code once, with or without its hyphens; 401: not again, nor after new ones were made', async () => {
    const { person, email, recoveryCodes } = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    const answers = await Promise.all([1, 2, 3].map(() => signIn(email, first.toUpperCase().replaceAll('-', ''))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    expect(await refused(await signIn(email, first))).toBe('wrong-code');
    expect(await read(await person.call('GET', '/auth/second-factor'))).toMatchObject({ recoveryCodesLeft: 9 });
    const renewed = await read<{ recoveryCodes: string[] }>(await person.call('POST', '/auth/recovery-codes'));
    expect(await refused(await signIn(email, second))).toBe('wrong-code');
    expect((await signIn(email, renewed.recoveryCodes[0])).status).toBe(200);
  });

  it('429: lets somebody with the password try a hundred wrong codes a day; 200: the owner still enters from where they have a session, or with a recovery code', async () => {
    const { email, app, recoveryCodes } = await enrolled();
    for (let n = 0; n < 100; n += 1)
      expect(await refused(await signIn(email, '000000', `203.0.113.${n}`))).toBe('wrong-code');
    const limited = await signIn(email, app.code(), '203.0.113.200');
    expect(await refused(limited, 429)).toBe('too-many-codes');
    const number = Number(/\d+/.exec(email)?.[0]);
    expect((await signIn(email, app.code(), `189.203.8.${number}`)).status).toBe(200);
    expect((await signIn(email, recoveryCodes[3], '203.0.113.201')).status).toBe(200);
  });

  it('200: does not count successes and missing codes, so nobody who signs in all day is locked out', async () => {
    const { email, app } = await enrolled();
    for (let n = 0; n < 12; n += 1) {
      expect(await refused(await signIn(email))).toBe('code-needed');
      expect((await signIn(email, app.code())).status).toBe(200);
      await api.move(HALF_A_MINUTE_DAYS);
    }
  });

  it('401, then 201: is part of accepting an invitation with an existing account', async () => {
    const { email, app } = await enrolled();
    const founded = await owner.call('POST', '/merchants', {
      ...{ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '06700' },
      tradeName: 'Escuela Kemper',
    });
    const { merchant } = await read<{ merchant: { id: string } }>(founded);
    await owner.stepUp();
    const invited = await owner.call(
      'POST',
      '/members',
      { email, role: 'admin' },
      { 'x-autofactura-merchant': merchant.id },
    );
    const token = new URL((await read<{ url: string }>(invited)).url).searchParams.get('token');
    const accept = (code?: string) => {
      const body = { token, name: 'Alguien', password: PASSWORD, code };
      return browser(api, { address: '201.141.9.9' }).call('POST', '/auth/accept-invitation', body);
    };
    expect(await refused(await accept())).toBe('code-needed');
    expect(await refused(await accept(app.code(5)))).toBe('wrong-code');
    expect((await accept(app.code())).status).toBe(201);
  });

  it('204: is removed by the first link that proves whose the address of an invited person is, with every passkey and link: somebody else may have set it up', async () => {
    const { email } = await enrolled();
    const { store, now } = api.services.invoicing;
    const kept = (await store.accounts.findPerson(email)) ?? expect.unreachable();
    const pending = await newEmailToken(store.accounts, kept, `otra-${email}`, now());
    const token = await newResetToken(store.accounts, email, now());
    const password = 'siete gatos duermen en la azotea';
    const there = browser(api, { address: '201.141.9.8' });
    expect((await there.call('POST', '/auth/reset-password', { token, password })).status).toBe(204);
    expect((await signIn(email, undefined, '201.141.9.8', password)).status).toBe(200);
    await readProblem(await there.call('POST', '/auth/confirm-email', { token: pending }), 409);
  });

  it('204: stays as it is when a link resets the password of a proven address, and the mail with the link says so', async () => {
    const { email: before, app } = await enrolled();
    const { store, now } = api.services.invoicing;
    const kept = (await store.accounts.findPerson(before)) ?? expect.unreachable();
    const email = `nueva-${before}`;
    const proof = await newEmailToken(store.accounts, kept, email, now());
    const there = browser(api, { address: '201.141.9.7' });
    expect((await there.call('POST', '/auth/confirm-email', { token: proof })).status).toBe(204);
    await browser(api, { address: '201.141.9.9' }).call('POST', '/auth/forgotten-password', { email });
    const mails = () => mailbox.list().filter(({ mail }) => mail.to === email);
    await vi.waitUntil(() => mails().length > 0, { timeout: 30_000 });
    expect(mails()[0]?.mail.text).toContain('Your app’s codes stay as they are');
    const token = await newResetToken(store.accounts, email, now());
    const password = 'siete gatos duermen en la azotea';
    const reset = await browser(api, { address: '201.141.9.9' }).call('POST', '/auth/reset-password', {
      token,
      password,
    });
    expect(reset.status).toBe(204);
    expect(await refused(await signIn(email, undefined, '201.141.9.9', password))).toBe('code-needed');
    expect((await signIn(email, app.code(), '201.141.9.9', password)).status).toBe(200);
  });

  it('200: is in the audit log when it is turned on or off or a recovery code is used; neither log nor database has its key or codes', async () => {
    const { person, email, app, recoveryCodes } = await enrolled();
    await signIn(email, recoveryCodes[0]);
    const kept = await api.services.invoicing.store.accounts.findPerson(email);
    const factor = await api.services.invoicing.store.accounts.findSecondFactor(kept?.id ?? '');
    expect(Buffer.from(factor?.sealed ?? []).toString('latin1')).not.toContain(app.key);
    expect((await person.call('DELETE', '/auth/second-factor')).status).toBe(204);
    await readProblem(await person.call('DELETE', '/auth/second-factor'), 404);
    const { entries } = await read<{ entries: { actor: string; action: string }[] }>(
      await person.call('GET', '/audit-log'),
    );
    const own = entries.filter(({ actor }) => actor === kept?.id).map(({ action }) => action);
    expect(own.slice(0, 3)).toEqual(['second-factor-off', 'sign-in', 'recovery-code-used']);
    expect(own).toContain('second-factor-on');
    const text = JSON.stringify([entries, api.logged]);
    for (const secret of [app.key, ...recoveryCodes]) expect(text).not.toContain(secret);
  });
});
