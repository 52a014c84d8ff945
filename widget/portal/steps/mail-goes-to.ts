import { msg, str } from '@lit/localize';
import { language } from '../texts.ts';
import type { MailedTo } from '../wire.ts';

/** Where the copies of an invoice go, as a sentence. */
export function mailGoesTo(addresses: MailedTo): string {
  const all = new Intl.ListFormat(language()).format(addresses);
  return msg(str`La enviaremos a ${all}.`, { id: 'mailed-to' });
}
