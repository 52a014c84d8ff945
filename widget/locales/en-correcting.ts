/** English of the correction of an invoice. */
import { str } from '@lit/localize';

/** Maps the ids of texts to their English; loaded together with the screen. */
export const english = {
  'correction-review': 'Check the correction',
  changes: 'What changes',
  'correct-go': 'Correct my invoice',
  'cp-short': 'Postal code',
  'if-approved': 'If it is approved',
  'is-cancelled': str`Your invoice ${0} is cancelled`,
  'is-issued': 'A new invoice is issued with your corrected details',
  'name-short': 'Name or company name',
  'regimen-short': 'Tax regime (régimen fiscal)',
  says: str`It says: ${0}`,
  'uso-short': 'CFDI use',
  'uuid-cancelled': 'Fiscal folio (UUID) of the one that is cancelled',
  'what-happens': 'What will happen',
  'will-say': str`It will say: ${0}`,
};
