/** Somebody at their browser: a cookie, the Origin of our own pages, and the merchant and world that they look at. */
import { randomBytes, scryptSync } from 'node:crypto';
import { newSetupToken } from '../../server/accounts/accounts.ts';
import { noteOf } from '../../server/accounts/doing.ts';
import { hashSecretToken, newId, newSecretToken } from '../../server/accounts/secret-token.ts';
import { beginSession } from '../../server/accounts/sessions.ts';
import type { Post } from '../../server/merchants/post.ts';
import { PUBLIC_URL, type TestApi } from './api.ts';

export const PASSWORD = 'el café de olla sabe a canela';

export type Person = {
  readonly address: string;
  /** The session's cookie as the browser would send it; `undefined` before somebody signs in and after they sign out. */
  cookie(): string | undefined;
  /** Every cookie that the browser has: the session's, and the proof of a step-up. */
  cookies(): string | undefined;
  /** Proves once more who it is, for what is sensitive. */
  stepUp(): Promise<void>;
  /** What is read or changed at a merchant. Headers given here win, and `undefined` leaves one out. */
  call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Response>;
};

type Headers = Readonly<Record<string, string | undefined>>;

/** A browser without a session, at an address of its own. */
export function browser(api: TestApi, at: { readonly merchant?: string; readonly address: string }): Person {
  const jar = new Map<string, string>();
  const cookies = () => (jar.size > 0 ? [...jar].map((pair) => pair.join('=')).join('; ') : undefined);
  const person: Person = {
    address: at.address,
    cookies,
    cookie() {
      const found = [...jar].find(([name]) => name.endsWith('autofactura-session'));
      return found?.join('=');
    },
    async stepUp() {
      const answer = await person.call('POST', '/auth/step-up', { password: PASSWORD });
      if (answer.status !== 200) throw new Error(`no step-up: ${answer.status} ${await answer.text()}`);
    },
    async call(method, path, body, headers = {}) {
      const sent: Headers = {
        ...{ origin: PUBLIC_URL, cookie: cookies(), 'x-forwarded-for': at.address, 'accept-language': 'en' },
        ...{ 'x-autofactura-merchant': at.merchant, 'x-autofactura-world': 'test' },
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      };
      const known = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const answer = await api.request(`/v1${path}`, {
        method,
        headers: Object.fromEntries(known),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (/Max-Age=0/.test(set)) jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    },
  };
  return person;
}

/** `PASSWORD` as it is kept, at the least cost there is: a test that signs in a hundred times need not take a minute. */
export function keptPassword(): string {
  const salt = randomBytes(16);
  const key = scryptSync(PASSWORD.normalize('NFKC'), salt, 32, { N: 2, r: 1, p: 1 });
  return ['scrypt', 2, 1, 1, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** The first owner of an empty server, signed in, looking at `merchant`. */
export async function firstOwner(
  api: TestApi,
  {
    merchant,
    email = 'lupita@cafejacaranda.mx',
    address = '189.203.7.1',
  }: { merchant?: string; email?: string; address?: string } = {},
): Promise<Person> {
  const { store, now } = api.services.invoicing;
  const token = hashSecretToken(await newSetupToken(store.accounts, now()));
  const owner = {
    ...{ id: newId('usr'), email, name: 'Guadalupe Ríos', passwordHash: keptPassword(), createdAt: now() },
  };
  const doing = { client: { address, userAgent: '' }, now: now(), seal: api.services.seal };
  const { stored } = beginSession(owner, doing.client, doing.now);
  if ((await store.accounts.setUp(token, owner, stored)) !== 'set-up') throw new Error('no owner');
  await store.accounts.endSession(owner.id, stored.session.id, noteOf('sign-out', doing));
  const person = browser(api, { address, ...(merchant !== undefined && { merchant }) });
  const answer = await person.call('POST', '/auth/sign-in', { email, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${await answer.text()}`);
  return person;
}

/** A person with a role at one merchant, who got it by accepting an invitation and is signed in, with no further proof. */
export async function memberOf(
  api: TestApi,
  {
    merchant,
    address,
    email,
    ...post
  }: Post & { readonly merchant: string; readonly address: string; readonly email?: string },
): Promise<Person> {
  const { accounts } = api.services.invoicing.store;
  const at = api.now();
  const [token, id] = [hashSecretToken(newSecretToken()), newId('usr')];
  const theirs = email ?? `${post.role}-${address}@example.com`;
  const person = { id, email: theirs, name: 'Alguien', passwordHash: keptPassword(), createdAt: at };
  const invitation = { kind: 'invitation', id: newId('ivt'), merchantId: merchant, email: theirs, ...post } as const;
  await accounts.putLink({ ...invitation, expiresAt: at + 60_000 }, token);
  const doing = { client: { address, userAgent: '' }, now: at, seal: api.services.seal };
  const { stored } = beginSession(person, doing.client, at);
  const member = { merchantId: merchant, personId: id, ...post, createdAt: at };
  await accounts.accept(token, person, member, stored, noteOf('invitation-accepted', doing));
  await accounts.endSession(id, stored.session.id, noteOf('sign-out', doing));
  const signedIn = browser(api, { merchant, address });
  const answer = await signedIn.call('POST', '/auth/sign-in', { email: theirs, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${await answer.text()}`);
  return signedIn;
}
