/** Everything that a merchant can copy to promote its portal, each piece with a link that says where it is published. */

import type { PortalLinks } from '../links/portal-links.ts';
import type { Language } from '../problems/problem.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { Channel } from './channels.ts';
import { hexColour, readableOn } from './colour.ts';
import type { Portal } from './portal.ts';
import { htmlEmbed, reactEmbed, shopifyEmbed, vueEmbed, wordpressEmbed } from './promotion-embeds.ts';
import { inert, type PieceId, type PromotionPiece } from './promotion-piece.ts';
import { PLACES } from './promotion-places.ts';
import { type LinkText, type Texts, textsIn } from './promotion-texts.ts';

type Parts = PromotionPiece['parts'];

/** All pieces in one language, in the order in which a merchant meets its customers. */
export function promotionPieces(
  portal: Portal,
  tradeName: string,
  { language, links }: { readonly language: Language; readonly links: PortalLinks },
): readonly PromotionPiece[] {
  const words = textsIn(language, { settings: portal.settings, tradeName, address: links.inLetters(portal) });
  const piece = (id: PieceId, channel: Channel, partsOf: (url: string) => Parts): PromotionPiece => ({
    ...{ id, channel, ...PLACES[id][language] },
    parts: partsOf(links.page(portal, { channel })),
  });
  const embed = (url: string) => ({ slug: portal.slug, script: links.script(), url, label: words.title });
  return [
    piece('whatsapp', 'whatsapp', (url) => whatsapp(words.whatsapp, url)),
    piece('mail-signature', 'firma', (url) => linked(words.signature, url)),
    piece('order-confirmation', 'pedido', (url) => linked(words.order, url)),
    piece('shipping-mail', 'envio', (url) => linked(words.shipping, url)),
    piece('payment-receipt', 'recibo', (url) => linked(words.receipt, url)),
    piece('footer-link', 'pie', (url) => [
      { format: 'html', content: anchor(words.title, url).html },
      { format: 'url', content: url },
    ]),
    piece('faq', 'preguntas', (url) => faq(words, url)),
    piece('instructions', 'instrucciones', (url) => instructions(words, url)),
    piece('banner', 'aviso', (url) => [
      { format: 'html', content: banner(words.banner, url, portal.settings.theme.primary).html },
    ]),
    piece('embed-html', 'sitio', (url) => [htmlEmbed(embed(url))]),
    piece('embed-react', 'sitio', (url) => [reactEmbed(embed(url))]),
    piece('embed-vue', 'sitio', (url) => vueEmbed(embed(url))),
    piece('embed-wordpress', 'sitio', (url) => [wordpressEmbed(embed(url))]),
    piece('embed-shopify', 'sitio', (url) => [shopifyEmbed(embed(url))]),
  ];
}

/** The text, and a link that opens WhatsApp with the text already typed. */
function whatsapp(text: LinkText, url: string): Parts {
  const message = plain(text, url);
  return [
    { format: 'text', content: message },
    { format: 'url', content: `https://wa.me/?text=${encodeURIComponent(wellFormed(message))}` },
  ];
}

function linked(text: LinkText, url: string): Parts {
  return [
    { format: 'text', content: plain(text, url) },
    { format: 'html', content: paragraph(text, url).html },
  ];
}

function plain({ before, after }: LinkText, url: string): string {
  return [before, url, after].filter(Boolean).join('\n');
}

function paragraph({ before, label, after }: LinkText, url: string): Markup {
  return markup`<p>${inert(before)} ${anchor(label, url)}${after === '' ? '' : markup`<br>${inert(after)}`}</p>`;
}

function anchor(label: string, url: string): Markup {
  return markup`<a href="${inert(url)}">${inert(label)}</a>`;
}

function faq({ faq: { question, answer }, title }: Texts, url: string): Parts {
  return [
    { format: 'text', content: `${question}\n${answer}\n${url}` },
    {
      format: 'html',
      content: markup`<details>
  <summary>${inert(question)}</summary>
  <p>${inert(answer)}</p>
  <p>${anchor(title, url)}</p>
</details>`.html,
    },
  ];
}

function instructions({ instructions: { heading, steps, close }, title }: Texts, url: string): Parts {
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`);
  return [
    { format: 'text', content: [heading, ...numbered, close, url].join('\n') },
    {
      format: 'html',
      content: markup`<h2>${inert(heading)}</h2>
<ol>${steps.map(
        (step) => markup`
  <li>${inert(step)}</li>`,
      )}
</ol>
<p>${inert(close)}</p>
<p>${anchor(title, url)}</p>`.html,
    },
  ];
}

/** In the merchant's colour, with a text colour that is readable on it. */
function banner({ before, label, after }: LinkText, url: string, primary: string): Markup {
  const ground = hexColour(primary);
  const ink = readableOn(ground);
  return markup`<aside style="margin:16px 0;padding:16px;border-radius:8px;background:${ground};color:${ink};font-family:inherit">
  <strong>${inert(before)}</strong>
  <a href="${inert(url)}" style="color:${ink};font-weight:bold">${inert(label)}</a>
  <br><small>${inert(after)}</small>
</aside>`;
}

/** Without lone surrogates, which no address can contain. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
