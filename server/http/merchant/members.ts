/** The members of a merchant: inviting, changing roles and removing. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Invitation } from '../../accounts/account.ts';
import { changeMember, inviteMember, removeMember } from '../../accounts/members.ts';
import { invitationMail } from '../../delivery/mail/address-mails.ts';
import type { Post } from '../../merchants/post.ts';
import { emailWire, role } from '../accounts/account-wire.ts';
import { mayMailLink, sendAccountMail } from '../accounts/send-account-mail.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

const about = { tags: ['Members'] };
const time = z.string().openapi({ format: 'date-time' });
const limitedTo = z.array(z.string()).optional().openapi({
  description: 'The codes of the branches that a cashier is limited to. Absent if they work at all.',
});
const branches = z.array(z.string().max(50)).max(200).optional().openapi({
  description: 'For cashiers: the codes of the branches whose sales and invoices they see. None or absent for all.',
});
/** A member as the API answers it. */
export const memberWire = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role, branches: limitedTo, since: time })
  .openapi('Member');
/** An invitation as the API answers it. */
export const invitationWire = z
  .object({ id: z.string(), email: z.string(), role, branches: limitedTo, expiresAt: time })
  .openapi('Invitation');
const params = z.object({ id: z.string().max(80) });

const list = merchantRoute('members:read', {
  ...{ ...about, method: 'get', path: '/members', summary: 'List members and invitations' },
  responses: {
    200: jsonAnswer(
      z.object({ members: z.array(memberWire), invitations: z.array(invitationWire) }),
      'Members in order of arrival, and invitations that nobody has accepted yet.',
    ),
    ...REFUSAL,
  },
});
const mailedWire = z.object({
  mailed: z.boolean(),
  mailFailed: z
    .boolean()
    .optional()
    .openapi({ description: 'The mail was tried and did not leave: send the link yourself.' }),
});
type Mailed = z.output<typeof mailedWire>;
const create = guardedRoute('members:write', {
  ...{ ...about, method: 'post', path: '/members', summary: 'Invite a person' },
  description:
    'Returns the link to send them, which this server also mails if it sends mail (`mailed`; at most three per hour and address). It works once, within a week, and is shown only once. Inviting the same address again creates a new link and revokes the previous one.',
  request: jsonBody(z.strictObject({ email: emailWire, role, branches })),
  responses: {
    201: jsonAnswer(invitationWire.extend({ url: z.string(), ...mailedWire.shape }), 'Invited.'),
    ...REFUSAL,
  },
});
const change = guardedRoute('members:write', {
  ...{ ...about, method: 'patch', path: '/members/{id}', summary: 'Change a member’s role and branches' },
  request: { params, ...jsonBody(z.strictObject({ role, branches })) },
  responses: { 204: { description: 'Changed, effective from the next request.' }, ...REFUSAL },
});
const remove = guardedRoute('members:write', {
  ...{ ...about, method: 'delete', path: '/members/{id}', summary: 'Remove a member or revoke an invitation' },
  request: { params },
  responses: { 204: { description: 'Removed, effective from the next request.' }, ...REFUSAL },
});

/** The routes `/members`. Members are the same in both worlds. */
export function memberRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const { accounts } = store;
  const api = createMerchantApi(services);
  /** Whoever invites waits: only they can send the link another way. */
  const mail = async (c: Context, { email, merchantId }: Invitation, url: string): Promise<Mailed> => {
    const merchant = await store.merchants.getMerchant(merchantId);
    if (!merchant || !(await mayMailLink(services, c, { email, what: 'invitation' }))) return { mailed: false };
    const mailed = await sendAccountMail(services, { email, language: languageOf(c), what: 'invitation' }, (envelope) =>
      invitationMail(envelope, merchant.tradeName, url),
    );
    return mailed ? { mailed } : { mailed, mailFailed: true };
  };

  api.openapi(list, async (c) => {
    const { merchantId } = c.get('principal').tenant;
    const members = await accounts.listMembers(merchantId);
    const invitations = await accounts.listInvitations(merchantId, now());
    return c.json(
      {
        members: members.map(({ personId: id, name, email, createdAt, ...post }) => ({
          ...{ id, name, email, ...postView(post), since: new Date(createdAt).toISOString() },
        })),
        invitations: invitations.map(invitationView),
      },
      200,
    );
  });
  api.openapi(create, async (c) => {
    const principal = c.get('principal');
    const { invitation, token } = await inviteMember(
      { store, now, signup: services.signup },
      principal,
      c.req.valid('json'),
    );
    c.header('cache-control', 'no-store');
    const url = services.links.panel.invitation(token);
    return c.json({ ...invitationView(invitation), url, ...(await mail(c, invitation, url)) }, 201);
  });
  api.openapi(change, async (c) => {
    const principal = c.get('principal');
    await changeMember(services.invoicing, principal, c.req.valid('param').id, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(remove, async (c) => {
    await removeMember(services.invoicing, c.get('principal'), c.req.valid('param').id);
    return c.body(null, 204);
  });
  return api;
}

function postView({ role, branches }: Post) {
  return { role, ...(branches && { branches: [...branches] }) };
}

function invitationView({ id, email, expiresAt, ...post }: Invitation) {
  return { id, email, ...postView(post), expiresAt: new Date(expiresAt).toISOString() };
}
