/** Which PAC a request to cancel is handed to. */
import type { Pac } from '../pac/pac.ts';
import type { StampedInvoice } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';

/** The PAC that stamped it, if it can cancel; else one that takes what we sign. What an issuer stamped by its account it alone can cancel. */
export async function cancellingPac({ pacs }: Invoicing, invoice: StampedInvoice): Promise<Pac | undefined> {
  const { merchantId, world, pacId } = invoice;
  const able = (await pacs.of({ merchantId, world })).filter(({ cancel: ask }) => ask !== undefined);
  const own = able.find(({ capabilities }) => capabilities.id === pacId);
  return own ?? able.find(({ capabilities }) => capabilities.cancel === 'signed-request');
}
