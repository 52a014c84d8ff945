/** Links into the panel: to the page where one acts, for the merchant and in the world that it is about. */
import type { Tenant } from '../../merchants/tenant.ts';

const PAGES: Readonly<Record<string, string>> = { inv: 'facturas', req: 'solicitudes', sale: 'ventas' };

/** The page of an invoice, a request or a sale by its id; the panel's first page for anything else, and without a subject. */
export function panelUrl(
  { publicUrl }: { readonly publicUrl: string },
  { merchantId, world }: Tenant,
  subject = '',
): string {
  const page = PAGES[subject.slice(0, subject.indexOf('_'))];
  const path = page === undefined ? '' : `/${page}/${encodeURIComponent(subject)}`;
  return `${publicUrl}/panel${path}?${new URLSearchParams({ negocio: merchantId, modo: world })}`;
}
