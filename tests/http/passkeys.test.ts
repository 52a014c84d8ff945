/** Passkeys: added, used to sign in and to step up, removed; and answers that are not what an honest browser sends. */
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passkeyPlace } from '../../server/accounts/passkeys.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { type Authenticator, createAuthenticator, type Options, type Twist } from '../support/authenticator.ts';
import { browser, memberOf, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { resetBefore } from '../support/reset-under-way.ts';

const MERCHANT = 'mer_jacaranda';
const SITE = { origin: PUBLIC_URL, rpId: new URL(PUBLIC_URL).hostname };
const SIX_MINUTES_DAYS = 6 / 1_440;
type Listed = { passkeys: { id: string; name: string; lastUsedAt?: string }[] };
type Session = { user: { email: string; hasPasskey: boolean }; steppedUpUntil?: string };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('a passkey on %s', (engine) => {
  let api: TestApi;
  let people = 0;
  beforeAll(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {};
    api = await startApi({ sealed: [], ...databaseUrl });
  });
  afterAll(() => api.stop());

  const optionsOf = async (person: Person, path: string): Promise<Options> =>
    read<Options>(await person.call('POST', `${path}/options`));
  const refused = async (answer: Response, status = 401) => (await readProblem(answer, status)).code;
  const stranger = (): Person => browser(api, { merchant: MERCHANT, address: '201.141.9.9' });

  async function somebody(): Promise<{ person: Person; email: string }> {
    people += 1;
    const email = `llave${people}@cafejacaranda.mx`;
    const address = `189.203.9.${people}`;
    const person = await memberOf(api, { role: 'owner', merchant: MERCHANT, address, email });
    await person.stepUp();
    return { person, email };
  }

  const add = async (person: Person, phone: Authenticator, twist: Twist = {}, name = 'Mi teléfono') => {
    const response = phone.register(await optionsOf(person, '/auth/passkeys'), twist);
    return person.call('POST', '/auth/passkeys', { name, response });
  };

  /** Somebody who has added the passkey of their telephone. */
  async function withPasskey(): Promise<{ person: Person; email: string; phone: Authenticator; id: string }> {
    const { person, email } = await somebody();
    const phone = createAuthenticator(SITE);
    const { id } = await read<{ id: string }>(await add(person, phone));
    return { person, email, phone, id };
  }

  const signIn = async (phone: Authenticator, twist: Twist = {}, at = stranger()) => {
    const response = phone.sign(await optionsOf(at, '/auth/passkey-sign-in'), twist);
    return { at, answer: await at.call('POST', '/auth/passkey-sign-in', { response }) };
  };

  it('201: is added under a name after a step-up, and listed; 204: removed; 403: not without a step-up', async () => {
    const { person, phone, id } = await withPasskey();
    const asked = await optionsOf(person, '/auth/passkeys');
    expect(asked).toMatchObject({
      ...{ rp: { id: SITE.rpId }, excludeCredentials: [{ id: phone.id }] },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(await read<Listed>(await person.call('GET', '/auth/passkeys'))).toMatchObject({
      passkeys: [{ id, name: 'Mi teléfono' }],
    });
    expect(await read<Session>(await person.call('GET', '/session'))).toMatchObject({ user: { hasPasskey: true } });
    const { at: thief } = await signIn(phone);
    for (const [method, path] of [
      ['POST', '/auth/passkeys/options'],
      ['POST', '/auth/passkeys'],
      ['DELETE', `/auth/passkeys/${id}`],
    ] as const)
      expect([path, await refused(await thief.call(method, path), 403)]).toEqual([path, 'step-up-needed']);
    const { person: another } = await somebody();
    await readProblem(await another.call('DELETE', `/auth/passkeys/${id}`), 404);
    expect((await person.call('DELETE', `/auth/passkeys/${id}`)).status).toBe(204);
    expect(await refused((await signIn(phone)).answer)).toBe('passkey-refused');
  });

  it('401: is not added by a request that was under way when a link reset the password', async () => {
    const { person, email } = await somebody();
    const phone = createAuthenticator(SITE);
    await resetBefore(api, 'putPasskey', email);
    expect(await refused(await add(person, phone))).toBe('signed-out');
    expect(await refused((await signIn(phone)).answer)).toBe('passkey-refused');
  });

  it('200: signs in without an address, a password or the code of an app', async () => {
    const { person, email, phone } = await withPasskey();
    const { key } = await read<{ key: string }>(await person.call('POST', '/auth/second-factor'));
    const code = new TOTP({ secret: key }).generate({ timestamp: api.now() });
    expect((await person.call('POST', '/auth/second-factor/confirm', { code })).status).toBe(200);
    const { at, answer } = await signIn(phone);
    expect(await read<Session>(answer)).toMatchObject({ user: { email } });
    expect((await at.call('GET', '/sales')).status).toBe(200);
    expect((await read<Listed>(await at.call('GET', '/auth/passkeys'))).passkeys[0]?.lastUsedAt).toBeDefined();
  });

  it('200: steps up; 401: not with the passkey of another account', async () => {
    const { phone } = await withPasskey();
    const { phone: theirs } = await withPasskey();
    const { at } = await signIn(phone);
    const stepUp = async (by: Authenticator) => {
      const response = by.sign(await optionsOf(at, '/auth/step-up/passkey'));
      return at.call('POST', '/auth/step-up/passkey', { response });
    };
    expect(await refused(await stepUp(theirs))).toBe('passkey-refused');
    expect(await refused(await at.call('POST', '/keys', { scopes: ['sales:read'] }), 403)).toBe('step-up-needed');
    expect((await stepUp(phone)).status).toBe(200);
    expect((await at.call('POST', '/keys', { scopes: ['sales:read'] })).status).toBe(201);
  });

  it.each([
    ['from another site', { origin: 'https://factura.example.mx.evil.example' }],
    ['from the same host over http', { origin: PUBLIC_URL.replace('https', 'http') }],
    ['bound to another host', { rpId: 'evil.example' }],
    ['whose user did not unlock the device', { isVerified: false }],
    ['in the name of somebody else', { userHandle: Buffer.from('usr_somebody').toString('base64url') }],
  ] as const)('401: an assertion %s signs nobody in', async (_, twist) => {
    const { phone } = await withPasskey();
    expect(await refused((await signIn(phone, twist)).answer)).toBe('passkey-refused');
    expect((await signIn(phone)).answer.status).toBe(200);
  });

  it.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['bound to another host', { rpId: 'evil.example' }],
    ['whose user did not unlock the device', { isVerified: false }],
  ] as const)('401: a new passkey %s is not added', async (_, twist) => {
    const { person } = await somebody();
    expect(await refused(await add(person, createAuthenticator(SITE), twist))).toBe('passkey-refused');
    expect((await read<Listed>(await person.call('GET', '/auth/passkeys'))).passkeys).toEqual([]);
  });

  it('401: a passkey that belongs to one account cannot be added to another', async () => {
    const { phone } = await withPasskey();
    const { person } = await somebody();
    expect(await refused(await add(person, phone))).toBe('passkey-refused');
  });

  it('401: an assertion works once, even if it is sent five times at once, and only in the browser that asked for it, for its purpose', async () => {
    const { phone } = await withPasskey();
    const at = stranger();
    const response = phone.sign(await optionsOf(at, '/auth/passkey-sign-in'));
    const elsewhere = stranger();
    await optionsOf(elsewhere, '/auth/passkey-sign-in');
    expect(await refused(await elsewhere.call('POST', '/auth/passkey-sign-in', { response }))).toBe('passkey-refused');
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => at.call('POST', '/auth/passkey-sign-in', { response })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    const forSigningIn = phone.sign(await optionsOf(at, '/auth/passkey-sign-in'));
    expect(await refused(await at.call('POST', '/auth/step-up/passkey', { response: forSigningIn }))).toBe(
      'passkey-refused',
    );
    const otherSession = (await signIn(phone)).at;
    const forStepUp = phone.sign(await optionsOf(otherSession, '/auth/step-up/passkey'));
    expect(await refused(await at.call('POST', '/auth/step-up/passkey', { response: forStepUp }))).toBe(
      'passkey-refused',
    );
  });

  it('401: a challenge expires after five minutes', async () => {
    const { phone } = await withPasskey();
    const at = stranger();
    const response = phone.sign(await optionsOf(at, '/auth/passkey-sign-in'));
    await api.move(SIX_MINUTES_DAYS);
    expect(await refused(await at.call('POST', '/auth/passkey-sign-in', { response }))).toBe('passkey-refused');
  });

  it('401: a copy of a passkey, whose counter does not increase, opens nothing', async () => {
    const { phone } = await withPasskey();
    await signIn(phone);
    await signIn(phone);
    expect(await refused((await signIn(phone, { counter: 1 })).answer)).toBe('passkey-refused');
    expect((await signIn(phone)).answer.status).toBe(200);
  });

  it('403: no other site’s page can get a challenge or sign in; the browser’s cookie is HttpOnly and SameSite=Strict', async () => {
    const at = stranger();
    for (const path of ['/auth/passkey-sign-in/options', '/auth/passkey-sign-in']) {
      const body = path.endsWith('options')
        ? undefined
        : { response: createAuthenticator(SITE).sign({ challenge: 'x' }) };
      expect(await refused(await at.call('POST', path, body, { origin: 'https://evil.example' }), 403)).toBe(
        'foreign-origin',
      );
    }
    const answer = await at.call('POST', '/auth/passkey-sign-in/options');
    const [set = ''] = answer.headers.getSetCookie();
    for (const part of ['__Host-autofactura-browser=', 'Max-Age=300', 'HttpOnly', 'Secure', 'SameSite=Strict'])
      expect(set).toContain(part);
  });

  it('200: the audit log says that it was added, used to sign in, and removed', async () => {
    const { person, email, phone, id } = await withPasskey();
    await signIn(phone);
    await person.call('DELETE', `/auth/passkeys/${id}`);
    const own = (await api.services.invoicing.store.accounts.findPerson(email))?.id;
    const log = await read<{ entries: { actor: string; action: string; target?: string }[] }>(
      await person.call('GET', '/audit-log'),
    );
    expect(log.entries.filter(({ actor }) => actor === own).slice(0, 3)).toMatchObject([
      { action: 'passkey-removed', target: id },
      { action: 'passkey-sign-in' },
      { action: 'passkey-added', target: id },
    ]);
  });
});

describe('where passkeys are good', () => {
  it('is the public address, its host and its origin; localhost for this machine, and no bare IP address', () => {
    expect(passkeyPlace('https://factura.cafe.mx')).toEqual({
      rpId: 'factura.cafe.mx',
      origin: 'https://factura.cafe.mx',
    });
    const here = { rpId: 'localhost', origin: 'http://localhost:3000' };
    expect(['http://127.0.0.1:3000', 'http://localhost:3000'].map(passkeyPlace)).toEqual([here, here]);
    for (const url of ['https://192.168.1.20', 'https://[fd00::1]'])
      expect(() => passkeyPlace(url)).toThrow(expect.objectContaining({ code: 'no-passkeys-here' }));
  });
});
