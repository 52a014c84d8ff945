/**
 * From what a source says to a sale that can be found. Facts are kept first, then each sale is made of all its facts: a process that
 * dies in between leaves it to whoever comes next, and two at once make it of the same facts.
 */
import type { Store } from '../../../db/store.ts';
import { storable } from '../../text/storable.ts';
import { nextSlice } from '../../threads/slices.ts';
import type { SourceAccount } from '../settings.ts';
import type { SaleFact } from './fact.ts';
import { makeSale } from './make-sale.ts';
import { remembering } from './remembering.ts';

export type Intake = {
  readonly store: Pick<Store, 'sources' | 'sales' | 'merchants' | 'catalogs' | 'notices'>;
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
};

/** Keeps what an event or a list says, and makes the sales it speaks of. `duplicate` when the event was here before. */
export async function takeFacts(
  intake: Intake,
  account: SourceAccount,
  event: { readonly externalId?: string; readonly facts: readonly SaleFact[] },
): Promise<'new' | 'duplicate'> {
  const { kind, unfolded } = await intake.store.sources.receive(account.id, { ...storable(event), now: intake.now() });
  for (const sale of unfolded) await makeSale(intake, account, sale);
  return kind;
}

/** Makes the sales that were left when a process died. Answers how many there were. */
export async function makeLeftSales(intake: Intake, limit: number): Promise<number> {
  const left = await intake.store.sources.unfolded(limit);
  const once = remembering(intake);
  for (const sale of left) {
    const account = await intake.store.sources.get(sale.sourceId);
    if (account) {
      await makeSale(once, account, sale).catch((error: unknown) => {
        intake.log('source.not-made', {
          source: sale.sourceId,
          error: error instanceof Error ? error.name : 'unknown',
        });
      });
    }
    await nextSlice();
  }
  return left.length;
}
