/** Stores what cannot be stamped now as a request, once, within what a customer may leave in a day. */
import type { Requesting, RequestLimits } from '../limits/request-limits.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Portal } from '../portals/portal.ts';
import type { Language } from '../problems/problem.ts';
import type { Log } from '../text/log.ts';
import { requestIdentity } from './request-identity.ts';
import type { Hindrance, InvoiceRequest, RequestStore } from './request-store.ts';
import { waitingOf } from './request-waiting.ts';

/** What keeping a request may touch. */
export type KeepRequestDeps = {
  readonly store: { readonly requests: RequestStore };
  readonly limits: RequestLimits;
  readonly now: () => number;
  readonly log: Log;
};

/** Who leaves a request, and where. */
export type Asking = Pick<Requesting, 'provers' | 'caller'> & { readonly portal: Portal; readonly merchant: Merchant };

/** What a customer asks for, as far as it is known. */
export type RequestToKeep = {
  readonly saleIds: readonly string[];
  readonly lookup?: Readonly<Record<string, string | undefined>> | undefined;
  readonly receptor?: Readonly<Record<string, string | undefined>> | undefined;
  readonly email?: string | undefined;
  readonly reason: string;
  readonly corrects?: string;
  readonly language?: Language;
  /** What the merchant has to fix first, if that is why it is left. */
  readonly hindrance?: Hindrance;
};

/** Stores a request, or finds an identical one. Throws `proof-of-work` or `requests-spent` if there were too many new ones today. */
export async function keepRequest(
  { store, limits, now, log }: KeepRequestDeps,
  { portal, merchant, ...asking }: Asking,
  { email, reason, language, corrects, hindrance, ...request }: RequestToKeep,
): Promise<InvoiceRequest> {
  const at = now();
  const asked = {
    tenant: { merchantId: portal.merchantId, world: portal.world },
    portalSlug: portal.slug,
    saleIds: request.saleIds,
    lookup: present(request.lookup),
    receptor: present(request.receptor),
    ...(corrects !== undefined && { corrects }),
  };
  const identity = requestIdentity({ ...asked, email });
  const known = await store.requests.get(identity.id);
  if (known) return known;
  const giveBack = await limits.takeRequest({ ...asking, slug: portal.slug, merchant: merchant.tradeName }, at);
  const left = {
    ...{ ...identity, ...asked, reason, createdAt: at },
    ...(email !== undefined && { email }),
    ...(language && { language }),
  };
  const waiting = waitingOf(left, portal.settings, at);
  const state = waiting.state.waitsFor === 'merchant' && hindrance ? { ...waiting.state, hindrance } : waiting.state;
  const kept = await store.requests.keep({ ...left, ...state }, waiting.waitKey).catch(async (error) => {
    await giveBack();
    throw error;
  });
  if (kept.kind === 'created') log('request.created', { request: identity.id, reason });
  else await giveBack();
  return kept.request;
}

function present(values: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
