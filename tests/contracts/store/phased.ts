/** Takes invoices of the café through the phases of their issue. */
import type { Store } from '../../../db/store.ts';
import type { Claim } from '../../../server/invoicing/claim.ts';
import type { Invoice } from '../../../server/invoicing/invoice.ts';
import { claimOf, JACARANDA, SOLD_AT, sealedDocument, timbre } from './cast.ts';

const REFUSAL = { code: '305', satCode: 'CFDI40145', message: 'El nombre no corresponde', now: SOLD_AT };

/** Claims an invoice of the café. */
export const claim = (store: Store, id: string, saleIds: readonly string[], changes: Partial<Claim> = {}) =>
  store.invoices.claim(JACARANDA, claimOf(id, saleIds, changes));

/** Seals and sends what is claimed. */
export async function send(store: Store, id: string): Promise<Invoice> {
  await store.invoices.seal(id, sealedDocument(id));
  const intent = { pacId: 'sandbox', leaseUntil: SOLD_AT + 45_000, now: SOLD_AT, atMost: 32 };
  return (await store.invoices.intent(id, intent)).invoice;
}

/** Sends what is claimed and records its timbre. */
export async function stamp(store: Store, id: string, uuid: string): Promise<Invoice> {
  await send(store, id);
  return (await store.invoices.record(id, timbre(uuid), [], [])).invoice;
}

/** Sends what is claimed, and the PAC refuses it. */
export async function refuse(store: Store, id: string): Promise<void> {
  const { fence } = await send(store, id);
  await store.invoices.reject(id, { fence, ...REFUSAL });
}

/** The claim of an invoice that takes over from another. */
export const successorOf = (of: string): Partial<Claim> => ({ holding: { kind: 'successor', of } });
