/** Prints a portal's poster: its QR, address and colour, in the words of its trade. */

import type { Portal } from '../../portals/portal.ts';
import { posterWords } from '../../portals/promotion-words.ts';
import type { PosterPaper } from '../../print/poster.ts';
import type { Language } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { merchantOf } from '../portal/portal-context.ts';

/** Returns the PDF, to be printed at 100 %. Whoever scans its QR is counted under the channel `poster`. */
export async function portalPoster(
  services: Services,
  portal: Portal,
  { paper, language }: { readonly paper: PosterPaper; readonly language: Language },
): Promise<Uint8Array> {
  const { links, prints } = services;
  const { tradeName } = await merchantOf(services, portal);
  const { primary, logo } = portal.settings.theme;
  return prints.poster(portal.merchantId, {
    ...{ paper, language, url: links.page(portal, { channel: 'poster' }) },
    words: posterWords(portal, tradeName, { language, address: links.inLetters(portal) }),
    theme: { primary, ...(logo !== undefined && { logo }) },
  });
}
