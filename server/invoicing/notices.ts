/** Notices to the merchant, for when no request is waiting for an answer: raised where the cause is noticed, once for each subject. */

import { personOf } from '../cfdi/rfc.ts';
import type { CsdCertificate } from '../csd/certificate.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Notice, NoticeStore } from '../notices/notice-store.ts';
import type { TaxpayerStore } from '../taxpayers/taxpayer-store.ts';
import type { Invoice, Refusal } from './invoice.ts';
import { meaningOf } from './refusal.ts';

/** The SAT takes up to 72 h to publish a new CSD, and people take longer. */
const CSD_EXPIRING_MS = 30 * 86_400_000;

/** What a notice about a receptor may touch. */
export type ReceptorNoticeDeps = NoticeDeps & {
  readonly store: { readonly taxpayers: TaxpayerStore };
};

/** What a notice may touch. */
export type NoticeDeps = {
  readonly store: { readonly notices: NoticeStore };
  readonly now: () => number;
};

/** Raises a notice if the CSD expires within thirty days. */
export async function noteSeal(deps: NoticeDeps, tenant: Tenant, certificate: CsdCertificate): Promise<void> {
  const { noCertificado, validTo } = certificate;
  if (validTo.getTime() - deps.now() > CSD_EXPIRING_MS) return;
  await raise(deps, tenant, 'csd-expiring', noCertificado, { validTo: validTo.toISOString() });
}

/** Resolves the notices that other CSDs expire, once this one has taken their place. */
export async function noteNewSeal(deps: NoticeDeps, tenant: Tenant, { noCertificado }: CsdCertificate): Promise<void> {
  for (const { kind, subject } of await deps.store.notices.list(tenant, ALL))
    if (kind === 'csd-expiring' && subject !== noCertificado)
      await deps.store.notices.resolve(tenant, kind, subject, deps.now());
}

/** More than anybody has. */
const ALL = 1_000;

/** A receptor on the SAT's list of article 69-B of the CFF: its invoices may be questioned, which is the merchant's to judge. */
export async function noteReceptor(deps: ReceptorNoticeDeps, invoice: Invoice): Promise<void> {
  const { rfc } = invoice.snapshot.receptor;
  const situacion = await deps.store.taxpayers.situacion69b(rfc);
  // The list also contains taxpayers who disproved it or won in court.
  if (situacion === 'Presunto' || situacion === 'Definitivo')
    await raise(deps, invoice, 'receptor-69b', invoice.id, { rfc, situacion });
}

/** Raises a notice of a refusal that the customer cannot correct, with its meaning. `message` is the PAC's own text. */
export async function noteRefusal(deps: NoticeDeps, invoice: Invoice, refusal: Refusal): Promise<void> {
  const { code, satCode, message } = refusal;
  const { fixes, known, detail } = meaningOf(refusal, invoice);
  await raise(deps, invoice, 'invoice-refused', invoice.id, {
    code,
    ...(satCode !== undefined && { satCode }),
    ...(invoice.pacId !== undefined && { pac: invoice.pacId }),
    fixes,
    known: known ? 'yes' : 'no',
    // The issuer's kind of person: what a merchant corrects never depends on its customer's.
    ...(detail.en.includes('{persona}') && { persona: personaOf(invoice) }),
    message: message.slice(0, SHOWN_MESSAGE),
  });
}

/** Longest excerpt of a PAC's message: some answer with a whole page. */
const SHOWN_MESSAGE = 500;

/** Longer than outages that usually end without intervention. */
const WAITING_MS = 300_000;

/** Longer than a PAC's usual maintenance: until then a document that no PAC received concerns its customer only. */
const UNSENT_MS = 2 * 3_600_000;

/** Raises a notice about a document that has been in doubt for minutes, or that no PAC has received for hours; retries continue. */
export async function noteWaiting(deps: NoticeDeps, invoice: Invoice): Promise<void> {
  const { state, inDoubtSince, createdAt, pacId = '' } = invoice;
  const now = deps.now();
  if (state === 'in-doubt' && now - (inDoubtSince ?? now) >= WAITING_MS) {
    await deps.store.notices.resolve(tenantOf(invoice), 'invoice-unsent', invoice.id, now);
    await raise(deps, invoice, 'invoice-waiting', invoice.id, { pac: pacId });
  } else if (state === 'sealed' && now - createdAt >= UNSENT_MS)
    await raise(deps, invoice, 'invoice-unsent', invoice.id, {});
}

/** Whether there may be a notice about its wait. */
export function hasWaited({ inDoubtSince, fence, createdAt }: Invoice, now: number): boolean {
  return inDoubtSince !== undefined || fence > 1 || now - createdAt >= UNSENT_MS;
}

/** Raises a notice about an invoice that only a person can decide. */
export async function noteUndecided(deps: NoticeDeps, invoice: Invoice, reason: string): Promise<void> {
  await raise(deps, invoice, 'invoice-undecided', invoice.id, { reason, pac: invoice.pacId ?? '' });
}

/** Raises a notice that the PAC returned a different document; `reason` says what differs. */
export async function noteForeign(deps: NoticeDeps, invoice: Invoice, reason: string): Promise<void> {
  await raise(deps, invoice, 'invoice-foreign', invoice.id, { reason, pac: invoice.pacId ?? '' });
}

/** Raises a notice that Fecha was refused although our clock and the PAC's agree. The invoice is sealed again. */
export async function noteFecha(deps: NoticeDeps, invoice: Invoice, message: string): Promise<void> {
  const params = { pac: invoice.pacId ?? '', message: message.slice(0, SHOWN_MESSAGE) };
  await raise(deps, invoice, 'fecha-refused', invoice.id, params);
}

/** Resolves the notices about an invoice's wait, once it is stamped or refused. */
export async function noteSettled({ store, now }: NoticeDeps, invoice: Invoice): Promise<void> {
  for (const kind of WAITS) await store.notices.resolve(tenantOf(invoice), kind, invoice.id, now());
}

const WAITS = [
  ...(['invoice-waiting', 'invoice-unsent', 'invoice-foreign', 'invoice-undecided', 'fecha-refused'] as const),
];

function tenantOf({ merchantId, world }: Tenant): Tenant {
  return { merchantId, world };
}

function personaOf({ snapshot }: Invoice): string {
  return personOf(snapshot.emisor.rfc) === 'moral' ? 'moral' : 'física';
}

async function raise(
  { store, now }: NoticeDeps,
  tenant: Tenant,
  kind: Notice['kind'],
  subject: string,
  params: Notice['params'],
): Promise<void> {
  await store.notices.raise({ tenant: tenantOf(tenant), kind, subject, params, now: now() });
}
