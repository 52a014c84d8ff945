/**
 * The audit log: what was done at a merchant, by whom, when and from where. Entries are only ever added, and each is sealed together with the
 * one before it under a key that is not in the database: whoever changes, removes or inserts one cannot seal the rest again.
 */
import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { World } from '../merchants/tenant.ts';

/** One entry of a merchant's audit log, chained to the one before it by its seal. */
export type AuditEntry = {
  readonly merchantId: string;
  /** From 1 on, without gaps. */
  readonly position: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Absent where what was done is of no world: signing in, members. */
  readonly world?: World;
  /** `usr_…` or `key_…`. */
  readonly actor: string;
  /** The method and path of the route, `POST /keys`, or what a person did: `sign-in`. Never anything of the body. */
  readonly action: string;
  /** Which one it was done to: an id, a slug, a provider. */
  readonly target?: string;
  /** The HTTP status of the answer; 0 when the server stopped before it was known what came of it. */
  readonly status: number;
  /** The network it was done from. */
  readonly address: string;
  /** HMAC-SHA-256 over the entry and the seal before it, in hex. */
  readonly seal: string;
};

/** An entry before it has a place in the log. */
export type AuditDraft = Omit<AuditEntry, 'position' | 'seal'>;

/** What is about to be done. */
export type AuditIntent = Omit<AuditDraft, 'status'> & {
  /** `int_…` */
  readonly id: string;
};

/** What a person did with their own account: an entry of every merchant that they work for. */
export type PersonNote = Omit<AuditDraft, 'merchantId' | 'world' | 'actor'> & { readonly seal: Seal };

/** Which entries are looked for; what is absent does not narrow. */
export type AuditFilter = {
  readonly actor?: string;
  readonly action?: string;
  /** Epoch milliseconds; `until` is excluded. */
  readonly from?: number;
  readonly until?: number;
};

/** How long a server may take for what it began; an older intent was interrupted. */
export const INTERRUPTED_MS = 10 * 60_000;

/** The port to the log. There is no way to change or remove an entry. */
export interface AuditStore {
  /** Keeps what is about to be done. Where this fails, it must not be done. */
  begin(intent: AuditIntent): Promise<void>;
  /** Replaces an intent by its entry, after the merchant's last one; entries that are added at once follow each other. */
  finish(
    intent: AuditIntent,
    outcome: { readonly status: number; readonly target?: string },
    seal: Seal,
  ): Promise<void>;
  /** Forgets an intent of which nothing came: it was refused. */
  drop(id: string): Promise<void>;
  /** Enters what was interrupted more than `INTERRUPTED_MS` before `now`, with status 0. */
  enterInterrupted(merchantId: string, now: number, seal: Seal): Promise<void>;
  /** Notes what a person did. What changes an account does this in the transaction of the change instead. */
  notePerson(personId: string, note: PersonNote): Promise<void>;
  /** Newest first, before `before` when it is given. */
  list(
    merchantId: string,
    page: AuditFilter & { readonly limit: number; readonly before?: number },
  ): Promise<readonly AuditEntry[]>;
  /** Oldest first, after a position. */
  listAfter(merchantId: string, position: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** Seals an entry after the seal before it, '' for the first. */
export type Seal = (entry: Omit<AuditEntry, 'seal'>, before: string) => string;

/** Seals under a key that follows from the operator's master key. */
export function createSeal(masterKey: KeyObject): Seal {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'autofactura audit-log', 32));
  return ({ merchantId, position, at, world, actor, action, target = '', status, address }, before) =>
    createHmac('sha256', key)
      .update(JSON.stringify([before, merchantId, position, at, world ?? '', actor, action, target, status, address]))
      .digest('hex');
}

/** The result of verifying a merchant's whole log. Without `brokenAt`, every entry is intact and in its place. */
export type AuditCheck = {
  readonly entries: number;
  /** The first entry that is not as it was written, or not in its place. */
  readonly brokenAt?: number;
  /** The last seal: kept elsewhere, it shows later whether the end of the log was cut off. */
  readonly head?: string;
  /** The position of the head that was looked for; absent when no entry has that seal. */
  readonly formerHeadAt?: number;
};

const AT_ONCE = 500;

/** Reads a merchant's whole log, checks every seal, and looks for the `head` of an earlier check. */
export async function checkAudit(
  store: Pick<AuditStore, 'listAfter'>,
  merchantId: string,
  seal: Seal,
  formerHead?: string,
): Promise<AuditCheck> {
  let [position, before] = [0, ''];
  let formerHeadAt: number | undefined;
  for (;;) {
    const entries = await store.listAfter(merchantId, position, AT_ONCE);
    for (const entry of entries) {
      position += 1;
      if (entry.position !== position || !isSame(entry.seal, seal(entry, before)))
        return { entries: position - 1, brokenAt: position };
      before = entry.seal;
      if (before === formerHead) formerHeadAt = position;
    }
    if (entries.length < AT_ONCE)
      return {
        entries: position,
        ...(before !== '' && { head: before }),
        ...(formerHeadAt !== undefined && { formerHeadAt }),
      };
  }
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
