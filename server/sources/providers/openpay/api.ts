/**
 * Openpay's API. From a callback, only the id of the transaction is trusted, because callbacks are not
 * signed.
 */
import { askJson, type JsonAnswer } from '../../../outbound/ask-json.ts';

/** Each world has its own host, with its own accounts (npm openpay 1.0.5). */
export const OPENPAY_HOSTS = { test: 'https://sandbox-api.openpay.mx', live: 'https://api.openpay.mx' } as const;

/** How to call Openpay's API for one merchant. */
export type OpenpayApi = {
  readonly merchantId: string;
  readonly privateKey: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
};

/** A path below the merchant's own id. */
export function askOpenpay(api: OpenpayApi, path: string, signal: AbortSignal): Promise<JsonAnswer> {
  const { merchantId, privateKey, baseUrl, timeoutMs } = api;
  const Authorization = `Basic ${Buffer.from(`${privateKey}:`, 'utf8').toString('base64')}`;
  return askJson({ url: new URL(`${baseUrl}/v1/${merchantId}${path}`), headers: { Authorization }, signal, timeoutMs });
}

/** A charge made for one of the merchant's customers may be found only below that customer. */
export async function askCharge(
  api: OpenpayApi,
  { id, customerId }: { readonly id: string; readonly customerId: string | undefined },
  signal: AbortSignal,
): Promise<JsonAnswer> {
  const answer = await askOpenpay(api, `/charges/${id}`, signal);
  if (answer.kind !== 'absent' || customerId === undefined) return answer;
  return askOpenpay(api, `/customers/${customerId}/charges/${id}`, signal);
}
