/** An account for whoever asks, where the operator wants that; changing one's name and address; invitations by mail. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newResetToken } from '../../server/accounts/accounts.ts';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { browser, firstOwner, memberOf, PASSWORD, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { RESET_PASSWORD, resetBefore } from '../support/reset-under-way.ts';

const OTHER_PASSWORD = 'siete gatos duermen en la azotea';
const MERCHANT = 'mer_jacaranda';
const FARMACIA = {
  ...{ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '06700' },
  tradeName: 'Farmacia Luna',
};
type Session = { user: { name: string; email: string }; merchants: { id: string; role: string }[] };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('a server that is open to anybody, on %s', (engine) => {
  let api: TestApi;
  let mailbox: Mailbox;
  let networks = 0;
  beforeAll(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {};
    mailbox = createMailbox(Date.now);
    const sender = parseMailAddress('hola@factura.example.mx') ?? expect.unreachable();
    api = await startApi({ sealed: [], signup: 'open', carrier: { mailer: mailbox, sender }, ...databaseUrl });
  });
  afterAll(() => api.stop());

  const refused = async (answer: Response, status: number) => (await readProblem(answer, status)).code;
  /** Somebody without a session, at a network of their own. */
  const stranger = (): Person => {
    networks += 1;
    return browser(api, { address: `203.0.113.${networks}` });
  };
  const ask = (email: string, at = stranger()) => at.call('POST', '/auth/sign-up', { email });
  const mailsTo = (email: string) => mailbox.list().filter(({ mail }) => mail.to === email);
  const lastMailTo = async (email: string, count = 1): Promise<string> => {
    await vi.waitUntil(() => mailsTo(email).length >= count, { timeout: 30_000 });
    return mailsTo(email)[0]?.mail.text ?? '';
  };
  const tokenIn = (text: string): string | undefined => /\?token=([\w-]{43})/.exec(text)?.[1];
  const make = (token: string | undefined, at = stranger()) =>
    at.call('POST', '/auth/accounts', { token, name: 'Ana Solís', password: OTHER_PASSWORD });

  it('403: does not let anybody create the first account without the setup link', async () => {
    expect(await read(await stranger().call('GET', '/auth/sign-up'))).toEqual({ open: false });
    expect(await refused(await ask('ana@example.com'), 403)).toBe('sign-up-closed');
    await firstOwner(api);
    expect(await read(await stranger().call('GET', '/auth/sign-up'))).toEqual({ open: true });
  });

  it('201: gives whoever confirms their address an account and their own merchant, and shows them no other; 409: a link works once', async () => {
    expect((await ask('Ana@example.com')).status).toBe(202);
    const token = tokenIn(await lastMailTo('ana@example.com'));
    const ana = stranger();
    const made = await make(token, ana);
    expect([made.status, (await read<Session>(made)).merchants]).toEqual([201, []]);
    expect(await refused(await make(token), 409)).toBe('link-spent');
    const theirs = await ana.call('GET', '/sales', undefined, { 'x-autofactura-merchant': MERCHANT });
    expect(await refused(theirs, 403)).toBe('not-your-merchant');
    const founded = await ana.call('POST', '/merchants', FARMACIA);
    const { merchant } = await read<{ merchant: { id: string } }>(founded);
    expect((await read<Session>(await ana.call('GET', '/session'))).merchants).toMatchObject([
      { id: merchant.id, role: 'owner' },
    ]);
  });

  it('429: a person creates three merchants a day and mails strangers twenty tests, from however many merchants', async () => {
    await ask('rosa@example.com');
    const rosa = stranger();
    await make(tokenIn(await lastMailTo('rosa@example.com')), rosa);
    const refusals: string[] = [];
    let sent = 0;
    for (const shop of ['rosa-centro', 'rosa-norte', 'rosa-sur', 'rosa-lomas']) {
      const founded = await rosa.call('POST', '/merchants', { ...FARMACIA, tradeName: shop });
      if (founded.status !== 201) {
        refusals.push(await refused(founded, 429));
        continue;
      }
      const { merchant } = await read<{ merchant: { id: string } }>(founded);
      const at = { 'x-autofactura-merchant': merchant.id };
      expect((await rosa.call('POST', '/portals', { slug: shop }, at)).status).toBe(201);
      for (let nth = 0; nth < 10; nth += 1) {
        const mail = { to: `${shop}-${nth}@example.com`, language: 'es-MX', subject: 'Tu cuenta fue bloqueada' };
        const answer = await rosa.call('POST', `/portals/${shop}/mail/test`, mail, at);
        if (answer.status === 200) sent += 1;
        else expect(await refused(answer, 429)).toBe('too-many-attempts');
      }
    }
    expect([sent, refusals]).toEqual([20, ['too-many-attempts']]);
    const [mail] = mailsTo('rosa-norte-3@example.com');
    expect(mail?.mail.subject).toBe('[Prueba] Tu cuenta fue bloqueada');
  });

  it('202: gives an address that already has an account the same answer, and a mail that says so without a token', async () => {
    const known = await ask('lupita@cafejacaranda.mx');
    const unknown = await ask('nadie@example.com');
    const seen = async (answer: Response) => [answer.status, await answer.text()];
    expect(await seen(known)).toEqual(await seen(unknown));
    const text = await lastMailTo('lupita@cafejacaranda.mx');
    expect([text.includes('you already have one'), tokenIn(text)]).toEqual([true, undefined]);
  });

  it('202: sends at most three mails an hour to an address, and twenty an hour for a network', async () => {
    const at = stranger();
    for (let n = 0; n < 5; n += 1) expect((await ask('tres@example.com', at)).status).toBe(202);
    for (let n = 0; n < 20; n += 1) expect((await ask(`muchos${n}@example.com`, at)).status).toBe(202);
    // They are sent side by side, so the last of them may arrive before another.
    const muchos = () => mailbox.list().filter(({ mail }) => mail.to.startsWith('muchos'));
    await vi.waitUntil(() => muchos().length >= 15, { timeout: 30_000 });
    expect(muchos().map(({ mail }) => mail.to)).not.toContain('muchos15@example.com');
    expect([mailsTo('tres@example.com').length, muchos().length]).toEqual([3, 15]);
  });

  it('202: still mails an owner the link that resets a password after strangers had every other mail sent there, or tried to', async () => {
    const email = 'reposteria@cafejacaranda.mx';
    await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '189.203.11.1', email });
    const thief = await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '189.203.11.2' });
    await thief.stepUp();
    for (let n = 0; n < 4; n += 1) {
      expect((await ask(email)).status).toBe(202);
      expect((await thief.call('POST', '/auth/email', { email })).status).toBe(200);
      expect((await thief.call('POST', '/members', { email, role: 'read-only' })).status).toBe(201);
    }
    await vi.waitUntil(() => mailsTo(email).length >= 6, { timeout: 30_000 });
    expect((await stranger().call('POST', '/auth/forgotten-password', { email })).status).toBe(202);
    expect(await lastMailTo(email, 7)).toMatch(/reset-password\?token=[\w-]{43}/);
  });

  it('202: a link is mailed to an address that was asked for in vain before it had an account', async () => {
    const email = 'pronto@example.com';
    const forget = () => stranger().call('POST', '/auth/forgotten-password', { email });
    for (let n = 0; n < 4; n += 1) expect((await forget()).status).toBe(202);
    await memberOf(api, { role: 'cashier', merchant: MERCHANT, address: '189.203.11.3', email });
    await forget();
    expect(await lastMailTo(email)).toMatch(/reset-password\?token=/);
  });

  it('409: does not accept a link once there is a newer one to the address, or after a day', async () => {
    await ask('beto@example.com');
    const first = tokenIn(await lastMailTo('beto@example.com'));
    await ask('beto@example.com');
    const second = tokenIn(await lastMailTo('beto@example.com', 2));
    expect(await refused(await make(first), 409)).toBe('link-spent');
    await api.move(1.01);
    expect(await refused(await make(second), 409)).toBe('link-spent');
  });

  describe('a member', () => {
    let member: Person;
    const email = 'caja@cafejacaranda.mx';
    beforeAll(async () => {
      member = await memberOf(api, { role: 'admin', merchant: MERCHANT, address: '189.203.10.1', email });
    });

    it('403: cannot change name or address without a step-up; 204: can change the name with one', async () => {
      for (const [path, body] of [
        ['/auth/name', { name: 'Beatriz Salas' }],
        ['/auth/email', { email: 'b@example.com' }],
      ] as const)
        expect([path, await refused(await member.call('POST', path, body), 403)]).toEqual([path, 'step-up-needed']);
      await member.stepUp();
      expect((await member.call('POST', '/auth/name', { name: ' Beatriz Salas ' })).status).toBe(204);
      expect((await read<Session>(await member.call('GET', '/session'))).user.name).toBe('Beatriz Salas');
    });

    it('200: has to confirm a new address before it counts; 204: then the old one is notified, and its links no longer work', async () => {
      const next = 'beatriz@cafejacaranda.mx';
      await member.stepUp();
      const wish = await member.call('POST', '/auth/email', { email: next });
      expect(await read(wish)).toEqual({ changed: false });
      expect((await read<Session>(await member.call('GET', '/session'))).user.email).toBe(email);
      const token = tokenIn(await lastMailTo(next));
      const { store, now } = api.services.invoicing;
      const reset = await newResetToken(store.accounts, email, now());
      expect((await stranger().call('POST', '/auth/confirm-email', { token })).status).toBe(204);
      expect(await refused(await stranger().call('POST', '/auth/confirm-email', { token }), 409)).toBe('link-spent');
      expect(await lastMailTo(email)).toContain('no longer sign in to your Autofactura account with this address');
      const body = { token: reset, password: OTHER_PASSWORD };
      expect(await refused(await stranger().call('POST', '/auth/reset-password', body), 409)).toBe('link-spent');
      const enter = (by: string) => stranger().call('POST', '/auth/sign-in', { email: by, password: PASSWORD });
      expect([(await enter(email)).status, (await enter(next)).status]).toEqual([401, 200]);
      const { entries } = await read<{ entries: { action: string }[] }>(await member.call('GET', '/audit-log'));
      const actions = entries.map(({ action }) => action);
      expect(actions).toEqual(expect.arrayContaining(['renamed', 'email-changed']));
      expect(JSON.stringify(entries)).not.toContain('beatriz@');
    });

    it('409: is not moved to a new address by a link that was asked for before a link reset the password', async () => {
      const own = 'robada@cafejacaranda.mx';
      const thief = await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '189.203.10.2', email: own });
      await thief.stepUp();
      await resetBefore(api, 'putLink', own);
      expect((await thief.call('POST', '/auth/email', { email: 'ladron@example.com' })).status).toBe(200);
      const token = tokenIn(await lastMailTo('ladron@example.com'));
      expect(await refused(await stranger().call('POST', '/auth/confirm-email', { token }), 409)).toBe('link-spent');
      const body = { email: own, password: RESET_PASSWORD };
      expect((await stranger().call('POST', '/auth/sign-in', body)).status).toBe(200);
    });

    it('200: gets the same answer for an address that already has an account, which gets no mail', async () => {
      await member.stepUp();
      const before = mailsTo('lupita@cafejacaranda.mx').length;
      const answer = await member.call('POST', '/auth/email', { email: 'lupita@cafejacaranda.mx' });
      expect(await read(answer)).toEqual({ changed: false });
      await ask('despues@example.com');
      await lastMailTo('despues@example.com');
      expect(mailsTo('lupita@cafejacaranda.mx')).toHaveLength(before);
    });

    it('201: is also mailed an invitation, whose link is still returned; no business name becomes a link in it', async () => {
      await member.stepUp();
      await member.call('PATCH', '/merchant', { tradeName: 'Café https://evil.example Jacaranda' });
      const invited = await member.call('POST', '/members', { email: 'nueva@example.com', role: 'cashier' });
      const { url, mailed } = await read<{ url: string; mailed: boolean }>(invited);
      const text = await lastMailTo('nueva@example.com');
      expect([mailed, text.includes(url), text.includes('evil.example')]).toEqual([true, true, false]);
      expect(text).toContain('Café');
    });
  });
});

describe('an invitation', () => {
  let api: TestApi;
  let owner: Person;
  beforeAll(async () => {
    api = await startApi({ sealed: [], signup: 'invitation' });
    owner = await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '203.0.113.32' });
  });
  afterAll(() => api.stop());

  const keyOf = async (key: Parameters<TestApi['createKey']>[0]) => {
    const secret = await api.createKey(key);
    return (email: string, role: string, world = 'live') =>
      api.request('/v1/members', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'x-autofactura-world': world,
        },
        body: JSON.stringify({ email, role }),
      });
  };
  const accept = (url: string) =>
    browser(api, { address: '203.0.113.30' }).call('POST', '/auth/accept-invitation', {
      ...{ token: new URL(url).searchParams.get('token'), name: 'Beto', password: PASSWORD },
    });
  const urlOf = async (answer: Response) => (await read<{ url: string }>(answer)).url;

  it('403: by an API key makes nobody more powerful than the key, and a test key invites nobody; 201: to less, by a live key', async () => {
    const weak = await keyOf({
      world: 'live',
      scopes: ['members:write', 'sales:read', 'sales:write', 'invoices:read'],
    });
    const test = await keyOf({ world: 'test' });
    const refused = [await weak('a@example.com', 'admin'), await weak('a@example.com', 'owner')];
    for (const answer of [...refused, await test('a@example.com', 'read-only')])
      expect((await readProblem(answer, 403)).code).toBe('not-your-role');
    expect((await weak('a@example.com', 'cashier')).status).toBe(201);
  });

  it('403: makes nobody who was removed again the owner of a merchant; 201: an owner founds another', async () => {
    const cashier = await memberOf(api, { role: 'cashier', merchant: MERCHANT, address: '203.0.113.33' });
    const founded = (by: Person) => by.call('POST', '/merchants', FARMACIA);
    expect((await readProblem(await founded(cashier), 403)).code).toBe('not-your-role');
    await owner.stepUp();
    const { members } = await read<{ members: { id: string; role: string }[] }>(await owner.call('GET', '/members'));
    const id = members.find(({ role }) => role === 'cashier')?.id;
    expect((await owner.call('DELETE', `/members/${id}`)).status).toBe(204);
    expect((await readProblem(await founded(cashier), 403)).code).toBe('not-your-role');
    expect((await founded(owner)).status).toBe(201);
  });

  it('409: is worth nothing once whoever sent it is no member any more; 403: an owner’s is not withdrawn by an admin', async () => {
    await owner.stepUp();
    const admin = await memberOf(api, { role: 'admin', merchant: MERCHANT, address: '203.0.113.31' });
    await admin.stepUp();
    const url = await urlOf(await admin.call('POST', '/members', { email: 'b@example.com', role: 'admin' }));
    const { members } = await read<{ members: { id: string; role: string }[] }>(await owner.call('GET', '/members'));
    const own = await read<{ id: string }>(
      await owner.call('POST', '/members', { email: 'c@example.com', role: 'owner' }),
    );
    expect((await readProblem(await admin.call('DELETE', `/members/${own.id}`), 403)).code).toBe('not-your-role');

    const adminId = members.find(({ role }) => role === 'admin')?.id;
    expect((await owner.call('DELETE', `/members/${adminId}`)).status).toBe(204);
    expect((await readProblem(await accept(url), 409)).code).toBe('link-spent');
  });
});

describe('an invitation on a server whose mail cannot leave', () => {
  it('201: says that the mail did not leave, beside the link to send', async () => {
    const later = { kind: 'later', reason: 'connection refused' } as const;
    const away = {
      send: async () => later,
      testConnection: async () => ({ kind: 'fails', reason: 'connection refused' }) as const,
    };
    const sender = parseMailAddress('hola@factura.example.mx') ?? expect.unreachable();
    const api = await startApi({ sealed: [], carrier: { mailer: away, sender } });
    try {
      const owner = await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '203.0.113.33' });
      await owner.stepUp();
      const answer = await owner.call('POST', '/members', { email: 'beto@example.com', role: 'cashier' });
      expect(await read(answer)).toMatchObject({
        ...{ mailed: false, mailFailed: true },
        url: expect.stringContaining('token='),
      });
    } finally {
      await api.stop();
    }
  });
});

describe('a server without mail', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ sealed: [], signup: 'open' });
  });
  afterAll(() => api.stop());

  it('403: is open to nobody; 200: changes an address at once; 409: not to one that already has an account', async () => {
    const owner = await firstOwner(api, { merchant: MERCHANT });
    const guest = browser(api, { address: '203.0.113.9' });
    await readProblem(await guest.call('POST', '/auth/sign-up', { email: 'ana@example.com' }), 403);
    await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '203.0.113.8', email: 'otra@example.com' });
    await owner.stepUp();
    expect(await read(await owner.call('POST', '/auth/email', { email: 'Ana@example.com' }))).toEqual({
      changed: true,
    });
    const taken = await owner.call('POST', '/auth/email', { email: 'otra@example.com' });
    expect((await readProblem(taken, 409)).code).toBe('email-taken');
    const made = await owner.call('POST', '/merchants', FARMACIA);
    const { merchant } = await read<{ merchant: { id: string } }>(made);
    const at = { 'x-autofactura-merchant': merchant.id };
    const invited = await owner.call('POST', '/members', { email: 'x@example.com', role: 'cashier' }, at);
    expect(await read(invited)).toMatchObject({ mailed: false });
  });
});
