/** What a merchant should know before cancelling an invoice. */
import { localDate } from '../../catalogs/local-time.ts';
import type { CancellationTerms } from '../../invoicing/cancellation-terms.ts';
import { longDate } from '../../portals/deadline-words.ts';
import { type CancellationWarning, cancellationText } from '../../problems/cancellation-texts.ts';
import type { Language } from '../../problems/problem.ts';

/** How long before the last day the warning appears. */
const NEAR_MS = 31 * 86_400_000;
const SAT_ZONE = 'America/Mexico_City';

/** Yields the warnings in order of importance: whether it can be cancelled, who has to accept, and by when. */
export function* cancellationWarnings(
  { acceptance, isBlocked, deadline }: CancellationTerms,
  now: number,
  language: Language,
): Generator<{ readonly code: CancellationWarning; readonly detail: string }> {
  const { lastDay, fine = { from: '', to: '' }, until, isOver } = deadline;
  // The last day that counts, given the first instant that does not.
  const last = acceptance.until === undefined ? '' : longDate(localDate(acceptance.until - 1, SAT_ZONE), language);
  const filled = { until: last, lastDay: longDate(lastDay, language), ...fine };
  const say = (code: CancellationWarning) => ({ code, detail: cancellationText(code, filled, language) });
  if (isBlocked) yield say('related-documents');
  yield say(acceptanceCode(acceptance));
  if (isOver) yield say('deadline-over');
  else if (until - now < NEAR_MS) yield say('deadline-near');
}

function acceptanceCode({ needed, until, silenceAccepts }: CancellationTerms['acceptance']): CancellationWarning {
  if (needed) return silenceAccepts ? 'acceptance-needed' : 'acceptance-needed-silence-refuses';
  return until === undefined ? 'acceptance-not-needed' : 'acceptance-not-needed-until';
}
