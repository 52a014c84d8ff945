/** An account for visitors to the demo's panel. It owns two of the demo's merchants, like an accountant with several clients. */
import { randomInt } from 'node:crypto';
import { acceptInvitation, invite } from '../accounts/accounts.ts';
import { noteOf, type SessionClient } from '../accounts/doing.ts';
import type { Services } from '../http/api/services.ts';

/** The credentials with which a visitor signs in to the demo's panel. */
export type DemoOwner = { readonly email: string; readonly password: string };

/** The account comes with a session, although nobody signs in: this is its client. */
const CLIENT: SessionClient = { address: '127.0.0.1', userAgent: 'demo' };
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

/** Creates the owner if there is no account; `undefined` if somebody else has one. `known` is what an earlier start created. */
export async function demoOwner(
  { invoicing, seal, codes }: Services,
  known: DemoOwner | undefined,
): Promise<DemoOwner | undefined> {
  const { accounts } = invoicing.store;
  if (await accounts.hasPeople()) return (await accounts.findPerson(EMAIL)) && known;
  const now = invoicing.now();
  const password = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)]).join('-');
  const doing = { client: CLIENT, now, seal };
  for (const merchantId of MERCHANTS) {
    const { invitation, token } = await invite(accounts, { merchantId, email: EMAIL, role: 'owner' }, now);
    const begun = await acceptInvitation(codes, invitation, { token, name: NAME, password }, doing);
    if (begun === 'needed') return undefined;
    const { stored } = begun;
    await accounts.endSession(stored.session.personId, stored.session.id, noteOf('sign-out', doing));
  }
  return { email: EMAIL, password };
}
