/** Stores merchants' CSDs encrypted in the database and hands out sealers. Keys and passwords cannot be read back. */
import { randomUUID } from 'node:crypto';
import type { MerchantStore, StoredCsd } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { DataKey, MasterKey, SecretContext } from '../vault/vault.ts';
import { createDataKey, openSecret, sealSecret, unwrapDataKey, VaultError, wrapDataKey } from '../vault/vault.ts';
import type { CsdCertificate } from './certificate.ts';
import type { CsdFault, CsdFiles, CsdPair, Sealer } from './csd.ts';
import { openAside, openInTurn } from './opening.ts';

/** The stored CSD's id and certificate, or everything that is wrong with the upload. */
export type StoreCsdOutcome =
  | { readonly kind: 'stored'; readonly id: string; readonly certificate: CsdCertificate }
  | { readonly kind: 'refused'; readonly faults: readonly CsdFault[]; readonly certificate?: CsdCertificate };

/** The tenant's sealer, or why it cannot seal at the moment. */
export type ActiveSealer =
  | { readonly kind: 'sealer'; readonly csdId: string; readonly sealer: Sealer }
  | { readonly kind: 'none' }
  | { readonly kind: 'expired'; readonly certificate: CsdCertificate };

/** Stores CSDs and seals with them. */
export type Custody = {
  /**
   * Checks the files against the merchant's RFC, its world and the instant `at` (epoch ms), and makes them its active CSD.
   * Whatever the outcome, the files' bytes are overwritten with zeros; nothing refused is kept. Throws `QueueFull` when too many wait.
   */
  storeCsd(upload: {
    readonly tenant: Tenant;
    readonly rfc: string;
    readonly files: CsdFiles;
    readonly at: number;
    /** Made by the built-in sandbox: it is marked as such for good. */
    readonly isSandbox?: boolean;
  }): Promise<StoreCsdOutcome>;
  /**
   * The sealer of the tenant's active CSD, opened once and kept in memory. Throws `VaultError` when what is stored was not
   * sealed by this master key for this merchant, or its certificate was exchanged.
   */
  openActiveSealer(tenant: Tenant, at: number): Promise<ActiveSealer>;
};

type CsdStore = Pick<MerchantStore, 'putCsd' | 'activeCsd' | 'dataKey'>;
type Keeper = { readonly store: CsdStore; readonly master: MasterKey };

/** Custody over a store, under the operator's master key. */
export function createCustody(store: CsdStore, master: MasterKey): Custody {
  const keeper = { store, master };
  const sealers = createSealerCache();
  const opening = new Map<string, Promise<Sealer>>();
  /** Concurrent callers share one opening, for example the first customers after a start. */
  function once(id: string, open: () => Promise<Sealer>): Promise<Sealer> {
    const opened = opening.get(id) ?? open().finally(() => opening.delete(id));
    opening.set(id, opened);
    return opened;
  }
  return {
    async storeCsd({ files, ...upload }) {
      try {
        const stored = await storeFiles(keeper, { ...upload, files });
        if (stored.kind === 'refused') return stored;
        sealers.put(stored.id, stored.sealer);
        return { kind: 'stored', id: stored.id, certificate: stored.sealer.certificate };
      } finally {
        for (const bytes of files.kind === 'pair' ? [files.cer, files.key] : [files.pfx]) bytes.fill(0);
      }
    },

    async openActiveSealer(tenant, at) {
      const csd = await store.activeCsd(tenant);
      if (!csd) return { kind: 'none' };
      const sealer =
        sealers.get(csd.id) ?? sealers.put(csd.id, await once(csd.id, () => openStored(keeper, tenant, csd)));
      const { certificate } = sealer;
      if (at > certificate.validTo.getTime()) return { kind: 'expired', certificate };
      return { kind: 'sealer', csdId: csd.id, sealer };
    },
  };
}

type Upload = {
  readonly tenant: Tenant;
  readonly rfc: string;
  readonly files: CsdFiles;
  readonly at: number;
  readonly isSandbox?: boolean;
};

async function storeFiles(keeper: Keeper, { tenant, rfc, files, at, isSandbox = false }: Upload) {
  const { outcome, key } = await openInTurn(tenant.merchantId, files, { rfc, at, world: tenant.world });
  if (outcome.kind === 'refused') return outcome;
  const { sealer } = outcome;
  const { certificado, noCertificado, validFrom, validTo } = sealer.certificate;
  const dataKey = await dataKeyOf(keeper, tenant.merchantId);
  const secret = packSecret({ key, password: files.password });
  const sealedSecret = sealSecret(dataKey, secret, csdContext(tenant, noCertificado));
  secret.fill(0);
  const id = `csd_${randomUUID()}`;
  await keeper.store.putCsd({
    id,
    tenant,
    noCertificado,
    rfc: sealer.certificate.rfc,
    validFrom: validFrom.getTime(),
    validTo: validTo.getTime(),
    certificate: Buffer.from(certificado, 'base64'),
    sealedSecret,
    isSandbox,
  });
  return { kind: 'stored', id, sealer } as const;
}

async function openStored(keeper: Keeper, tenant: Tenant, csd: StoredCsd): Promise<Sealer> {
  const dataKey = await dataKeyOf(keeper, tenant.merchantId);
  const secret = openSecret(dataKey, csd.sealedSecret, csdContext(tenant, csd.noCertificado));
  try {
    const cer = Buffer.from(csd.certificate);
    const files = { kind: 'pair', cer, ...unpackSecret(secret) } as const;
    const { outcome } = await openAside(files, { rfc: csd.rfc, world: tenant.world });
    if (outcome.kind === 'refused') throw new VaultError();
    return outcome.sealer;
  } finally {
    secret.fill(0);
  }
}

async function dataKeyOf({ store, master }: Keeper, merchantId: string): Promise<DataKey> {
  const fresh = wrapDataKey(master, merchantId, createDataKey());
  return unwrapDataKey(master, merchantId, await store.dataKey(merchantId, fresh));
}

function csdContext({ merchantId }: Tenant, noCertificado: string): SecretContext {
  return { merchantId, purpose: 'csd', subject: noCertificado };
}

const LENGTH_BYTES = 4;

/** Length of the password, password, key file: kept together, because one without the other is of no use. */
function packSecret({ key, password }: Pick<CsdPair, 'key' | 'password'>): Buffer {
  const text = Buffer.from(password, 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, key]);
}

function unpackSecret(secret: Buffer): { key: Uint8Array; password: string } {
  const end = LENGTH_BYTES + secret.readUInt32BE(0);
  return { password: secret.toString('utf8', LENGTH_BYTES, end), key: secret.subarray(end) };
}

const KEPT_SEALERS = 256;

/** The sealers used last, by CSD id; in memory only. */
function createSealerCache() {
  const kept = new Map<string, Sealer>();
  const put = (id: string, sealer: Sealer): Sealer => {
    kept.delete(id);
    kept.set(id, sealer);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_SEALERS && oldest !== undefined) kept.delete(oldest);
    return sealer;
  };
  const get = (id: string): Sealer | undefined => {
    const sealer = kept.get(id);
    return sealer && put(id, sealer);
  };
  return { get, put };
}
