/**
 * The audit log: what was done at a merchant, by whom, when and from where. Entries are only ever added. Each is sealed together with the
 * previous one under a key that is not in the database, so an attacker who changes, removes or inserts an entry cannot seal the rest again.
 */
import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { World } from '../merchants/tenant.ts';

/** One entry of a merchant's audit log, chained to the one before it by its seal. */
export type AuditEntry = {
  readonly merchantId: string;
  /** Counted from 1, without gaps. */
  readonly position: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Absent for actions that belong to neither world, such as signing in or changing members. */
  readonly world?: World;
  /** `usr_…`, `key_…`, `cli:` and the user of the operating system who ran a command, or `customer`. */
  readonly actor: string;
  /** The method and path of the route, such as `POST /keys`, or what a person did, such as `sign-in`, or `corrected-by-link`. Never anything from the body. */
  readonly action: string;
  /** What it was done to: an id, a slug or a provider. */
  readonly target?: string;
  /** The HTTP status of the answer; 0 if the server stopped before the outcome was known. */
  readonly status: number;
  /** The network that the request came from. */
  readonly address: string;
  /** The HMAC-SHA-256 of the entry and the previous seal, in hex. */
  readonly seal: string;
};

/** An entry before it has a place in the log. */
export type AuditDraft = Omit<AuditEntry, 'position' | 'seal'>;

/** An action that is about to be done. */
export type AuditIntent = Omit<AuditDraft, 'status'> & {
  /** `int_…` */
  readonly id: string;
};

/** What a person did with their own account. It becomes an entry at every merchant that they work for. */
export type PersonNote = Omit<AuditDraft, 'merchantId' | 'world' | 'actor'> & {
  /** The person themselves, unless somebody else did it. */
  readonly actor?: string;
  readonly seal: Seal;
};

/** Which entries to list; a criterion that is absent does not narrow the list. */
export type AuditFilter = {
  readonly actor?: string;
  readonly action?: string;
  /** Epoch milliseconds; `until` is excluded. */
  readonly from?: number;
  readonly until?: number;
  readonly world?: World;
};

/** How long an action may take. An older intent counts as interrupted. */
export const INTERRUPTED_MS = 10 * 60_000;

/** The port to the log. There is no way to change or remove an entry. */
export interface AuditStore {
  /** Stores an intent. If this fails, the action must not be done. */
  begin(intent: AuditIntent): Promise<void>;
  /** Replaces an intent by its entry, sealed after the merchant's last one. Concurrent calls append one after the other. */
  finish(
    intent: AuditIntent,
    outcome: { readonly status: number; readonly target?: string },
    seal: Seal,
  ): Promise<void>;
  /** Deletes the intent of an action that was refused. */
  drop(id: string): Promise<void>;
  /** Adds entries with status 0 for intents that were interrupted more than `INTERRUPTED_MS` before `now`. */
  enterInterrupted(merchantId: string, now: number, seal: Seal): Promise<void>;
  /** Records what a person did. Methods that change an account write their note in the same transaction instead. */
  notePerson(personId: string, note: PersonNote): Promise<void>;
  /** Lists entries, newest first, from before position `before` if it is given. */
  list(
    merchantId: string,
    page: AuditFilter & { readonly limit: number; readonly before?: number },
  ): Promise<readonly AuditEntry[]>;
  /** Lists entries after a position, oldest first. */
  listAfter(merchantId: string, position: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** Computes the seal of an entry from the entry and the previous seal, which is '' for the first. */
export type Seal = (entry: Omit<AuditEntry, 'seal'>, before: string) => string;

/** Creates the seal function under a key derived from the operator's master key. */
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
  /** The position of the first entry that was changed or is out of place. */
  readonly brokenAt?: number;
  /** The last seal. If it is kept elsewhere, a later check can tell whether the end of the log was cut off. */
  readonly head?: string;
  /** The position of the entry with the seal that was looked for; absent if no entry has it. */
  readonly formerHeadAt?: number;
};

const AT_ONCE = 500;

/** Reads a merchant's whole log, verifies every seal, and looks for the `head` of an earlier check. */
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
