/** `autofactura audit check|verify`: whether a merchant's audit log, or a file of it, is as it was written. */
import { readFile } from 'node:fs/promises';
import { openStore } from '../../db/open-store.ts';
import { type AuditCheck, type AuditStore, checkAudit, createSeal } from '../accounts/audit.ts';
import { parseAuditLine } from '../accounts/audit-export.ts';
import { type Config, processConfig } from '../main/config.ts';
import { openMasterKey } from '../vault/master-key.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs } from './merchant-in.ts';

/** Exits with 1 if an entry was changed, moved or removed, or if `--head` names a seal that no entry has. */
export const run: Command = async (args) => {
  const typed = readArgs(args, ['head']);
  const [action, file] = typed.positionals;
  const config = processConfig();
  if (action === 'verify' && file !== undefined) return report(typed, await verifyFile(config, typed, file));
  if (action !== 'check') throw new UsageError('"audit check", or "audit verify FILE.jsonl"?');
  const store = await openStore(config.store);
  try {
    const { id } = await merchantIn(store, typed.text('merchant'));
    return report(typed, await checkAudit(store.audit, id, createSeal(openMasterKey(config)), typed.text('head')));
  } finally {
    await store.close();
  }
};

async function verifyFile(config: Config, typed: Args, file: string): Promise<AuditCheck> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((each) => each.trim() !== '');
  const entries = lines.map(parseAuditLine);
  const readable = entries.flatMap((entry, n) => (entry && entries.slice(0, n).every(Boolean) ? [entry] : []));
  const listAfter: AuditStore['listAfter'] = async (_, position, limit) => readable.slice(position, position + limit);
  const checked = await checkAudit({ listAfter }, '', createSeal(openMasterKey(config)), typed.text('head'));
  const isWhole = checked.brokenAt !== undefined || readable.length === lines.length;
  return isWhole ? checked : { entries: readable.length, brokenAt: readable.length + 1 };
}

function report(typed: Args, { brokenAt, ...checked }: AuditCheck): number {
  const isCutOff = typed.text('head') !== undefined && checked.formerHeadAt === undefined;
  const isIntact = brokenAt === undefined && !isCutOff;
  const line = isIntact
    ? `${checked.entries} entries, all as they were written. Last seal: ${checked.head ?? 'none yet'}`
    : brokenAt !== undefined
      ? `Entry ${brokenAt} is not as it was written, or not in its place.`
      : 'No entry has the seal that was given: the end of the log was cut off, or the seal is of another log.';
  typed.print({ isIntact, ...checked, ...(brokenAt !== undefined && { brokenAt }) }, line);
  return isIntact ? 0 : 1;
}
