/** The operator's master key: from the environment, or from a file that is created the first time, readable only by its owner. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** Throws if the configured key is not 32 bytes; the message names the setting, never its value. */
export function openMasterKey(config: KeyPlace): MasterKey {
  const { masterKey } = config;
  if (masterKey !== undefined) return checked(parseMasterKey(masterKey), 'AUTOFACTURA_MASTER_KEY');
  const file = keyFile(config);
  if (!existsSync(file)) makeKeyFile(file);
  return checked(parseMasterKey(readFileSync(file, 'utf8')), file);
}

/**
 * Creates the file atomically: it is written and synced under another name first. After a crash or power cut the next start makes another
 * key; of two servers that start at once, both use the first key.
 */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    giveName(draft, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Never overwrites an existing file. On a file system without hard links, there is an instant in which it could. */
function giveName(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
    renameSync(draft, file);
  }
}

/** A new name is on the disk only when its folder is. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
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

/** The file with the master key; `undefined` if it is in the environment. */
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
