/** Issues a test CSD for the merchant's own RFC on demand, so that the test world works without an upload. */
import { randomBytes } from 'node:crypto';
import type { ActiveSealer, Custody } from '../../csd/custody.ts';
import { createTestAuthority } from '../../csd/test-certificates.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { MerchantStore, StoredCsd } from '../../merchants/merchant-store.ts';
import type { Tenant } from '../../merchants/tenant.ts';

/** What issuing a test CSD needs to know: the merchant, and whether the sandbox stamps for it. */
export type OwnCsdOptions = {
  readonly merchants: Pick<MerchantStore, 'activeCsd' | 'getMerchant'>;
  /** Whether the built-in sandbox stamps for this tenant: a PAC would not take its certificates. */
  readonly isSandboxed: (tenant: Tenant) => Promise<boolean>;
};

const DAY_MS = 86_400_000;

/**
 * Wraps a custody so that in the test world it issues a CSD if there is no valid one. An uploaded CSD is never replaced; one of the
 * sandbox's is when the merchant's RFC or name has changed or it has expired. The live world is unaffected.
 */
export function withSandboxCsd(custody: Custody, options: OwnCsdOptions): Custody {
  const making = new Map<string, Promise<ActiveSealer>>();
  const make = async (tenant: Tenant, merchant: Merchant, at: number): Promise<ActiveSealer> => {
    const from = at - DAY_MS;
    const { rfc, nombre } = merchant;
    const subject = { kind: 'csd', rfc, nombre, password: randomBytes(24).toString('base64url') } as const;
    const issued = await (await createTestAuthority(from)).issue(subject, from);
    const stored = await custody.storeCsd({ tenant, rfc, files: { ...issued, kind: 'pair' }, at, isSandbox: true });
    if (stored.kind === 'refused') throw new Error(`the sandbox’s own CSD was refused: ${stored.faults.join(', ')}`);
    return custody.openActiveSealer(tenant, at);
  };
  return {
    ...custody,
    async openActiveSealer(tenant, at) {
      if (tenant.world !== 'test') return custody.openActiveSealer(tenant, at);
      const csd = await options.merchants.activeCsd(tenant);
      if (csd && !csd.isSandbox) return custody.openActiveSealer(tenant, at);
      if (!(await options.isSandboxed(tenant))) return { kind: 'none' };
      const merchant = await options.merchants.getMerchant(tenant.merchantId);
      if (!merchant) return { kind: 'none' };
      const active = csd && isOf(csd, merchant, at) ? await custody.openActiveSealer(tenant, at) : undefined;
      if (active?.kind === 'sealer' && active.sealer.certificate.nombre === merchant.nombre) return active;
      // Concurrent callers get the same one.
      const key = tenant.merchantId;
      const made = making.get(key) ?? make(tenant, merchant, at).finally(() => making.delete(key));
      making.set(key, made);
      return made;
    },
  };
}

function isOf({ rfc, validTo }: StoredCsd, merchant: Merchant, at: number): boolean {
  return rfc === merchant.rfc && at < validTo;
}
