/** Where an invoice's copies go, as hints: the server returns them once, and this tab remembers them by the invoice's id. Never an address. */
import { read, write } from './draft.ts';
import type { Followed, MailedTo } from './wire.ts';

/** Adds the remembered hints to an answer that lacks them, such as after a reload or while pending. */
export function rememberMailed(answer: Followed): Followed {
  if (answer.status !== 'stamped' && answer.status !== 'pending') return answer;
  const key = `autofactura-mailed-${answer.id}`;
  const mailedTo = answer.mailedTo ?? read<MailedTo>(() => sessionStorage, key);
  if (!mailedTo) return answer;
  write(() => sessionStorage, key, mailedTo);
  return { ...answer, mailedTo };
}
