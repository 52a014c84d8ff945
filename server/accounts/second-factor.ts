/** The second step of signing in: a six-digit code from an app (TOTP, RFC 6238), or a recovery code. */
import { Secret, TOTP } from 'otpauth';
import type { SignInLimits } from '../limits/sign-in-limits.ts';
import { Problem } from '../problems/problem.ts';
import type { PersonSafe } from '../vault/person-safe.ts';
import type { Person } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { type Doing, noteOf } from './doing.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import type { CodeUse, SecondFactor } from './second-factor-store.ts';

/** RFC 4226, 4: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20;
const PERIOD_S = 30;
/** One code before and one after the current one, for clocks that differ (RFC 6238, 5.2). */
const WINDOW = 1;
const PURPOSE = 'totp';

/** What verifying a second step needs. */
export type CodeDesk = {
  readonly store: AccountStore;
  readonly safe: PersonSafe;
  readonly limits: Pick<SignInLimits, 'tryCode'>;
};

/** What a person's app needs; shown once. */
export type Enrolment = {
  /** The key in base32, for people who type it. */
  readonly key: string;
  /** `otpauth://…`, for a QR. */
  readonly uri: string;
};

/** Draws a key for the person's app; no code is required before `confirmSecondFactor`. Throws `second-factor-on`. */
export async function enrolSecondFactor(
  { store, safe }: Omit<CodeDesk, 'limits'>,
  { id, email }: Person,
  issuer: string,
  now: number,
): Promise<Enrolment> {
  const secret = new Secret({ size: SECRET_BYTES });
  const sealed = safe.seal(id, PURPOSE, secret.bytes);
  if ((await store.putSecondFactor({ personId: id, sealed, createdAt: now, lastStep: 0 })) === 'on')
    throw new Problem('second-factor-on');
  return { key: secret.base32, uri: totpOf(secret, { issuer, label: email }).toString() };
}

/**
 * Turns the second step on with a first code of the app, and returns ten recovery codes, which are shown only now. Throws `wrong-code`, and
 * `unknown-resource` if no key was drawn.
 */
export async function confirmSecondFactor(
  { store, safe }: Omit<CodeDesk, 'limits'>,
  person: Person,
  code: string,
  doing: Doing,
): Promise<readonly string[]> {
  const factor = await store.findSecondFactor(person.id);
  if (!factor || factor.confirmedAt !== undefined) throw new Problem('unknown-resource');
  const step = stepOf(safe, factor, code, doing.now);
  const codes = newRecoveryCodes();
  const hashes = codes.map((each) => hashRecoveryCode(person.id, each));
  const outcome = await store.confirmSecondFactor(factor, { step, hashes }, noteOf('second-factor-on', doing));
  if (outcome === 'unknown') throw new Problem('unknown-resource');
  return codes;
}

/** Replaces the remaining recovery codes with ten new ones. Throws `unknown-resource` without a second step. */
export async function renewRecoveryCodes(
  store: AccountStore,
  { id }: Person,
  doing: Doing,
): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  const hashes = codes.map((each) => hashRecoveryCode(id, each));
  if ((await store.renewRecoveryCodes(id, hashes, noteOf('recovery-codes-renewed', doing))) === 'unknown')
    throw new Problem('unknown-resource');
  return codes;
}

/**
 * Verifies the second step of somebody whose password was right: `undefined` if they have none, `needed` if there is no code. The transaction that
 * the result authorises must use it up. Throws `wrong-code`, `code-spent` or `too-many-codes`.
 */
export async function checkCode(
  { store, safe, limits }: CodeDesk,
  { id }: Person,
  code: string | undefined,
  { client, now }: Doing,
): Promise<CodeUse | undefined | 'needed'> {
  const factor = await store.findSecondFactor(id);
  if (factor?.confirmedAt === undefined) return undefined;
  const typed = code?.replace(/\s/g, '') ?? '';
  if (typed === '') return 'needed';
  // A recovery code cannot be guessed, so the limit leaves this way open to the owner.
  if (!/^\d{6}$/.test(typed)) return { kind: 'recovery', hash: hashRecoveryCode(id, typed) };
  const attempt = async () => stepOf(safe, factor, typed, now);
  const isKnown = (await store.listSessions(id, now)).some(({ address }) => address === client.address);
  return { kind: 'totp', step: isKnown ? await attempt() : await limits.tryCode(id, attempt) };
}

/** The time step of a code. Throws `wrong-code`, and `code-spent` for a code that was accepted before, or one earlier than it. */
function stepOf(safe: PersonSafe, factor: SecondFactor, code: string, now: number): number {
  const bytes = safe.open(factor.personId, PURPOSE, factor.sealed);
  const totp = totpOf(new Secret({ buffer: Uint8Array.from(bytes).buffer }));
  bytes.fill(0);
  const delta = totp.validate({ token: code.replace(/\s/g, ''), timestamp: now, window: WINDOW });
  if (delta === null) throw new Problem('wrong-code');
  const step = Math.floor(now / 1_000 / PERIOD_S) + delta;
  if (step <= factor.lastStep) throw new Problem('code-spent');
  return step;
}

/** SHA-1, six digits, thirty seconds: what every app supports. */
function totpOf(secret: Secret, names: { readonly issuer?: string; readonly label?: string } = {}): TOTP {
  return new TOTP({ ...names, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_S });
}
