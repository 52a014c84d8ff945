/** SW: whether an RFC is in the SAT's list (wire-contracts 3.5, read 2026-11). It knows no names and no postal codes. */
import { z } from 'zod';
import { parseJson } from '../outbound/json-answer.ts';
import { createSwSession, type SwCredentials } from '../pac/sw-session.ts';
import type { RegistrySource } from './source.ts';
import { createSource, type SourceAnswer } from './source-reply.ts';

/** An account, and where and how long to wait for its answers. */
export type SwLrfcOptions = {
  /** Those of the account that stamps. */
  readonly credentials: SwCredentials;
  /** The host of its services (`SW_HOSTS`), which also gives the tokens. */
  readonly services: string;
  /** How long a question may take before it counts as not answered. */
  readonly timeoutMs: number;
};

const listedSchema = z.object({ status: z.literal('success'), data: z.object({ contribuyenteRFC: z.string() }) });
const refusedSchema = z.object({ status: z.literal('error'), message: z.string() });

/** Checks only the RFC; holds one session with SW as long as it is valid. */
export function createSwLrfcSource({ credentials, services, timeoutMs }: SwLrfcOptions): RegistrySource {
  const session = createSwSession(credentials, services, timeoutMs);
  return createSource('sw', ['rfc'], async ({ rfc }, signal) => {
    const url = new URL(`${services}/lrfc/${encodeURIComponent(rfc)}`);
    const answer = await session.ask({ method: 'GET', url, signal, timeoutMs });
    return answer.kind === 'answered' ? listedIn(parseJson(answer.text), rfc) : undefined;
  });
}

/** The body decides, not the HTTP status. An answer about another RFC does not count. */
function listedIn(body: unknown, rfc: string): SourceAnswer {
  const listed = listedSchema.safeParse(body).data?.data.contribuyenteRFC;
  if (listed !== undefined) return listed.trim().toUpperCase() === rfc ? { rfc: 'match' } : undefined;
  const refused = refusedSchema.safeParse(body).data?.message ?? '';
  return /^\s*CS1002\b/.test(refused) ? { rfc: 'mismatch' } : undefined;
}
