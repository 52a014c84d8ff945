/**
 * Stripe's own verification of `Stripe-Signature: t=<unix s>,v1=<hex>[,v1=…]` (wire-contracts 14.1, read 2026-11), which
 * also names the failed check. Its SDK is loaded with the first event: a server without Stripe never loads it.
 */

/** Stripe's own default (wire-contracts 14.1, read 2026-11). */
const TOLERANCE_S = 300;

const HEADER = /^(?=.*(?:^|,)t=\d{1,12}(?:,|$))(?=.*(?:^|,)v1=[\da-f]{64}(?:,|$))/;

/**
 * The check that failed; `undefined` for a body that one of the secrets signed within the last 300 s. There are two
 * secrets while one is replaced.
 */
export async function stripeSignatureFault(
  { header, body, now }: { readonly header: string | undefined; readonly body: string; readonly now: number },
  secrets: readonly string[],
): Promise<string | undefined> {
  if (!header) return 'Stripe-Signature: missing';
  if (!HEADER.test(header)) return 'Stripe-Signature: malformed';
  const { default: Stripe } = await import('stripe');
  const verifies = (secret: string, toleranceS: number): boolean => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(body, header, secret, toleranceS, undefined, now) ?? false;
    } catch {
      return false;
    }
  };
  if (secrets.some((secret) => verifies(secret, TOLERANCE_S))) return undefined;
  // A tolerance of 0 skips the check of time: if this accepts the signature, it was only too old.
  const isOld = secrets.some((secret) => verifies(secret, 0));
  return isOld ? 'Stripe-Signature: too old' : 'Stripe-Signature: no match';
}
