/** Facturama: four verdicts, one for each field (wire-contracts 12.1, read 2026-11). A query costs a folio. */
import { z } from 'zod';
import { askProvider } from '../outbound/ask-provider.ts';
import { type FacturamaOptions, facturamaBasic } from '../outbound/facturama-account.ts';
import { parseJson } from '../outbound/json-answer.ts';
import type { RegistrySource } from './source.ts';
import { createSource, matchOf, type SourceAnswer } from './source-reply.ts';

// Its documents show booleans, its SDK types strings: "True".
const verdict = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);
const existsSchema = z.object({ ExistRfc: verdict });
const matchesSchema = z.object({ MatchName: verdict, MatchZipCode: verdict, MatchFiscalRegime: verdict });

/** Speaks of all four data; of an RFC that does not exist, of no other. */
export function createFacturamaSource({ credentials, baseUrl, timeoutMs }: FacturamaOptions): RegistrySource {
  const authorization = facturamaBasic(credentials);
  const checks = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal'] as const;
  return createSource('facturama', checks, async ({ rfc, nombre, codigoPostal, regimenFiscal }, signal) => {
    const answer = await askProvider({
      method: 'POST',
      url: new URL(`${baseUrl}/customers/validate`),
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      body: JSON.stringify({ Rfc: rfc, Name: nombre, ZipCode: codigoPostal, FiscalRegime: regimenFiscal }),
      signal,
      timeoutMs,
    });
    return answer.kind === 'answered' && answer.status === 200 ? verdictsIn(parseJson(answer.text)) : undefined;
  });
}

function verdictsIn(body: unknown): SourceAnswer {
  const exists = existsSchema.safeParse(body).data;
  if (!exists) return undefined;
  // Without the RFC there is nothing to compare the other data with.
  if (!exists.ExistRfc) return { rfc: 'mismatch' };
  const matches = matchesSchema.safeParse(body).data;
  return (
    matches && {
      rfc: 'match',
      nombre: matchOf(matches.MatchName),
      codigoPostal: matchOf(matches.MatchZipCode),
      regimenFiscal: matchOf(matches.MatchFiscalRegime),
    }
  );
}
