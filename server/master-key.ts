/** The operator's master key: from the environment, or from a file that is made, readable by its owner alone, the first time. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { type MasterKey, parseMasterKey } from './csd/vault.ts';

/** Throws when what is configured is not 32 bytes; says where, never what. */
export function openMasterKey({ masterKey, masterKeyFile, dataDir }: Config): MasterKey {
  if (masterKey !== undefined) return checked(parseMasterKey(masterKey), 'AUTOFACTURA_MASTER_KEY');
  const file = masterKeyFile ?? join(dataDir, 'master.key');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return checked(parseMasterKey(readFileSync(file, 'utf8')), file);
}

function checked(key: MasterKey | undefined, where: string): MasterKey {
  if (!key) throw new Error(`the master key in ${where} is not 32 bytes as base64 or hex`);
  return key;
}
