/** Where an action on an account comes from, and the audit note of it. */
import type { PersonNote, Seal } from './audit.ts';

/** Where a request comes from. */
export type SessionClient = { readonly address: string; readonly userAgent: string };

/** Where and when an action on an account comes from, and the seal function for its audit entry. */
export type Doing = { readonly client: SessionClient; readonly now: number; readonly seal: Seal };

/** Builds the audit note of an action. */
export function noteOf(action: string, { client, now, seal }: Doing, status = 200): PersonNote {
  return { action, at: now, status, address: client.address, seal };
}
