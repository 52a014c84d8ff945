/** What the merchant should know although nobody is waiting for an answer: raised where it is noticed, once per subject. */
import type { Notice } from '../../db/provider-store.ts';
import type { CsdCertificate } from '../csd/csd.ts';
import type { Tenant } from '../sales/sale.ts';
import type { Invoice } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';

/** The SAT takes up to 72 h to publish a new CSD, and people take longer. */
const CSD_EXPIRING_MS = 30 * 86_400_000;

/** A seal that will soon be none. */
export async function noteSeal(invoicing: Invoicing, tenant: Tenant, certificate: CsdCertificate): Promise<void> {
  const { noCertificado, validTo } = certificate;
  if (validTo.getTime() - invoicing.now() > CSD_EXPIRING_MS) return;
  await raise(invoicing, tenant, 'csd-expiring', noCertificado, { validTo: validTo.toISOString() });
}

/** A receptor on the SAT's list of article 69-B of the CFF: its invoices may be questioned, which is the merchant's to judge. */
export async function noteReceptor(invoicing: Invoicing, invoice: Invoice): Promise<void> {
  const { rfc } = invoice.snapshot.receptor;
  const situacion = await invoicing.store.taxpayers.situacion69b(rfc);
  if (situacion !== undefined) await raise(invoicing, invoice, 'receptor-69b', invoice.id, { rfc, situacion });
}

/** A refusal that the customer cannot put right; `message` is the PAC's own. */
export async function noteRefusal(
  invoicing: Invoicing,
  invoice: Invoice,
  { code, satCode, message }: NonNullable<Invoice['refusal']>,
): Promise<void> {
  const params = { code, ...(satCode !== undefined && { satCode }), message };
  await raise(invoicing, invoice, 'invoice-refused', invoice.id, params);
}

async function raise(
  { store, now }: Invoicing,
  { merchantId, world }: Tenant,
  kind: Notice['kind'],
  subject: string,
  params: Notice['params'],
): Promise<void> {
  await store.notices.raise({ tenant: { merchantId, world }, kind, subject, params, now: now() });
}
