/**
 * Test certificates that a whole run shares: two new RSA keys and two certificates are a second of work, as much as all the rest of a
 * start. What is made here for the first time is kept beside the run's programs.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CsdPair } from '../../server/csd/csd.ts';
import { createTestAuthority, type TestSubject } from '../../server/csd/test-certificates.ts';
import { openSatSigner, SIGNER_FILE } from '../../server/pac/sandbox/sat-signer.ts';
import { runFolder } from './programs.ts';

const DAY_MS = 86_400_000;

/** Gives a sandbox the run's certificate before its first start, which would make one of its own there. */
export async function giveSignerTo(directory: string): Promise<void> {
  const kept = join(await runFolder(), 'signer');
  // Of two processes that make it at once the later one's is kept, whole: it appears by renaming.
  if (!existsSync(join(kept, SIGNER_FILE))) await openSatSigner(kept);
  mkdirSync(directory, { recursive: true });
  const own = join(directory, SIGNER_FILE);
  if (!existsSync(own)) copyFileSync(join(kept, SIGNER_FILE), own);
}

/** A CSD valid from the UTC day of `at` for four years: the same one for all who ask in this run, in bytes of their own. */
export async function keptCsd(subject: Omit<TestSubject, 'kind'>, at: number): Promise<CsdPair> {
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  const { rfc, password } = subject;
  const file = join(await runFolder(), `csd-${Buffer.from(JSON.stringify([subject, day])).toString('base64url')}.json`);
  if (!existsSync(file)) {
    const { cer, key } = await (await createTestAuthority(day)).issue({ ...subject, kind: 'csd' }, day);
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify([cer, key].map((bytes) => Buffer.from(bytes).toString('base64'))));
    renameSync(draft, file);
  }
  const [cer, key] = (JSON.parse(readFileSync(file, 'utf8')) as string[]).map((text) => Buffer.from(text, 'base64'));
  if (!cer || !key) throw new Error(`the kept CSD of ${rfc} is not whole`);
  return { cer, key, password };
}
