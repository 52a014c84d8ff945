/** The first owner, signing in, sessions, passwords: over HTTP, as a browser and whoever is not one meet them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newResetToken, newSetupToken } from '../../server/accounts/accounts.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { browser, firstOwner, PASSWORD, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const EMAIL = 'lupita@cafejacaranda.mx';
const OTHER_PASSWORD = 'siete gatos duermen en la azotea';
type Session = {
  user: { name: string; email: string };
  merchants: { id: string; role: string }[];
  steppedUpUntil?: string;
};
type Listed = { sessions: { id: string; isCurrent: boolean; address: string }[] };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('accounts on %s', (engine) => {
  let api: TestApi;
  beforeEach(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {};
    api = await startApi({ sealed: [], ...databaseUrl });
  });
  afterEach(() => api.stop());

  const signIn = async (
    password = PASSWORD,
    address = '201.141.9.9',
  ): Promise<{ person: Person; answer: Response }> => {
    const person = browser(api, { address });
    return {
      person,
      answer: await person.call('POST', '/auth/sign-in', { email: ' Lupita@CafeJacaranda.mx ', password }),
    };
  };
  const setUp = (token: string, changes: object = {}): Promise<Response> =>
    browser(api, { address: '189.203.7.1' }).call('POST', '/setup', {
      ...{ token, name: 'Guadalupe Ríos', email: EMAIL, password: PASSWORD },
      ...changes,
    });

  it('201: the setup token makes one owner; 409: it dies with use, with a newer one and with its day', async () => {
    const { store, now } = api.services.invoicing;
    const first = await newSetupToken(store.accounts, now());
    const second = await newSetupToken(store.accounts, now());
    expect((await readProblem(await setUp(first), 409)).code).toBe('link-spent');
    await api.move(1);
    await readProblem(await setUp(second), 409);
    const third = await newSetupToken(store.accounts, now());
    const weak = await readProblem(await setUp(third, { password: 'contraseña123' }), 422);
    expect(weak.errors).toMatchObject([{ pointer: '/password', code: 'password-common' }]);
    const both = await Promise.all([setUp(third), setUp(third, { email: 'otra@example.com' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await readProblem(await setUp(third), 409)).code).toBe('already-set-up');
    await expect(newSetupToken(store.accounts, now())).rejects.toMatchObject({ code: 'already-set-up' });
  });

  it('201: whoever signed in makes a merchant and owns it; 200: the session names it', async () => {
    const owner = await firstOwner(api);
    const before = await read<Session>(await owner.call('GET', '/session'));
    expect(before).toMatchObject({ user: { name: 'Guadalupe Ríos', email: EMAIL }, merchants: [] });
    expect(before.steppedUpUntil).toBeUndefined();
    await owner.stepUp();
    const { steppedUpUntil } = await read<Session>(await owner.call('GET', '/session'));
    expect(Date.parse(steppedUpUntil ?? '')).toBeGreaterThan(api.now());
    const made = await owner.call('POST', '/merchants', {
      ...{ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '06700' },
      tradeName: 'Escuela Kemper',
    });
    expect(made.status).toBe(201);
    const { merchant } = await read<{ merchant: { id: string } }>(made);
    const { merchants } = await read<Session>(await owner.call('GET', '/session'));
    expect(merchants).toEqual([{ id: merchant.id, tradeName: 'Escuela Kemper', role: 'owner' }]);
    const looking = { 'x-autofactura-merchant': merchant.id };
    expect((await owner.call('GET', '/sales', undefined, looking)).status).toBe(200);
  });

  it('422: says everything that is wrong with a new merchant at once, down to a postal code that does not exist', async () => {
    const owner = await firstOwner(api);
    const wrong = { rfc: 'EKU9', nombre: '', regimenFiscal: '', tradeName: ' ', codigoPostal: '00001' };
    const { errors } = await readProblem(await owner.call('POST', '/merchants', wrong), 422);
    const pointers = ['/rfc', '/nombre', '/regimenFiscal', '/tradeName', '/codigoPostal'];
    expect([...new Set(errors.map(({ pointer }) => pointer))].toSorted()).toEqual(pointers.toSorted());
  });

  it('the cookie is __Host-, secure, out of reach of scripts and of other sites, and the database keeps no secret of it', async () => {
    await firstOwner(api);
    const { answer, person } = await signIn();
    const [set = ''] = answer.headers.getSetCookie();
    expect(set).toMatch(/^__Host-autofactura-session=[\w-]{43};/);
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(set).toContain(part);
    expect(set).not.toMatch(/Domain|Expires|Max-Age/i);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const secret = person.cookie()?.split('=')[1] ?? '';
    const { sessions } = await read<Listed>(await person.call('GET', '/sessions'));
    expect(JSON.stringify([sessions, api.logged])).not.toContain(secret);
    const kept = await api.services.invoicing.store.accounts.findSession(secret, api.now());
    expect(kept).toBeUndefined();
  });

  it('the proof of a step-up is a cookie of its own, __Host-, HttpOnly and SameSite=Strict, which the browser forgets after ten minutes', async () => {
    const owner = await firstOwner(api);
    const answer = await owner.call('POST', '/auth/step-up', { password: PASSWORD });
    const [session = '', proof = ''] = answer.headers.getSetCookie();
    expect(session).toMatch(/^__Host-autofactura-session=[\w-]{43};/);
    expect(proof).toMatch(/^__Host-autofactura-proof=[\w-]{43};/);
    for (const part of ['Max-Age=600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'])
      expect(proof).toContain(part);
    await owner.call('POST', '/auth/sign-out');
    expect(owner.cookies()).toBeUndefined();
  });

  it('401: a wrong password and an address that nobody has are the same answer', async () => {
    await firstOwner(api);
    const wrong = await readProblem((await signIn('no es la de siempre')).answer, 401);
    const nobody = await browser(api, { address: '201.141.9.8' }).call('POST', '/auth/sign-in', {
      ...{ email: 'nadie@example.com', password: PASSWORD },
    });
    expect(await readProblem(nobody, 401)).toEqual(wrong);
  });

  it('429: ten wrong passwords from one network, sent at once, are all that is tried; elsewhere its owner still signs in', async () => {
    await firstOwner(api);
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, n) => signIn(`adivinanza número ${n}`, '203.0.113.5')),
    );
    const statuses = guesses.map(({ answer }) => answer.status).toSorted();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    expect((await signIn(PASSWORD, '203.0.113.5')).answer.status).toBe(429);
    expect((await signIn(PASSWORD, '201.141.9.9')).answer.status).toBe(200);
    await api.move(1 / 24);
    expect((await signIn(PASSWORD, '203.0.113.5')).answer.status).toBe(200);
  });

  it('successes are not counted: a shop that signs in all day is not locked out', async () => {
    await firstOwner(api);
    for (let n = 0; n < 12; n += 1) expect((await signIn()).answer.status).toBe(200);
  });

  it('200: signing in again takes the place of the session before, and 401: its cookie opens nothing', async () => {
    const owner = await firstOwner(api);
    const old = owner.cookie();
    expect((await owner.call('POST', '/auth/sign-in', { email: EMAIL, password: PASSWORD })).status).toBe(200);
    expect(owner.cookie()).not.toBe(old);
    await readProblem(await owner.call('GET', '/session', undefined, { cookie: old }), 401);
    expect((await read<Listed>(await owner.call('GET', '/sessions'))).sessions).toHaveLength(1);
  });

  it('204: a session is ended by its person from another one, or by signing out; 404: nobody else’s is', async () => {
    const owner = await firstOwner(api);
    const { person: phone } = await signIn();
    const { sessions } = await read<Listed>(await owner.call('GET', '/sessions'));
    expect(sessions.map(({ address }) => address).toSorted()).toEqual(['189.203.7.1', '201.141.9.9']);
    const other = sessions.find(({ isCurrent }) => !isCurrent)?.id ?? '';
    expect((await owner.call('DELETE', `/sessions/${other}`)).status).toBe(204);
    await readProblem(await phone.call('GET', '/session'), 401);
    await readProblem(await owner.call('DELETE', '/sessions/ses_nobody'), 404);
    const cookie = owner.cookie();
    expect((await owner.call('POST', '/auth/sign-out')).status).toBe(204);
    expect(owner.cookie()).toBeUndefined();
    await readProblem(await owner.call('GET', '/session', undefined, { cookie }), 401);
  });

  it('401: a session is over a week after its last request, and a month after its first', async () => {
    const owner = await firstOwner(api);
    for (const _ of Array(4)) {
      await api.move(6.5);
      expect((await owner.call('GET', '/session')).status).toBe(200);
    }
    await api.move(4.5);
    await readProblem(await owner.call('GET', '/session'), 401);
    const { person } = await signIn();
    await api.move(7.1);
    await readProblem(await person.call('GET', '/session'), 401);
  });

  it('200: a new password ends every other session; 401: without the old one nothing changes', async () => {
    const owner = await firstOwner(api);
    const { person: phone } = await signIn();
    const change = (current: string) => owner.call('POST', '/auth/password', { current, password: OTHER_PASSWORD });
    await readProblem(await change('no es la de siempre'), 401);
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await owner.call('GET', '/session')).status).toBe(200);
    await readProblem(await phone.call('GET', '/session'), 401);
    await readProblem((await signIn()).answer, 401);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
  });

  it('204: the link of the command line sets a new password once and ends every session; 409: it dies with use and its hour', async () => {
    const owner = await firstOwner(api);
    const { store, now } = api.services.invoicing;
    const reset = (token = '') =>
      browser(api, { address: '201.141.9.9' }).call('POST', '/auth/reset-password', {
        token,
        password: OTHER_PASSWORD,
      });
    const late = await newResetToken(store.accounts, EMAIL, now());
    await api.move(1 / 20);
    await readProblem(await reset(late), 409);
    const token = await newResetToken(store.accounts, EMAIL, now());
    expect((await reset(token)).status).toBe(204);
    await readProblem(await reset(token), 409);
    await readProblem(await owner.call('GET', '/session'), 401);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
    expect(await newResetToken(store.accounts, 'nadie@example.com', now())).toBeUndefined();
  });
});
