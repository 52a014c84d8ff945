/** `autofactura member list|invite|change|remove`: who works at a merchant, in which role and at which branches. */
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { normalEmail } from '../accounts/account.ts';
import type { MemberChange } from '../accounts/account-store.ts';
import { invite } from '../accounts/accounts.ts';
import { createLinks } from '../links/links.ts';
import { type Config, processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';

import { givenPost, type Post } from '../merchants/post.ts';
import { ROLES } from '../merchants/role.ts';
import { type Command, RefusedError, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';

type Desk = { readonly config: Config; readonly store: Store; readonly args: Args; readonly merchantId: string };

/** The link of an invitation is printed once and not mailed. Throws for an unknown person and for the last owner. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['email', 'role', 'branches']);
  const [action] = args.positionals;
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const { id: merchantId } = await merchantIn(store, args.text('merchant'));
    const desk = { config, store, args, merchantId };
    if (action === 'list') return await list(desk);
    if (action === 'invite') return await inviteOne(desk);
    if (action === 'change') return await change(desk);
    if (action === 'remove') return await remove(desk);
    throw new UsageError('List, invite, change or remove?');
  } finally {
    await store.close();
  }
};

function emailIn({ args }: Desk): string {
  const email = args.text('email');
  if (email === undefined || !email.includes('@')) throw new UsageError('Whose? Name their address with --email.');
  return normalEmail(email);
}

/** `--role cashier --branches roma,tijuana`; without branches, somebody works at all of them. */
async function postIn({ args, store, merchantId }: Desk): Promise<Post> {
  const role = ROLES.find((known) => known === args.text('role'));
  if (!role) throw new UsageError(`--role is one of ${ROLES.join(', ')}.`);
  const branches = (args.text('branches') ?? '').split(',').map((code) => code.trim());
  return givenPost(store.merchants, merchantId, { role, branches: branches.filter((code) => code !== '') });
}

function postWords({ role, branches }: Post): string {
  return branches ? `${role} (${branches.join(', ')})` : role;
}

async function list({ store, args, merchantId }: Desk): Promise<number> {
  for (const { personId: id, email, name, role, branches } of await store.accounts.listMembers(merchantId)) {
    const post = { role, ...(branches && { branches }) };
    args.print({ id, email, name, ...post }, [id, email, name, postWords(post)].join('  '));
  }
  for (const { id, email, role, branches } of await store.accounts.listInvitations(merchantId, Date.now())) {
    const post = { role, ...(branches && { branches }) };
    args.print({ id, email, ...post, invited: true }, [id, email, postWords(post), 'invited'].join('  '));
  }
  return 0;
}

async function inviteOne(desk: Desk): Promise<number> {
  const { config, store, args, merchantId } = desk;
  const wanted = { merchantId, email: emailIn(desk), ...(await postIn(desk)) };
  const { invitation, token } = await recorded(config, store, { merchantId, action: 'POST /members' }, async () => {
    const made = await invite(store.accounts, wanted, Date.now());
    return { ...made, id: made.invitation.id };
  });
  const url = createLinks(publicUrlOf(config)).panel.invitation(token);
  args.print({ id: invitation.id, email: invitation.email, url }, url);
  args.hint('It works once, within a week. Whoever opens it chooses their password.');
  return 0;
}

async function personIn(desk: Desk): Promise<string> {
  const email = emailIn(desk);
  const members = await desk.store.accounts.listMembers(desk.merchantId);
  const member = members.find((each) => each.email === email);
  if (!member) throw new Error(`Nobody works there with «${email}». "autofactura member list" shows who does.`);
  return member.personId;
}

async function change(desk: Desk): Promise<number> {
  const post = await postIn(desk);
  const id = await alter(desk, 'PATCH', (place) => desk.store.accounts.changePost(place, post));
  desk.args.print({ id, ...post }, `${id}: ${postWords(post)}`);
  return 0;
}

async function remove(desk: Desk): Promise<number> {
  const id = await alter(desk, 'DELETE', (place) => desk.store.accounts.removeMember(place));
  desk.args.print({ id, removed: true }, `${id}: removed`);
  return 0;
}

type Place = { readonly merchantId: string; readonly personId: string };

async function alter(desk: Desk, method: string, work: (place: Place) => Promise<MemberChange>): Promise<string> {
  const { config, store, merchantId } = desk;
  const personId = await personIn(desk);
  const deed = { merchantId, action: `${method} /members/{id}`, target: personId };
  await recorded(config, store, deed, async () => {
    const outcome = await work({ merchantId, personId });
    if (outcome === 'last-owner') throw new RefusedError('That is the last owner: somebody has to stay one.');
    if (outcome === 'unknown') throw new RefusedError('They do not work there any more.');
  });
  return personId;
}
