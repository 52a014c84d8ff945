/** Somebody who may look at the panel of the demo: the owner of two of its merchants, as an accountant's office has several. */
import { randomInt } from 'node:crypto';
import { acceptInvitation, invite } from '../accounts/accounts.ts';
import type { Client } from '../accounts/sessions.ts';
import type { Services } from '../http/api/services.ts';

export type DemoOwner = { readonly email: string; readonly password: string };

/** Nobody signs in: the session that comes with an account is this one's. */
const CLIENT: Client = { address: '127.0.0.1', userAgent: 'demo' };
const EMAIL = 'lucia@jacaranda.example';
const NAME = 'Lucía Paredes';
const MERCHANTS = ['mer_jacaranda', 'mer_milpa'];
const WORDS = [
  'jacaranda',
  'molcajete',
  'colibri',
  'papalote',
  'sarape',
  'tezontle',
  'cenote',
  'huarache',
  'azulejo',
  'nopal',
];

/** Makes the owner when nobody has an account; `undefined` when somebody else has. `known` is what an earlier start made. */
export async function demoOwner(
  { invoicing, seal }: Services,
  known: DemoOwner | undefined,
): Promise<DemoOwner | undefined> {
  const { accounts } = invoicing.store;
  if (await accounts.hasPeople()) return (await accounts.findPerson(EMAIL)) && known;
  const now = invoicing.now();
  const password = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)]).join('-');
  for (const merchantId of MERCHANTS) {
    const { invitation, token } = await invite(accounts, { merchantId, email: EMAIL, role: 'owner' }, now);
    await acceptInvitation(accounts, invitation, { token, name: NAME, password }, { client: CLIENT, now, seal });
  }
  return { email: EMAIL, password };
}
