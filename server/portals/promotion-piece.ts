/** A text or snippet that a merchant copies to promote its portal. */
import { Markup, markup } from '../text/markup.ts';
import type { Channel } from './channels.ts';

/** What is copied; `html` is complete, and file names say where a snippet goes. */
export type PartFormat = 'text' | 'html' | 'url' | 'jsx' | 'vue' | 'js' | 'php' | 'liquid';

/** One ready-made piece in one language, in every format in which it can be copied. */
export type PromotionPiece = {
  readonly id: PieceId;
  readonly channel: Channel;
  /** What it is, and where to paste it. */
  readonly title: string;
  readonly where: string;
  readonly parts: readonly { readonly format: PartFormat; readonly content: string }[];
};

/** Every piece, in the order in which they are listed. The ids are part of the API. */
export const PIECE_IDS = [
  'whatsapp',
  'mail-signature',
  'order-confirmation',
  'shipping-mail',
  'payment-receipt',
  'footer-link',
  'faq',
  'instructions',
  'banner',
  'embed-html',
  'embed-react',
  'embed-vue',
  'embed-wordpress',
  'embed-shopify',
] as const;
/** The id of one piece. */
export type PieceId = (typeof PIECE_IDS)[number];

/**
 * A merchant's text inside HTML that other programs will process. Besides what HTML requires, the characters that start something in
 * Liquid, Vue, WordPress's shortcodes and the merge tags of mail programs are written as entities: a title like `{{ shop }}` is only ever a
 * title.
 */
export function inert(text: string): Markup {
  return new Markup(markup`${text}`.html.replace(/[{}[\]|]/g, (sign) => `&#${sign.charCodeAt(0)};`));
}
