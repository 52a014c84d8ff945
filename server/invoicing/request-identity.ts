/** Derives the id of a request from its content, so that a retry after a timeout finds the same request. */
import { createHash } from 'node:crypto';
import { normalizeReceptor } from '../cfdi/receptor.ts';
import { lookupKey } from '../sales/lookup.ts';
import type { InvoiceRequest } from './request-store.ts';

type Asked = Pick<InvoiceRequest, 'tenant' | 'saleIds' | 'lookup' | 'receptor' | 'corrects'> & {
  readonly email?: string | undefined;
};

/**
 * The id follows from the sales (or what was searched for), the receptor and the e-mail, however they were typed; not from the portal, whose
 * address may change in between. Anything different is a new request and the team sees both, because somebody who knows a ticket must not be able to overwrite another's request.
 */
export function requestIdentity(asked: Asked): Pick<InvoiceRequest, 'id' | 'purchaseKey'> {
  const { tenant, saleIds, lookup, receptor, email = '', corrects } = asked;
  const bought = saleIds.length > 0 ? [...saleIds].sort() : lookupKey(lookup);
  const purchaseKey = digest([tenant.merchantId, tenant.world, bought]);
  const { rfc = '', nombre = '', codigoPostal = '', regimenFiscal = '', usoCfdi = '' } = receptor;
  // With a generic RFC the postal code is the issuer's, so ignore what was typed.
  const data = normalizeReceptor({ rfc, nombre, codigoPostal, regimenFiscal, usoCfdi }, '');
  const parts = [purchaseKey, data, email.trim().toLowerCase(), ...(corrects === undefined ? [] : [corrects])];
  return { id: `req_${digest(parts)}`, purchaseKey };
}

/**
 * Tells whether a mark is the id of a request; other callers' marks are hex digests. A request's link also opens the invoice that was made for
 * it.
 */
export function isRequestMark(asker: string): boolean {
  return asker.startsWith('req_');
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
