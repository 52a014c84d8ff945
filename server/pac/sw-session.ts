/** SW's session: every call needs a token, which lasts two hours or does not expire. */
import { z } from 'zod';
import { askProvider, type ProviderAnswer, type ProviderRequest } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import type { PacReply } from './pac.ts';
import { turnedAway } from './reply.ts';

/** What a header can carry. */
const HEADER_TEXT = /^[\x21-\x7e]+$/;

/** A user and password, or the permanent token that SW's panel gives. */
export const SW_CREDENTIALS = z
  .strictObject({
    user: z.string().min(1).max(200).optional(),
    password: z.string().min(1).max(200).optional(),
    token: z.string().max(4_000).regex(HEADER_TEXT).optional(),
  })
  .refine(({ user, password, token }) => token !== undefined || (user !== undefined && password !== undefined), {
    path: ['token'],
    error: 'malformed',
  });
/** Credentials of an SW account: either user and password, or a token that does not expire. */
export type SwCredentials = z.output<typeof SW_CREDENTIALS>;

/** Authenticated access to SW: obtains, keeps and renews the token. */
export type SwSession = {
  /**
   * Sends the request with a token. If the token is no longer accepted, it is renewed and the request sent once more, which is safe because
   * nothing was processed.
   */
  ask(request: ProviderRequest): Promise<ProviderAnswer | Extract<PacReply, { kind: 'not-sent' }>>;
};

const tokenSchema = z.object({
  status: z.literal('success'),
  data: z.object({ token: z.string().regex(HEADER_TEXT), expires_in: z.number().nullish() }),
});

/** Renew this long before expiry, so that the token does not expire during a call. */
const EARLY_MS = 60_000;
const LIFE_MS = 2 * 3_600_000;

type Token = { readonly text: string; readonly until: number };
type Opened =
  | { readonly kind: 'token'; readonly token: Token }
  | Exclude<ProviderAnswer, { kind: 'answered' }>
  | Extract<PacReply, { kind: 'not-sent' }>;

/** One session for an account, kept in memory. */
export function createSwSession(credentials: SwCredentials, services: string, timeoutMs: number): SwSession {
  let current: Token | undefined;
  let opening: Promise<Opened> | undefined;

  /** Concurrent calls without a token wait for the same one. */
  function open(signal: AbortSignal): Promise<Opened> {
    if (credentials.token !== undefined)
      return Promise.resolve({ kind: 'token', token: { text: credentials.token, until: Number.POSITIVE_INFINITY } });
    if (current && current.until > Date.now()) return Promise.resolve({ kind: 'token', token: current });
    opening ??= authenticate(credentials, services, timeoutMs, signal).finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function once(request: ProviderRequest) {
    const opened = await open(request.signal);
    // Without a token, nothing of the request itself was sent, whatever happened when asking for one.
    if (opened.kind !== 'token') return { ...opened, kind: 'not-sent' } as const;
    current = opened.token;
    return askProvider({ ...request, headers: { ...request.headers, Authorization: `Bearer ${opened.token.text}` } });
  }

  return {
    async ask(request) {
      const answer = await once(request);
      if (answer.kind !== 'answered' || !isTokenRefused(answer) || credentials.token !== undefined) return answer;
      current = undefined;
      return once(request);
    },
  };
}

/** 401, or an AU error that is not about the account itself. */
function isTokenRefused({ status, text }: Extract<ProviderAnswer, { kind: 'answered' }>): boolean {
  return status === 401 || /"message"\s*:\s*"AU1\d{3}/.test(text);
}

async function authenticate(
  { user = '', password = '' }: SwCredentials,
  services: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Opened> {
  const answer = await askProvider({
    method: 'POST',
    url: new URL(`${services}/v2/security/authenticate`),
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user, password }),
    signal,
    timeoutMs,
  });
  if (answer.kind !== 'answered') return answer;
  const body = tokenSchema.safeParse(parseJson(answer.text)).data;
  if (!body) {
    const isRefused = /"message"\s*:\s*"AU2\d{3}/.test(answer.text);
    return isRefused
      ? turnedAway('credentials', `HTTP ${answer.status}, no token`)
      : { kind: 'not-sent', reason: `HTTP ${answer.status} instead of a token` };
  }
  const { token, expires_in: epochSeconds } = body.data;
  const until = epochSeconds ? epochSeconds * 1000 : Date.now() + LIFE_MS;
  return { kind: 'token', token: { text: token, until: until - EARLY_MS } };
}
