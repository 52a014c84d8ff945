/** The initial settings of a new portal: good enough for its first customer. */
import type { Merchant } from '../merchants/merchant.ts';
import type { PortalSettings } from './portal.ts';
import { usualTexts } from './usual-texts.ts';

/** Settings of a merchant's new portal at `slug`. */
export function defaultSettings({ contact }: Pick<Merchant, 'contact'>, slug: string): PortalSettings {
  return {
    ...usualTexts('compra'),
    noun: 'compra',
    lookup: [
      ['folio', 'email'],
      ['folio', 'total'],
    ],
    // Tickets show no more than these, and many customers leave no e-mail. Tills number sequentially, so a second proof guards the search.
    acknowledgedLookup: [['folio', 'total']],
    theme: { primary: '#1f4f8f', accent: '#eaf1fa' },
    deadline: { kind: 'month-end', monthsAfter: 1 },
    contact,
    allowedOrigins: ['*'],
    serie: serieOf(slug),
    allowNoRfc: false,
    itemizeIeps: true,
    enabled: true,
  };
}

/** The initials of the slug's words: `cafe-luna` is CL. */
function serieOf(slug: string): string {
  const initials = slug.split('-').map((word) => word.charAt(0));
  return initials.join('').toUpperCase().slice(0, 10);
}
