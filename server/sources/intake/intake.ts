/**
 * Turns what a source sends into sales. Facts are stored first, then each sale is made from all its facts: if a process dies in between, the
 * worker makes it later, and two concurrent processes make it from the same facts.
 */

import { storable } from '../../text/storable.ts';
import { nextSlice } from '../../threads/slices.ts';
import type { SourceAccount } from '../settings.ts';
import type { SaleFact } from './fact.ts';
import type { Intake } from './intake-context.ts';
import { makeSale } from './make-sale.ts';
import { rememberIntake } from './remembering.ts';

/** Stores the facts of an event or a list and makes the sales that they are about. Returns `duplicate` if the event was received before. */
export async function receiveFacts(
  intake: Intake,
  account: SourceAccount,
  event: { readonly externalId?: string; readonly facts: readonly SaleFact[] },
): Promise<'new' | 'duplicate'> {
  const { kind, unfolded } = await intake.store.sources.receive(account.id, { ...storable(event), now: intake.now() });
  for (const sale of unfolded) await makeSale(intake, account, sale);
  return kind;
}

/** Makes up to `limit` sales whose facts were stored but not folded, and returns how many there were. */
export async function makePendingSales(intake: Intake, limit: number): Promise<number> {
  const left = await intake.store.sources.unfolded(limit);
  const once = rememberIntake(intake);
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
