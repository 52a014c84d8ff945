/** Diverza: whether an RFC is active (wire-contracts 5, read 2026-11). It knows neither names nor postal codes. */
import { z } from 'zod';
import { askProvider } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import type { DiverzaOptions } from '../pac/diverza.ts';
import type { RegistrySource } from './source.ts';
import { createSource, type SourceAnswer } from './source-reply.ts';

const statusSchema = z.object({ identifiers: z.array(z.object({ rfc: z.string(), active: z.unknown() })) });

// Asked for as the issuer too, as the test of the connection does: the SAT's own test taxpayer.
const TEST_RFC = 'EKU9003173C9';

/** Checks only the RFC, with the account that stamps. */
export function createDiverzaRfcSource({ credentials, baseUrl, timeoutMs }: DiverzaOptions): RegistrySource {
  return createSource('diverza', ['rfc'], async ({ rfc }, signal) => {
    const answer = await askProvider({
      method: 'POST',
      url: new URL(`${baseUrl}/api/v1/rfc/status`),
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ credentials, issuer: { rfc: TEST_RFC }, identifiers: [{ rfc }] }),
      signal,
      timeoutMs,
    });
    return answer.kind === 'answered' && answer.status === 200 ? activeIn(parseJson(answer.text), rfc) : undefined;
  });
}

/** Only Y and N are documented; anything else does not count as an answer. */
function activeIn(body: unknown, rfc: string): SourceAnswer {
  const identifiers = statusSchema.safeParse(body).data?.identifiers ?? [];
  const active = identifiers.find((identifier) => identifier.rfc === rfc)?.active;
  if (active === 'Y') return { rfc: 'match' };
  return active === 'N' ? { rfc: 'mismatch' } : undefined;
}
