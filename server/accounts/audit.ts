/**
 * The audit log: what was done at a merchant, by whom, when and from where. Entries are only ever added, and each is sealed together with the
 * one before it under a key that is not in the database: whoever changes, removes or inserts one cannot seal the rest again.
 */
import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { World } from '../merchants/tenant.ts';

export type AuditEntry = {
  readonly merchantId: string;
  /** From 1 on, without gaps. */
  readonly position: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly world: World;
  /** `usr_…` or `key_…`. */
  readonly actor: string;
  /** The method and path of the route, `POST /keys`. Never anything of the body. */
  readonly action: string;
  /** Which one it was done to: an id, a slug, a provider. */
  readonly target?: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The network it was done from. */
  readonly address: string;
  /** HMAC-SHA-256 over the entry and the seal before it, in hex. */
  readonly seal: string;
};

export type AuditDraft = Omit<AuditEntry, 'position' | 'seal'>;

/** The port to the log. There is no way to change or remove an entry. */
export interface AuditStore {
  /** Adds an entry after the merchant's last one, sealed by `seal`; entries that are added at once follow each other. */
  append(draft: AuditDraft, seal: Seal): Promise<void>;
  /** Newest first, before `before` when it is given. */
  list(merchantId: string, page: { readonly limit: number; readonly before?: number }): Promise<readonly AuditEntry[]>;
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
      .update(JSON.stringify([before, merchantId, position, at, world, actor, action, target, status, address]))
      .digest('hex');
}

export type AuditCheck = {
  readonly entries: number;
  /** The first entry that is not as it was written, or not in its place. */
  readonly brokenAt?: number;
  /** The last seal: kept elsewhere, it shows later whether the end of the log was cut off. */
  readonly head?: string;
};

const AT_ONCE = 500;

/** Reads a merchant's whole log and checks every seal. */
export async function checkAudit(store: AuditStore, merchantId: string, seal: Seal): Promise<AuditCheck> {
  let [position, before] = [0, ''];
  for (;;) {
    const entries = await store.listAfter(merchantId, position, AT_ONCE);
    for (const entry of entries) {
      position += 1;
      if (entry.position !== position || !isSame(entry.seal, seal(entry, before)))
        return { entries: position - 1, brokenAt: position };
      before = entry.seal;
    }
    if (entries.length < AT_ONCE) return { entries: position, ...(before !== '' && { head: before }) };
  }
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
