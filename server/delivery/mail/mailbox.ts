/** Where mail ends in the demo and in development: it is kept to be looked at, and goes nowhere. */
import { randomUUID } from 'node:crypto';
import type { Mail, Mailer } from './mailer.ts';

/** A mail that arrived; `at` is in epoch milliseconds. */
export type MailboxEntry = {
  /** Also the receipt. */
  readonly id: string;
  readonly at: number;
  readonly mail: Mail;
};

/** A mailer that keeps mail in memory instead of sending it. */
export type Mailbox = Mailer & {
  /** Newest first. */
  list(): readonly MailboxEntry[];
  find(id: string): MailboxEntry | undefined;
};

const KEPT = 200;

/** In memory; one mail per key, like Resend. */
export function createMailbox(now: () => number): Mailbox {
  const entries = new Map<string, MailboxEntry>();
  return {
    async send(mail, idempotencyKey) {
      const entry = entries.get(idempotencyKey) ?? { id: randomUUID(), at: now(), mail };
      entries.set(idempotencyKey, entry);
      const [oldest] = entries.keys();
      if (entries.size > KEPT && oldest !== undefined) entries.delete(oldest);
      return { kind: 'taken', receipt: entry.id };
    },
    testConnection: async () => ({ kind: 'works' }),
    list: () => [...entries.values()].reverse(),
    find: (id) => [...entries.values()].find((entry) => entry.id === id),
  };
}
