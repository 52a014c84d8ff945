/** The mailer of the demo and of development: it keeps mail for inspection and sends nothing. */
import { randomUUID } from 'node:crypto';
import type { Mail, Mailer } from './mailer.ts';

/** A mail that arrived; `at` is in epoch milliseconds. */
export type MailboxEntry = {
  /** The id, which is also the receipt. */
  readonly id: string;
  readonly at: number;
  readonly mail: Mail;
};

/** A mailer that keeps mail in memory instead of sending it. */
export type Mailbox = Mailer & {
  /** Lists the mails, newest first. */
  list(): readonly MailboxEntry[];
  find(id: string): MailboxEntry | undefined;
};

const KEPT = 200;

/** Creates a mailbox in memory. It accepts one mail per idempotency key, like Resend. */
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
