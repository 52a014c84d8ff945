/** The register of the sandbox PAC, asked over HTTP: the same table that decides whether it stamps. */
import { z } from 'zod';
import { loopbackUrl } from '../pac/sandbox/loopback.ts';
import { allOf, type TaxpayerRegistry } from './registry.ts';

const matchSchema = z.enum(['match', 'mismatch', 'not-checked', 'unavailable']);
const answerSchema = z.object({
  rfc: matchSchema,
  nombre: matchSchema,
  codigoPostal: matchSchema,
  regimenFiscal: matchSchema,
});

const UNAVAILABLE = allOf('unavailable');

/** `url` is the sandbox's own; anything but http on loopback throws a TypeError. The caller's signal is the deadline. */
export function createSandboxRegistry({ url }: { readonly url: string }): TaxpayerRegistry {
  const endpoint = loopbackUrl('/taxpayers/check', url);
  return {
    async check({ rfc, nombre, codigoPostal, regimenFiscal }, signal) {
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ rfc, nombre, codigoPostal, regimenFiscal }),
          redirect: 'error',
          signal,
        });
        return response.ok ? answerSchema.parse(await response.json()) : UNAVAILABLE;
      } catch {
        return UNAVAILABLE;
      }
    },
  };
}
