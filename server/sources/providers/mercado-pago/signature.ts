/**
 * Mercado Pago's signature: over the id in the query, the request's id and a time, but not over the body, which is
 * therefore not trusted (wire-contracts 14.2, read 2026-11). Verified by Mercado Pago's own SDK.
 */
import type { WebhookRequest } from '../../source.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * Mercado Pago repeats a notification for almost two weeks, and whether it signs it anew is not documented. A replay does no
 * harm, because the payment that it names is fetched, so signatures may be that old.
 */
const MAX_AGE_MS = 15 * DAY_MS;
/** How far clocks may differ. */
const MAX_AHEAD_MS = DAY_MS / 24;
/** `ts` is in seconds in some notifications and in milliseconds in others; seconds reach this number in the year 33658. */
const MILLISECONDS_FROM = 1e12;

const WHY: Readonly<Record<string, string>> = {
  // Notifications of QR codes have no signature (SDK 3.6, utils/webhook): they are refused, and the list finds their payments.
  MissingSignatureHeader: 'there is none',
  MalformedSignatureHeader: 'not of the form ts=…,v1=…',
  MissingTimestamp: 'without ts',
  MissingHash: 'without v1',
  SignatureMismatch: 'of another notification or by another secret',
};

/** Why a notification is not signed with this secret, naming the check and no value; `undefined` if it is. */
export async function signatureFault(request: WebhookRequest, secret: string): Promise<string | undefined> {
  const { headers, url, now } = request;
  const xSignature = headers['x-signature'];
  try {
    // Only this file of the SDK is loaded, which needs nothing but node:crypto, and only if Mercado Pago is used.
    const { WebhookSignatureValidator } = await import('mercadopago/dist/utils/webhook/index.js');
    const dataId = signedId(url);
    WebhookSignatureValidator.validate({ xSignature, xRequestId: headers['x-request-id'], dataId, secret });
  } catch (error) {
    const reason = error instanceof Error && 'reason' in error ? WHY[String(error.reason)] : undefined;
    return `x-signature: ${reason ?? 'could not be checked'}`;
  }
  // The SDK has verified that there is one, of digits; of several it checks the last.
  const ts = [...(xSignature ?? '').matchAll(/(?:^|,)\s*ts\s*=\s*(\d+)/gi)].at(-1)?.[1];
  const instant = Number(ts) * (Number(ts) < MILLISECONDS_FROM ? 1000 : 1);
  if (!(now - instant <= MAX_AGE_MS)) return 'x-signature: ts is too old';
  return instant - now > MAX_AHEAD_MS ? 'x-signature: ts is of the future' : undefined;
}

/**
 * The id in the query as it is signed: in lower case if it is alphanumeric, which the SDK leaves to its
 * caller.
 */
export function signedId(url: URL): string | undefined {
  const id = url.searchParams.get('data.id')?.trim();
  return id && /^[a-z\d]+$/i.test(id) ? id.toLowerCase() : id || undefined;
}
