/** Chooses the PAC that a cancellation is submitted to. */
import type { Pac } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { StampedInvoice } from './invoice.ts';

/** What choosing the PAC of a cancellation may touch. */
export type CancellingPacDeps = {
  readonly pacs: Pacs;
};

/**
 * The PAC that stamped the invoice if it can cancel, otherwise one that accepts requests signed by us. What an issuer stamped with its own
 * seal, only that issuer can cancel.
 */
export async function cancellingPac({ pacs }: CancellingPacDeps, invoice: StampedInvoice): Promise<Pac | undefined> {
  const { merchantId, world, pacId } = invoice;
  const able = (await pacs.of({ merchantId, world })).filter(({ cancel: ask }) => ask !== undefined);
  const own = able.find(({ capabilities }) => capabilities.id === pacId);
  return own ?? able.find(({ capabilities }) => capabilities.cancel === 'signed-request');
}
