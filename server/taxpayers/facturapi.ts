/**
 * Facturapi: a customer is compared with the SAT's register when it is created (wire-contracts 12.2, read 2026-11).
 * The customer created for the question is deleted with the answer, because personal data have no reason to stay there.
 */
import { z } from 'zod';
import type { Match, ReceptorMatch } from '../cfdi/receptor-match.ts';
import type { Receptor } from '../cfdi/sold.ts';
import { askProvider } from '../outbound/ask-provider.ts';
import { type FacturapiCredentials, facturapiAuthorization } from '../outbound/facturapi-account.ts';
import { parseJson } from '../outbound/json-answer.ts';
import { allOf } from './registry.ts';
import type { RegistrySource } from './source.ts';
import { createSource, type SourceAnswer } from './source-reply.ts';

/** An account, and where and how long to wait for its answers. */
export type FacturapiOptions = {
  readonly credentials: FacturapiCredentials;
  readonly baseUrl: string;
  /** How long a question may take before it counts as not answered, and how long its customer's deletion may. */
  readonly timeoutMs: number;
};

const FAULTS: ReadonlyMap<string, keyof ReceptorMatch> = new Map([
  ['tax_id_not_found', 'rfc'],
  ['legal_name_mismatch', 'nombre'],
  ['tax_address_zip_mismatch', 'codigoPostal'],
  ['tax_system_not_allowed_for_tax_id', 'regimenFiscal'],
]);

const customerSchema = z.object({ id: z.string().min(1) });
const faultsSchema = z.object({ errors: z.array(z.object({ code: z.string().nullish() })) });

/**
 * Checks all four data, but reports a match only for all at once. The customer it creates is deleted again; a failed deletion, or a
 * deadline before it, does not change the answer.
 */
export function createFacturapiSource({ credentials, baseUrl, timeoutMs }: FacturapiOptions): RegistrySource {
  const headers = facturapiAuthorization(credentials);
  const customers = `${baseUrl}/v2/customers`;
  const checks = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal'] as const;
  return createSource('facturapi', checks, async (receptor, signal) => {
    const answer = await askProvider({
      method: 'POST',
      url: new URL(customers),
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(customerOf(receptor)),
      signal,
      timeoutMs,
    });
    if (answer.kind !== 'answered') return undefined;
    const { status, text } = answer;
    if (status === 400) return faultsIn(parseJson(text));
    const customer = status === 200 || status === 201 ? customerSchema.safeParse(parseJson(text)).data : undefined;
    if (!customer) return undefined;
    // 200: the merchant had this very customer before. It is not ours to delete. Whether it was deleted changes no
    // answer: Facturapi keeps it then, the same question finds it as one that existed, and the merchant's panel shows
    // it.
    const url = new URL(`${customers}/${encodeURIComponent(customer.id)}`);
    if (status === 201) await askProvider({ method: 'DELETE', url, headers, signal, timeoutMs });
    return allOf('match');
  });
}

/** Never an e-mail: it would be written to. */
function customerOf({ rfc, nombre, codigoPostal, regimenFiscal }: Receptor): object {
  return { legal_name: nombre, tax_id: rfc, tax_system: regimenFiscal, address: { zip: codigoPostal } };
}

/**
 * It answers with a list of errors, but whether that is all of them or only the first is not documented (2026-11), so a field that is not
 * in it counts as not checked. A list without any of our fields is about something else and does not count as an answer.
 */
function faultsIn(body: unknown): SourceAnswer {
  const errors = faultsSchema.safeParse(body).data?.errors ?? [];
  const data = errors.map(({ code }) => FAULTS.get(code ?? '')).filter((datum) => datum !== undefined);
  if (data.length === 0) return undefined;
  // If the RFC does not exist, nothing else can be compared.
  const wrong = data.includes('rfc') ? (['rfc'] as const) : data;
  return Object.fromEntries(wrong.map((datum): [string, Match] => [datum, 'mismatch']));
}
