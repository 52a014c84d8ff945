/** The first owner, signing in, sessions, passwords: over HTTP, as a browser and whoever is not one meet them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invite, newResetToken, newSetupToken } from '../../server/accounts/accounts.ts';
import { noteOf } from '../../server/accounts/doing.ts';
import { hashSecretToken } from '../../server/accounts/secret-token.ts';
import { beginSession } from '../../server/accounts/sessions.ts';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import { createSignInLimits } from '../../server/limits/sign-in-limits.ts';
import { Problem } from '../../server/problems/problem.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { browser, firstOwner, PASSWORD, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { resetBefore } from '../support/reset-under-way.ts';

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
  let mailbox: Mailbox;
  beforeEach(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {};
    mailbox = createMailbox(Date.now);
    const sender = parseMailAddress('hola@factura.example.mx') ?? expect.unreachable();
    const carrier = { mailer: mailbox, sender };
    api = await startApi({ sealed: [], signup: 'invitation', carrier, ...databaseUrl });
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

  it('201: the setup token makes one owner; 409: it does not work again, after a newer one is made, or after a day', async () => {
    const { store, now } = api.services.invoicing;
    const first = await newSetupToken(store.accounts, now());
    const second = await newSetupToken(store.accounts, now());
    expect((await readProblem(await setUp(first), 409)).code).toBe('link-spent');
    await api.move(1);
    await readProblem(await setUp(second), 409);
    const third = await newSetupToken(store.accounts, now());
    const weak = await readProblem(await setUp(third, { password: 'contraseña123' }), 422);
    expect(weak.errors).toMatchObject([{ pointer: '/password', code: 'password-common' }]);
    const all = await readProblem(await setUp(third, { name: ' ', email: 'ana@cafe', password: 'contraseña123' }), 422);
    expect(all.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'required'],
      ['/email', 'email-malformed'],
      ['/password', 'password-common'],
    ]);
    const both = await Promise.all([setUp(third), setUp(third, { email: 'otra@example.com' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await readProblem(await setUp(third), 409)).code).toBe('already-set-up');
    await expect(newSetupToken(store.accounts, now())).rejects.toMatchObject({ code: 'already-set-up' });
  });

  it('201: a person who is signed in creates a merchant and owns it; 200: the session names it', async () => {
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

  it('422: says everything that is wrong with a new merchant at once, even a postal code that does not exist', async () => {
    const owner = await firstOwner(api);
    const wrong = { rfc: 'EKU9', nombre: '', regimenFiscal: '', tradeName: ' ', codigoPostal: '00001' };
    const { errors } = await readProblem(await owner.call('POST', '/merchants', wrong), 422);
    const pointers = ['/rfc', '/nombre', '/regimenFiscal', '/tradeName', '/codigoPostal'];
    expect([...new Set(errors.map(({ pointer }) => pointer))].toSorted()).toEqual(pointers.toSorted());
  });

  it('200: the cookie is __Host-, secure, out of reach of scripts and of other sites, and the database does not hold its secret', async () => {
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

  it('200: the proof of a step-up is a separate cookie, __Host-, HttpOnly and SameSite=Strict, which the browser forgets after ten minutes', async () => {
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

  it('401: a wrong password and an unknown address get the same answer', async () => {
    await firstOwner(api);
    const wrong = await readProblem((await signIn('no es la de siempre')).answer, 401);
    const nobody = await browser(api, { address: '201.141.9.8' }).call('POST', '/auth/sign-in', {
      ...{ email: 'nadie@example.com', password: PASSWORD },
    });
    expect(await readProblem(nobody, 401)).toEqual(wrong);
  });

  it('401: a wrong password is answered without waiting for the log, in which only a known address has a line', async () => {
    await firstOwner(api);
    Object.assign(api.services.invoicing.store.audit, { notePerson: () => new Promise<never>(() => {}) });
    await readProblem((await signIn('no es la de siempre')).answer, 401);
  }, 20_000);

  it('429: ten wrong passwords from one network, sent at once, are all that is tried; elsewhere its owner still signs in', async () => {
    await firstOwner(api);
    const guessAtOnce = async (many: number): Promise<readonly number[]> => {
      const guesses = Array.from({ length: many }, (_, n) => signIn(`adivinanza número ${n}`, '203.0.113.5'));
      const statuses = (await Promise.all(guesses)).map(({ answer }) => answer.status);
      const heard = statuses.filter((status) => status !== 503);
      return heard.length === many ? heard : [...heard, ...(await guessAtOnce(many - heard.length))];
    };
    const statuses = (await guessAtOnce(14)).toSorted();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    expect((await signIn(PASSWORD, '203.0.113.5')).answer.status).toBe(429);
    expect((await signIn(PASSWORD, '201.141.9.9')).answer.status).toBe(200);
    await api.move(1 / 24);
    expect((await signIn(PASSWORD, '203.0.113.5')).answer.status).toBe(200);
  });

  it('429: a network that has spent its hundred failures is refused before anything is stored about the accounts that it names', async () => {
    const { attempts } = api.services.invoicing.store;
    const limits = createSignInLimits(attempts, (text) => text, api.now);
    const wrong = () => Promise.reject(new Problem('wrong-credentials'));
    const guess = (email: string) => limits.tryPassword(email, '203.0.113.5', wrong);
    for (let n = 0; n < 100; n += 1) await expect(guess(`x${n}`)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(guess('y')).rejects.toMatchObject({ code: 'too-many-attempts' });
    const hour = new Date(api.now()).toISOString().slice(0, 13);
    const counts = ['x0', 'y'].map((email) => attempts.count(`sign-in:${email} 203.0.113.5`, hour));
    expect(await Promise.all(counts)).toEqual([1, 0]);
  });

  it('503 with Retry-After: of a hundred sign-ins at once from one network a few are tried, and the rest cost it nothing; 200: elsewhere the owner enters', async () => {
    await firstOwner(api);
    const flood = Array.from({ length: 100 }, (_, n) =>
      browser(api, { address: `203.0.113.${n}` }).call('POST', '/auth/sign-in', {
        email: EMAIL,
        password: `no es ${n}`,
      }),
    );
    expect((await signIn()).answer.status).toBe(200);
    const answers = await Promise.all(flood);
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(100 - refused.length);
    expect(refused.length).toBeGreaterThan(50);
    const [first = expect.unreachable()] = refused;
    expect(first.headers.get('retry-after')).toBe('3');
    expect((await readProblem(first, 503)).code).toBe('sign-in-busy');
    // Their guesses were not tried, so they have all ten.
    const last = `203.0.113.${answers.findLastIndex(({ status }) => status === 503)}`;
    for (let n = 0; n < 10; n += 1) expect((await signIn('no es', last)).answer.status).toBe(401);
    expect((await signIn('no es', last)).answer.status).toBe(429);
  });

  it('200: successes are not counted, so a shop that signs in all day is not locked out', async () => {
    await firstOwner(api);
    for (let n = 0; n < 12; n += 1) expect((await signIn()).answer.status).toBe(200);
  });

  it('200: signing in again replaces the previous session; 401: the old cookie opens nothing', async () => {
    const owner = await firstOwner(api);
    const old = owner.cookie();
    expect((await owner.call('POST', '/auth/sign-in', { email: EMAIL, password: PASSWORD })).status).toBe(200);
    expect(owner.cookie()).not.toBe(old);
    await readProblem(await owner.call('GET', '/session', undefined, { cookie: old }), 401);
    expect((await read<Listed>(await owner.call('GET', '/sessions'))).sessions).toHaveLength(1);
  });

  it('204: people end their own sessions, from another one or by signing out; 404: but nobody else’s', async () => {
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

  it('401: a session expires a week after its last request, or a month after its first', async () => {
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

  it('200: a new password ends every other session; 401: without the old password nothing changes, and everything that is wrong is said', async () => {
    const owner = await firstOwner(api);
    const { person: phone } = await signIn();
    const change = (current: string) => owner.call('POST', '/auth/password', { current, password: OTHER_PASSWORD });
    await readProblem(await change('no es la de siempre'), 401);
    const both = await owner.call('POST', '/auth/password', { current: 'no es la de siempre', password: 'corta' });
    expect((await readProblem(both, 401)).errors).toMatchObject([
      { pointer: '/current', code: 'password-wrong', detail: 'That is not your password. Enter it again.' },
      { pointer: '/password', code: 'password-short' },
    ]);
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await owner.call('GET', '/session')).status).toBe(200);
    await readProblem(await phone.call('GET', '/session'), 401);
    await readProblem((await signIn()).answer, 401);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
  });

  it('204: the link from the command line sets a new password and ends every session; 409: it works once, for an hour', async () => {
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

  describe('a link that resets a password', () => {
    const INVITED = { merchantId: 'mer_jacaranda', email: EMAIL, role: 'cashier' } as const;
    const accept = async () => {
      const { store, now } = api.services.invoicing;
      const { token } = await invite(store.accounts, INVITED, now());
      const body = { token, name: 'Guadalupe Ríos', password: PASSWORD };
      return browser(api, { address: '203.0.113.5' }).call('POST', '/auth/accept-invitation', body);
    };
    it.each([
      ['signs in', 'putSession', () => signIn().then(({ answer }) => answer)],
      ['steps up', 'stepUp', (own: Person) => own.call('POST', '/auth/step-up', { password: PASSWORD })],
      [
        'changes the password',
        'changePassword',
        (own: Person) =>
          own.call('POST', '/auth/password', { current: PASSWORD, password: 'el ladrón cambia la cerradura' }),
      ],
      ['accepts an invitation', 'accept', accept],
    ] as const)('401: ends what somebody with the old one, who %s meanwhile, has begun', async (_, method, begin) => {
      const owner = await firstOwner(api);
      await resetBefore(api, method, EMAIL);
      expect((await readProblem(await begin(owner), 401)).code).toBe('wrong-credentials');
      const { accounts } = api.services.invoicing.store;
      const person = (await accounts.findPerson(EMAIL)) ?? expect.unreachable();
      expect(await accounts.listSessions(person.id, api.now())).toEqual([]);
      expect(await accounts.memberships(person.id)).toEqual([]);
      expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
    });

    it('204: leaves no session of those that are signed in at the same moment', async () => {
      await firstOwner(api);
      const { accounts } = api.services.invoicing.store;
      const person = (await accounts.findPerson(EMAIL)) ?? expect.unreachable();
      const token = (await newResetToken(accounts, EMAIL, api.now())) ?? '';
      const doing = { client: { address: '203.0.113.5', userAgent: '' }, now: api.now(), seal: api.services.seal };
      const enter = () => {
        const { stored } = beginSession(person, doing.client, doing.now);
        return accounts.putSession(stored, person.passwordHash, noteOf('sign-in', doing));
      };
      const change = { passwordHash: 'scrypt$another', now: doing.now, note: noteOf('password-reset', doing) };
      let isReset = false;
      const enterUntilReset = async (): Promise<string> => {
        while (!isReset) await enter();
        return enter();
      };
      const thieves = Array.from({ length: 4 }, enterUntilReset);
      expect(await accounts.reset(hashSecretToken(token), person.id, change)).toBe('reset');
      isReset = true;
      expect(await Promise.all(thieves)).toEqual(Array(4).fill('password-changed'));
      expect(await accounts.listSessions(person.id, api.now())).toEqual([]);
    });
  });

  it('201: who is invited makes an account and enters that merchant with that role; 409: only by the newest link, once, and not after it was withdrawn', async () => {
    const owner = await firstOwner(api);
    const made = await owner.call('POST', '/merchants', {
      ...{ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '06700' },
      tradeName: 'Escuela Kemper',
    });
    const { merchant } = await read<{ merchant: { id: string } }>(made);
    const at = { 'x-autofactura-merchant': merchant.id };
    await owner.stepUp();
    const invite = async (email: string, role = 'cashier') => {
      const answer = await owner.call('POST', '/members', { email, role }, at);
      expect(answer.status).toBe(201);
      const { id, url } = await read<{ id: string; url: string }>(answer);
      return { id, token: new URL(url).searchParams.get('token') ?? '' };
    };
    const accept = (token: string, address = '201.141.9.20') => {
      const guest = browser(api, { merchant: merchant.id, address });
      const body = { token, name: 'Beto Salas', password: OTHER_PASSWORD };
      return guest.call('POST', '/auth/accept-invitation', body).then((answer) => ({ guest, answer }));
    };
    const old = await invite('beto@example.com', 'admin');
    const { token } = await invite('Beto@Example.com');
    await readProblem((await accept(old.token)).answer, 409);
    const { guest, answer } = await accept(token);
    expect(answer.status).toBe(201);
    expect(await read<Session>(answer)).toMatchObject({ merchants: [{ id: merchant.id, role: 'cashier' }] });
    expect((await guest.call('GET', '/sales')).status).toBe(200);
    expect((await readProblem(await guest.call('GET', '/members'), 403)).code).toBe('not-your-role');
    await readProblem((await accept(token)).answer, 409);

    const withdrawn = await invite('ana@example.com');
    expect((await owner.call('DELETE', `/members/${withdrawn.id}`, undefined, at)).status).toBe(204);
    await readProblem((await accept(withdrawn.token)).answer, 409);
    const { members, invitations } = await read<{ members: object[]; invitations: object[] }>(
      await owner.call('GET', '/members', undefined, at),
    );
    expect([members.length, invitations]).toEqual([2, []]);
  });

  it('202: a forgotten password is reset by a mailed link, at most three an hour; 202: the answer is the same for an unknown address', async () => {
    await firstOwner(api);
    const ask = (email: string) =>
      browser(api, { address: '201.141.9.9' }).call('POST', '/auth/forgotten-password', { email });
    for (const email of ['nadie@example.com', EMAIL, EMAIL, EMAIL, EMAIL]) expect((await ask(email)).status).toBe(202);
    await vi.waitUntil(() => mailbox.list().length >= 3, { timeout: 50_000 });
    expect(mailbox.list().map(({ mail }) => mail.to)).toEqual([EMAIL, EMAIL, EMAIL]);
    const [last] = mailbox.list();
    const [, token] = /reset-password\?token=([\w-]{43})/.exec(last?.mail.text ?? '') ?? [];
    const guest = browser(api, { address: '201.141.9.9' });
    const body = { token, password: OTHER_PASSWORD };
    expect((await guest.call('POST', '/auth/reset-password', body)).status).toBe(204);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
  });
});
