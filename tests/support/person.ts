/** Somebody at their browser: a cookie, the Origin of our own pages, and the merchant and world that they look at. */
import { newSetupToken } from '../../server/accounts/accounts.ts';
import { PUBLIC_URL, type TestApi } from './api.ts';

export const PASSWORD = 'el café de olla sabe a canela';

export type Person = {
  readonly address: string;
  /** As the browser would send it; `undefined` before somebody signs in and after they sign out. */
  cookie(): string | undefined;
  /** What is read or changed at a merchant. Headers given here win, and `undefined` leaves one out. */
  call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Response>;
};

type Headers = Readonly<Record<string, string | undefined>>;

/** A browser without a session, at an address of its own. */
export function browser(api: TestApi, at: { readonly merchant?: string; readonly address: string }): Person {
  let cookie: string | undefined;
  return {
    address: at.address,
    cookie: () => cookie,
    async call(method, path, body, headers = {}) {
      const sent: Headers = {
        ...{ origin: PUBLIC_URL, cookie, 'x-forwarded-for': at.address, 'accept-language': 'en' },
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
        const [pair = ''] = set.split(';');
        cookie = /Max-Age=0/.test(set) ? undefined : pair;
      }
      return answer;
    },
  };
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
  const token = await newSetupToken(store.accounts, now());
  const person = browser(api, { address, ...(merchant !== undefined && { merchant }) });
  const answer = await person.call('POST', '/setup', { token, name: 'Guadalupe Ríos', email, password: PASSWORD });
  if (answer.status !== 201) throw new Error(`no owner: ${answer.status} ${await answer.text()}`);
  return person;
}
