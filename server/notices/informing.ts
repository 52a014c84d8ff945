/** Which notices only inform. */
import type { Notice } from './notice-store.ts';

/**
 * Notices of something that happened: nothing later undoes it, so whoever has read one takes it off the list. All others are about something
 * that goes on, and resolve when it is over.
 */
export const INFORMING = [
  'receptor-69b',
  'invoice-refused',
  'gift-cards-left-out',
  'sale-left-locked-month',
  'sale-in-two-sources',
  'source-verification',
  'restored',
  'restore-conflict',
] as const satisfies readonly Notice['kind'][];

/** Whether somebody who has read it can take it off the list. */
export function isInforming(kind: string): boolean {
  return (INFORMING as readonly string[]).includes(kind);
}
