/** The operator's master key: from the environment, or from a file that is made, readable by its owner alone, the first time. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import { type MasterKey, parseMasterKey, unwrapDataKey, VaultError } from './vault.ts';

/** Where the operator keeps the master key. */
export type KeyPlace = {
  /** The key itself, as base64 or hex, from the environment. */
  readonly masterKey?: string | undefined;
  readonly masterKeyFile?: string | undefined;
  readonly dataDir: string;
};

/** Throws when what is configured is not 32 bytes; says where, never what. */
export function openMasterKey(config: KeyPlace): MasterKey {
  const { masterKey } = config;
  if (masterKey !== undefined) return checked(parseMasterKey(masterKey), 'AUTOFACTURA_MASTER_KEY');
  const file = keyFile(config);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return checked(parseMasterKey(readFileSync(file, 'utf8')), file);
}

/**
 * Throws, saying what to do, when the database has secrets that the configured master key does not open, or whose key is lost. A
 * new key would leave every certificate and credential unreadable, and every link of a customer dead.
 */
export async function assertMasterKey(config: KeyPlace, merchants: Pick<MerchantStore, 'anyDataKey'>): Promise<void> {
  const sealed = await merchants.anyDataKey();
  if (!sealed) return;
  const file = masterKeyFileOf(config);
  if (file !== undefined && !existsSync(file)) {
    throw new Error(
      `the master key is lost: ${file} is not there, and the database holds certificates and credentials that only it opens. ${WHAT_TO_DO}`,
    );
  }
  try {
    unwrapDataKey(openMasterKey(config), sealed.merchantId, sealed.wrapped);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new Error(
      `the master key in ${file ?? 'AUTOFACTURA_MASTER_KEY'} does not open what this database holds: it belongs to another installation. ${WHAT_TO_DO}`,
    );
  }
}

const WHAT_TO_DO =
  'Put the key back from its backup (AUTOFACTURA_MASTER_KEY or AUTOFACTURA_MASTER_KEY_FILE). Nothing was changed; to start from nothing, use another database and data folder';

/** Where the master key is kept; `undefined` when the environment itself carries it. */
export function masterKeyFileOf(config: KeyPlace): string | undefined {
  return config.masterKey === undefined ? keyFile(config) : undefined;
}

function keyFile({ masterKeyFile, dataDir }: KeyPlace): string {
  return masterKeyFile ?? join(dataDir, 'master.key');
}

function checked(key: MasterKey | undefined, where: string): MasterKey {
  if (!key) throw new Error(`the master key in ${where} is not 32 bytes as base64 or hex`);
  return key;
}
