/**
 * Every merchant route against every role at two merchants, generated from the routes as OpenAPI lists them: nobody does more than their role,
 * nobody reaches another's merchant, no page but ours makes a change, and a stolen cookie gets nothing that needs the password again.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecretToken, newId, newSecretToken } from '../../server/accounts/secret-token.ts';
import type { Scope } from '../../server/merchants/merchant.ts';
import type { Post } from '../../server/merchants/post.ts';
import { ROLES, type Role, scopesOf } from '../../server/merchants/role.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { browser, firstOwner, memberOf, PASSWORD, type Person } from '../support/person.ts';

const JACARANDA = 'mer_jacaranda';
const YUNQUE = 'mer_yunque';
/** Eleven minutes. */
const STEP_UP_OVER_DAYS = 11 / 1_440;

/** Changes nothing that a thief gains by: a name or a provider is asked again, a source's sales are read again, a till's word is explained, or an event is delivered again. */
const HARMLESS = [
  'POST /domains/{id}/check',
  'POST /pac-accounts/{provider}/test',
  'POST /registry-accounts/{provider}/test',
  'POST /sources/{id}/replay',
  'POST /sources/{id}/backfill',
  'PATCH /sources/{id}/payments',
  'POST /sources/{id}/sales',
  'DELETE /webhook-endpoints/{id}',
  'POST /webhook-endpoints/{id}/test',
  'POST /webhook-endpoints/{id}/replay',
  'DELETE /alert-channels/{id}',
  'POST /alert-channels/{id}/test',
  'POST /alert-channels/{id}/replay',
  'POST /mail-accounts/{provider}/test',
];

/** A session ends, a merchant begins, somebody proves who they are, or gives their old password with the new one. */
const HARMLESS_TO_PEOPLE = [
  'POST /auth/sign-out',
  'POST /auth/step-up',
  'POST /auth/password',
  'DELETE /sessions/{id}',
  'POST /auth/step-up/passkey/options',
  'POST /auth/step-up/passkey',
  'POST /merchants',
];

/** Every role, and a cashier who is limited to one branch. */
const POSTS: readonly (Post & { readonly name: string })[] = [
  ...ROLES.map((role) => ({ name: role, role })),
  { name: 'cashier of one branch', role: 'cashier', branches: ['tijuana'] },
];

type Operation = {
  readonly security?: readonly object[];
  readonly 'x-scope'?: Scope;
  readonly 'x-step-up'?: boolean;
  readonly 'x-by-branch'?: boolean;
};
type Route = Operation & { readonly method: string; readonly path: string };

let api: TestApi;
let routes: readonly Route[];
let owner: Person;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  const { paths } = await read<{ paths: Record<string, Record<string, Operation>> }>(
    await api.request('/openapi.json'),
  );
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path: path.replace('/v1', ''),
      method: method.toUpperCase(),
    })),
  );
  owner = await firstOwner(api, { merchant: JACARANDA });
  await join(await personId(owner), JACARANDA, 'owner');
});
afterAll(() => api.stop());

const ofMerchants = (): readonly (Route & { 'x-scope': Scope })[] =>
  routes.filter((route): route is Route & { 'x-scope': Scope } => route['x-scope'] !== undefined);
const isChange = ({ method }: Route): boolean => method !== 'GET';
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const nowhere = (path: string): string => path.replace(/\{\w+\}/g, 'nada');

async function personId(person: Person): Promise<string> {
  const { user } = await read<{ user: { email: string } }>(await person.call('GET', '/session'));
  return (await api.services.invoicing.store.accounts.findPerson(user.email))?.id ?? '';
}

/** A membership the way people get one: by accepting an invitation. */
async function join(id: string, merchantId: string, role: Role): Promise<void> {
  const { accounts } = api.services.invoicing.store;
  const person = await accounts.getPerson(id);
  if (!person) throw new Error('nobody');
  const [token, at] = [newSecretToken(), api.now()];
  const session = { id: newId('ses'), personId: id, createdAt: at, lastSeenAt: at, expiresAt: at + 1 };
  const invitation = { kind: 'invitation', id: newId('ivt'), merchantId, email: person.email, role } as const;
  await accounts.putLink({ ...invitation, expiresAt: at + 60_000 }, hashSecretToken(token));
  const begun = { session: { ...session, address: 'x', userAgent: '' }, hash: hashSecretToken(newSecretToken()) };
  const member = { merchantId, personId: id, role, createdAt: at };
  const note = { action: 'invitation-accepted', at, status: 200, address: 'x', seal: api.services.seal };
  expect(await accounts.accept(hashSecretToken(token), person, member, begun, note)).toBe('accepted');
}

/** Somebody of a role at one merchant, signed in and stepped up. */
async function member(post: Role | Post, merchant: string, address: string): Promise<Person> {
  const signedIn = await memberOf(api, { ...(typeof post === 'string' ? { role: post } : post), merchant, address });
  await signedIn.stepUp();
  return signedIn;
}

/** A session may ask 50 times a second: so every 40 requests are another session of the same person. */
async function each<T>(items: readonly T[], person: Person, work: (item: T) => Promise<void>): Promise<void> {
  for (const [n, item] of items.entries()) {
    if (n % 40 === 0) expect((await signIn(person)).status).toBe(200);
    await work(item);
  }
}

async function signIn(person: Person): Promise<Response> {
  const { user } = await read<{ user: { email: string } }>(await person.call('GET', '/session'));
  const answer = await person.call('POST', '/auth/sign-in', { email: user.email, password: PASSWORD });
  await person.stepUp();
  return answer;
}

describe.each(POSTS)('as $name', ({ name, ...post }) => {
  const { role, branches } = post;
  let person: Person;
  beforeAll(async () => {
    person = await member(post, JACARANDA, `198.51.100.${POSTS.findIndex((each) => each.name === name) + 1}`);
  });

  it('each route within the role’s scopes is open; 403: every other one is closed and says which scope it takes', async () => {
    const open: string[] = [];
    await each(ofMerchants(), person, async (route) => {
      const answer = await person.call(route.method, nowhere(route.path));
      if (branches && scopesOf(role).includes(route['x-scope']) && !route['x-by-branch']) {
        expect([nameOf(route), (await readProblem(answer, 403)).code]).toEqual([nameOf(route), 'not-your-branch']);
      } else if (scopesOf(role).includes(route['x-scope'])) {
        expect([nameOf(route), answer.status]).toEqual([nameOf(route), expect.not.toBeOneOf([401, 403])]);
        open.push(nameOf(route));
      } else {
        const refused = await readProblem(answer, 403);
        expect([nameOf(route), refused.code]).toEqual([nameOf(route), 'not-your-role']);
        // Somebody at a panel has no key, and knows no scopes.
        expect(refused.detail).not.toMatch(/llave|key|:/);
      }
    });
    expect(open).toContain('GET /sales');
  });

  it('403: nothing of another merchant is read or changed, whatever the role', async () => {
    await each(ofMerchants(), person, async (route) => {
      const answer = await person.call(route.method, nowhere(route.path), undefined, {
        'x-autofactura-merchant': YUNQUE,
      });
      expect([nameOf(route), (await readProblem(answer, 403)).code]).toEqual([nameOf(route), 'not-your-merchant']);
    });
  });
});

describe('a session', () => {
  it('403: makes no change from another site’s page, or without an Origin, at any route that accepts it', async () => {
    const taken = routes.filter(({ security = [] }) => security.some((each) => 'session' in each));
    expect(taken.length).toBeGreaterThan(45);
    const foreign = [
      'https://evil.example',
      'null',
      'https://factura.example.mx.evil.example',
      'http://factura.example.mx',
      undefined,
    ];
    for (const origin of foreign)
      await each(taken.filter(isChange), owner, async (route) => {
        const answer = await owner.call(route.method, nowhere(route.path), undefined, { origin });
        expect([origin, nameOf(route), (await readProblem(answer, 403)).code]).toEqual([
          origin,
          nameOf(route),
          'foreign-origin',
        ]);
      });
  }, 120_000);

  it('403: cannot begin from another site’s page either', async () => {
    const stranger = browser(api, { address: '203.0.113.77' });
    const begun = routes
      .filter(isChange)
      .filter(({ path, security }) => security === undefined && /^\/(setup$|auth\/)/.test(path));
    expect(begun.map(nameOf)).toHaveLength(10);
    const [token, name, email] = ['x', 'X', 'x@example.com'];
    const bodies: Readonly<Record<string, object>> = {
      '/setup': { token, name, email, password: PASSWORD },
      '/auth/sign-in': { email, password: PASSWORD },
      '/auth/accept-invitation': { token, name, password: PASSWORD },
      '/auth/reset-password': { token, password: PASSWORD },
      '/auth/forgotten-password': { email },
      '/auth/confirm-email': { token },
      '/auth/sign-up': { email },
      '/auth/accounts': { token, name, password: PASSWORD },
      '/auth/passkey-sign-in': { response: createAuthenticator({ origin: 'x', rpId: 'x' }).sign({ challenge: 'x' }) },
    };
    for (const { method, path } of begun) {
      const answer = await stranger.call(method, path, bodies[path], { origin: 'https://evil.example' });
      expect([path, (await readProblem(answer, 403)).code]).toEqual([path, 'foreign-origin']);
    }
    expect(stranger.cookie()).toBeUndefined();
  });

  it('400: has to name its merchant and its world, and gets no data of either world without them', async () => {
    for (const header of ['x-autofactura-merchant', 'x-autofactura-world'])
      await readProblem(await owner.call('GET', '/sales', undefined, { [header]: undefined }), 400);
    await readProblem(await owner.call('GET', '/sales', undefined, { 'x-autofactura-world': 'otro' }), 400);
  });

  it('every change of keys, certificates, credentials, members, domains or going live takes a step-up, and so does any new one', () => {
    const sensitive = ofMerchants().filter(
      (route) =>
        isChange(route) &&
        (/^(csd|keys|members):write$/.test(route['x-scope']) ||
          /keys|csd|-accounts|members|domain|go-live|sources|webhook-endpoints|alert-channels|secret|rotate/.test(
            route.path,
          )),
    );
    expect(sensitive.length).toBeGreaterThan(25);
    expect(sensitive.filter((route) => !route['x-step-up']).map(nameOf)).toEqual(HARMLESS);
  });

  it('every change of how a person signs in takes a step-up, and so does any new one', () => {
    const ofPeople = routes.filter(({ security, ...route }) => security && isChange(route) && !route['x-scope']);
    const isMerchants = ({ security = [] }: Route): boolean => security.some((each) => 'key' in each);
    expect(ofPeople.filter((route) => !route['x-step-up'] && !isMerchants(route)).map(nameOf)).toEqual(
      HARMLESS_TO_PEOPLE,
    );
  });

  it('403: that was stolen opens no sensitive route, right after signing in or after a step-up; 403: nor does the proof of another session', async () => {
    const guarded = routes.filter((route) => route['x-step-up']);
    expect(guarded.map(nameOf)).toEqual(
      expect.arrayContaining(['POST /keys', 'POST /csd', 'PUT /pac-accounts/{provider}', 'POST /merchant/go-live']),
    );
    const other = browser(api, { merchant: JACARANDA, address: '198.51.100.60' });
    for (const [n, route] of guarded.entries()) {
      // A session may ask 50 times a second.
      if (n % 20 === 0) {
        await other.call('POST', '/auth/sign-in', { email: 'lupita@cafejacaranda.mx', password: PASSWORD });
        await signIn(owner);
      }
      const fresh = other.cookie();
      const [, proof = 'no proof'] = owner.cookies()?.split('; ') ?? [];
      for (const cookie of [fresh, owner.cookie(), `${fresh}; ${proof}`]) {
        const answer = await owner.call(route.method, nowhere(route.path), undefined, { cookie });
        expect([nameOf(route), (await readProblem(answer, 403)).code]).toEqual([nameOf(route), 'step-up-needed']);
      }
    }
  }, 60_000);

  it('200: can make sensitive changes for ten minutes after the password is confirmed, under a new cookie; 403: not for eleven', async () => {
    const stolen = owner.cookie();
    await readProblem(await owner.call('POST', '/auth/step-up', { password: 'no es la de siempre' }), 401);
    await owner.stepUp();
    await readProblem(await owner.call('GET', '/session', undefined, { cookie: stolen }), 401);
    const make = () => owner.call('POST', '/keys', { name: 'ERP', scopes: ['sales:read'] });
    expect((await make()).status).toBe(201);
    await api.move(STEP_UP_OVER_DAYS);
    expect((await readProblem(await make(), 403)).code).toBe('step-up-needed');
  });

  it('401: does not count if an API key is sent too', async () => {
    const answer = await owner.call('GET', '/sales', undefined, { authorization: 'Bearer sk_test_nothing' });
    expect((await readProblem(answer, 401)).code).toBe('unauthorized');
  });
});

describe('members', () => {
  it('201: are invited on a server that is started without any setting; 403: not on one whose sign-up is closed', async () => {
    await owner.stepUp();
    const invited = await owner.call('POST', '/members', { email: 'beto@example.com', role: 'cashier' });
    expect(invited.status).toBe(201);
    const closed = await startApi({ sealed: [], signup: 'closed' });
    try {
      const inviter = await memberOf(closed, { role: 'owner', merchant: YUNQUE, address: '203.0.113.77' });
      await inviter.stepUp();
      const answer = await inviter.call('POST', '/members', { email: 'beto@example.com', role: 'cashier' });
      expect((await readProblem(answer, 403)).code).toBe('sign-up-closed');
    } finally {
      await closed.stop();
    }
  });

  it('403: are not made or removed as owners by an admin; 409: the last owner remains one', async () => {
    const admin = await member('admin', YUNQUE, '198.51.100.40');
    const yunque = await member('owner', YUNQUE, '198.51.100.41');
    const id = await personId(yunque);
    for (const answer of [
      await admin.call('PATCH', `/members/${id}`, { role: 'read-only' }),
      await admin.call('DELETE', `/members/${id}`),
      await admin.call('PATCH', `/members/${await personId(admin)}`, { role: 'owner' }),
    ])
      expect((await readProblem(answer, 403)).code).toBe('not-your-role');
    expect((await readProblem(await yunque.call('DELETE', `/members/${id}`), 409)).code).toBe('last-owner');
    await readProblem(await yunque.call('PATCH', `/members/${await personId(owner)}`, { role: 'cashier' }), 404);
  });

  it('204: who are removed open nothing from the next request on; the log says who removed them', async () => {
    const cashier = await member('cashier', JACARANDA, '198.51.100.42');
    expect((await cashier.call('GET', '/sales')).status).toBe(200);
    const id = await personId(cashier);
    await signIn(owner);
    expect((await owner.call('DELETE', `/members/${id}`)).status).toBe(204);
    expect((await readProblem(await cashier.call('GET', '/sales'), 403)).code).toBe('not-your-merchant');
    const { entries } = await read<{ entries: object[] }>(await owner.call('GET', '/audit-log'));
    expect(entries[0]).toMatchObject({ action: 'DELETE /members/{id}', target: id });
  });
});

describe('the audit log', () => {
  type Log = {
    entries: {
      position: number;
      actor: string;
      action: string;
      target?: string;
      status: number;
      address: string;
      seal: string;
    }[];
  };
  const log = async (): Promise<Log> => read<Log>(await owner.call('GET', '/audit-log?limit=200'));

  it('200: says who changed what, when and from where, without its content', async () => {
    await owner.stepUp();
    const secret = 'pac-contraseña-4711';
    const credentials = { username: 'caja@cafejacaranda.mx', password: secret };
    expect((await owner.call('PUT', '/pac-accounts/finkok', { credentials })).status).toBe(200);
    const made = await read<{ id: string; key: string }>(
      await owner.call('POST', '/keys', { scopes: ['sales:write'] }),
    );
    const { entries } = await log();
    const actor = await personId(owner);
    expect(entries.slice(0, 2)).toMatchObject([
      { actor, action: 'POST /keys', target: made.id, address: owner.address, status: 201 },
      { actor, action: 'PUT /pac-accounts/{provider}', target: 'finkok' },
    ]);
    const text = JSON.stringify(entries);
    for (const word of [secret, made.key, PASSWORD, ...(owner.cookies()?.match(/[\w-]{43}/g) ?? ['no cookie'])])
      expect(text).not.toContain(word);
  });

  it('is one unbroken chain, also when entries are added at once, and 200: its check says so', async () => {
    const patch = (n: number) => owner.call('PATCH', '/portals/cafe-jacaranda/settings', { subtitle: `Sucursal ${n}` });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(patch));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { entries } = await log();
    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, n) => entries.length - n));
    const checked = await read(await owner.call('GET', '/audit-log/check'));
    expect(checked).toEqual({ isIntact: true, entries: entries.length, head: entries[0]?.seal });
  });

  it('200: says who signed in, failed to (at most twenty times an hour), stepped up and exported it, with their names', async () => {
    await api.move(1 / 24);
    for (let network = 0; network < 5; network += 1)
      for (let n = 0; n < 6; n += 1) {
        const guesser = browser(api, { address: `203.0.113.${network}` });
        const body = { email: 'lupita@cafejacaranda.mx', password: 'no es la de siempre' };
        await readProblem(await guesser.call('POST', '/auth/sign-in', body), 401);
      }
    await signIn(owner);
    const exported = await owner.call('GET', '/audit-log/export?format=jsonl');
    expect(exported.headers.get('content-disposition')).toContain('.jsonl');
    const lines = (await exported.text()).trimEnd().split('\n');
    const { entries } = await log();
    expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toContain('step-up');
    expect(entries.slice(0, 3)).toMatchObject([
      { action: 'GET /audit-log/export', status: 200, actorName: 'Guadalupe Ríos' },
      { action: 'step-up' },
      { action: 'sign-in', status: 200 },
    ]);
    expect(entries.slice(0, 40).filter(({ action, status }) => action === 'sign-in' && status === 401)).toHaveLength(
      20,
    );
    const narrowed = await read<Log>(await owner.call('GET', '/audit-log?action=step-up&limit=3'));
    expect(new Set(narrowed.entries.map(({ action }) => action))).toEqual(new Set(['step-up']));
  });

  it('200: has no entries for refusals or for sales that a key submits', async () => {
    await owner.stepUp();
    const before = (await log()).entries.length;
    await owner.call('DELETE', '/keys/key_nobody');
    await api.request('/v1/sales', { method: 'POST', headers: { authorization: `Bearer ${api.key}` }, body: '{}' });
    expect((await log()).entries).toHaveLength(before);
  });
});
