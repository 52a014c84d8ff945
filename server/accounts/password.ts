/** Which passwords are acceptable, and how they are hashed. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { neighbourhoodOf } from '../limits/neighbourhood.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../threads/fair-queue.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

/** OWASP's password storage cheat sheet (2025): N = 2^15, r = 8, p = 3, which takes 32 MB. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const SHORTEST = 12;
/**
 * Hashing one takes a core for some 150 ms and one of libuv's four threads, which files, DNS and certificates need too. So few are hashed at
 * once and few wait; networks take turns, so that whoever sends hundreds delays only their own.
 */
const LINE: FairQueueOptions = {
  width: Math.max(1, Math.min(2, availableParallelism() - 1)),
  ...{ mostOfOne: 3, mostOfAll: 20, longestWaitMs: 10_000 },
};
const RETRY_AFTER_S = '3';

const queue = new FairQueue(LINE);

/**
 * Hashes a password for storage, as `scrypt$N$r$p$salt$key`. `address` is the network that it came from, whose turn it is. Throws
 * `sign-in-busy` with `retryAfter` if too many are waiting.
 */
export async function hashPassword(password: string, address: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn(address, () => derive(password, salt, COST));
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Checks a password against its hash. It takes equally long for an account that does not exist (`undefined`), so timing reveals nothing. Waits
 * and throws as `hashPassword` does.
 */
export async function isPassword(password: string, kept: string | undefined, address: string): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (kept ?? NOBODYS).split('$');
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const expected = Buffer.from(key, 'base64url');
  const derived = await inTurn(address, () => derive(password, Buffer.from(salt, 'base64url'), cost));
  return timingSafeEqual(derived, expected) && kept !== undefined;
}

async function inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
  try {
    return await queue.run(neighbourhoodOf(address), work);
  } catch (error) {
    throw error instanceof QueueFull ? new Problem('sign-in-busy', { params: { retryAfter: RETRY_AFTER_S } }) : error;
  }
}

/** A hash that no password matches. */
const NOBODYS = ['scrypt', COST.N, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

/**
 * Why a password is not acceptable: too short, known from breaches, or made from its owner's e-mail. Faults carry the given pointer. There are
 * no rules about kinds of characters (NIST SP 800-63B-4, 2025, 3.1.1.2).
 */
export function passwordFaults(password: string, email: string, pointer = '/password'): readonly Fault[] {
  if ([...password].length < SHORTEST) return [{ code: 'password-short', pointer, params: { least: `${SHORTEST}` } }];
  const lower = password.normalize('NFKC').toLowerCase();
  const [local = ''] = email.split('@');
  const isOwners = lower === email || (local.length > 3 && lower.replaceAll(local, '').length < 4);
  if (COMMON_PASSWORDS.has(lower) || isRepetition(lower) || isOwners) return [{ code: 'password-common', pointer }];
  return [];
}

/** Whether a text repeats up to six characters over and over, such as `abcabcabcabc` or `111111111111`. */
function isRepetition(text: string): boolean {
  return /^(.{1,6}?)\1+$/.test(text);
}

/** Normalizes the password first, so that it does not depend on how a keyboard composes accented letters. */
function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
