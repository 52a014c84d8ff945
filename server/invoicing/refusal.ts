/** What a definite refusal means: the customer corrects a field, or the merchant has something to fix and the request is kept. */
import type { InvoiceRequest } from '../../db/store.ts';
import { Problem } from '../cfdi/problem.ts';
import { refusalParams } from '../cfdi/receptor.ts';
import { PAC_FAULTS, SAT_FAULTS } from '../cfdi/sat-faults.ts';
import type { Invoice } from './invoice.ts';

type Refused = Pick<Invoice, 'refusal' | 'snapshot'>;

/** A refusal in the words of whoever can put it right: `sat-refused-receptor` with its field, or `merchant-must-fix`. */
export function refusalProblem({ refusal, snapshot }: Refused): Problem {
  const satCode = refusal?.satCode;
  const row = (satCode && SAT_FAULTS[satCode]) || (refusal && PAC_FAULTS[refusal.code]);
  if (row?.fixes !== 'customer') return new Problem('merchant-must-fix');
  const params = refusalParams(snapshot.receptor);
  const fault = { code: refusal?.code ?? '', pointer: `/receptor/${row.field ?? 'rfc'}`, params };
  return new Problem('sat-refused-receptor', { faults: [satCode === undefined ? fault : { ...fault, satCode }] });
}

/** The request that keeps what was asked for; its id follows from the invoice's, so keeping it twice keeps it once. */
export function requestOfRefused(invoice: Invoice, now: number): InvoiceRequest {
  const { merchantId, world, portalSlug, saleIds, snapshot } = invoice;
  const [saleId] = saleIds;
  const [email] = snapshot.emails;
  return {
    id: requestIdOf(invoice),
    tenant: { merchantId, world },
    portalSlug,
    ...(saleId !== undefined && { saleId }),
    lookup: {},
    receptor: { ...snapshot.receptor },
    ...(email !== undefined && { email }),
    reason: 'needs-merchant',
    status: 'open',
    createdAt: now,
  };
}

export function requestIdOf({ id }: Pick<Invoice, 'id'>): string {
  return id.replace(/^inv_/, 'req_');
}
