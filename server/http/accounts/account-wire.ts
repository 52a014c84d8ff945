/** The schemas of accounts and sessions. */
import { z } from '@hono/zod-openapi';
import type { OpenSession } from '../../accounts/account-store.ts';
import { steppedUpUntil } from '../../accounts/sessions.ts';
import { ROLES } from '../../merchants/role.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** A member's role at a merchant. */
export const role = z.enum(ROLES);

/** The token of a one-time link: setup, invitation or password reset. */
export const token = z.string().max(100);

/** A person's e-mail address, at most 254 characters. */
export const emailWire = z.email('email-malformed').max(254, 'text-too-long');

/** A person's name, 1 to 120 characters once trimmed. */
export const personName = z.string().trim().min(1, 'required').max(120, 'text-too-long');
/** A new password. Long ones are welcome, but hashing must take a bounded time. */
export const newPassword = z.string().max(256, 'text-too-long').openapi({
  description: 'At least 12 characters, and not a password known from breaches.',
});
/** An existing password, as typed. */
export const password = z.string().max(256);

/** The code of a second step: six digits of an app, or a recovery code. Without one, `code-needed` says that it is missing. */
export const code = z.string().max(40).optional().openapi({
  description: 'Six digits of your code app or a recovery code, if you have a second step.',
});

/** Converts a missing code to its problem. It is not a failure, so it is thrown outside of what counts failures. */
export function assertComplete<T extends object>(outcome: T | 'needed'): T {
  if (outcome === 'needed') throw new Problem('code-needed');
  return outcome;
}

/** The session of the signed-in person, as `GET /session` returns it. */
export const sessionView = z
  .object({
    user: z.object({
      ...{ name: z.string(), email: z.string() },
      hasPasskey: z.boolean().openapi({ description: 'Whether you can step up with a passkey.' }),
    }),
    merchants: z.array(z.object({ id: z.string(), tradeName: z.string(), role })),
    steppedUpUntil: z.string().optional().openapi({
      format: 'date-time',
      description: 'When your step-up expires. Absent unless you stepped up.',
    }),
  })
  .openapi('Session');

/** Builds the view of a session: the person, their merchants, and until when their step-up holds. */
export async function viewSession(
  { invoicing }: Services,
  { session, person }: OpenSession,
  proof?: string,
): Promise<z.output<typeof sessionView>> {
  const { accounts } = invoicing.store;
  const memberships = await accounts.memberships(person.id);
  const until = steppedUpUntil(session, proof, invoicing.now());
  return {
    user: { name: person.name, email: person.email, hasPasskey: (await accounts.listPasskeys(person.id)).length > 0 },
    merchants: memberships.map(({ id, tradeName, role }) => ({ id, tradeName, role })),
    ...(until !== undefined && { steppedUpUntil: new Date(until).toISOString() }),
  };
}
