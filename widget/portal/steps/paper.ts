import { PAPER_WORDS } from '../../../server/portals/paper-words.ts';
import { language } from '../texts.ts';
import type { PortalSettings } from '../wire.ts';

/** What the trade calls the paper that it hands out, after «tu»: ticket, cuenta, comprobante, boleto. */
export function paper(settings: PortalSettings): string {
  return PAPER_WORDS[settings.noun][language()];
}
