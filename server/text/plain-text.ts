/**
 * Text as people read it: what a name, a unit, a folio or a branch is before it is stored, printed and sealed. Shops' programs send it as
 * HTML, tills with control characters, and text copied from a chat has invisible marks.
 */
import { decodeEntities } from './html-entities.ts';

/**
 * Decodes HTML's references (twice where they were encoded twice), drops its tags, and takes away what is invisible or cannot be in XML
 * 1.0; blanks of any kind are one space. Honest text stays: `Tornillo <3 mm`, `A & B`, `5 < 6 > 4`. Accents come composed (NFC). The
 * emoji stay, also those of several joined characters.
 */
export function plainText(text: string): string {
  const decoded = withoutTags(decodeEntities(withoutTags(text)));
  // Encoded twice: `&amp;eacute;`. A third time is somebody's text.
  const twice = decoded === text ? decoded : withoutTags(decodeEntities(decoded));
  return twice
    .replace(UNREADABLE, ' ')
    .replace(INVISIBLE, '')
    .replace(LONELY_JOINER, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Controls, unpaired surrogates and non-characters: what XML 1.0 cannot hold or ought not to. */
const UNREADABLE = /\p{Cc}|\p{Cs}|[\ufdd0-\ufdef\ufffe\uffff]/gu;

/** Soft hyphens, zero-width and bidirectional marks, a BOM: Unicode's format characters, the joiner of emoji aside. */
const INVISIBLE = /(?!\u200d)\p{Cf}|[\u115f\u1160\u3164\uffa0]/gu;

/** A joiner that has no emoji on both sides joins nothing. */
const LONELY_JOINER =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

const INLINE =
  'a|abbr|b|bdi|bdo|big|cite|code|data|del|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr';
const BLOCK =
  'article|aside|blockquote|body|br|button|center|div|dd|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|li|main|nav|ol|option|p|path|picture|pre|section|select|source|svg|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video';
const ATTRIBUTES = String.raw`(?:\s+[\w:-]{1,40}\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*\/?`;

/** Only valid HTML tags with nothing but attributes: `<3 mm` and `a < b > c` are not tags. */
const INLINE_TAGS = new RegExp(`</?(?:${INLINE})${ATTRIBUTES}>`, 'gi');
const BLOCK_TAGS = new RegExp(`</?(?:${BLOCK})${ATTRIBUTES}>`, 'gi');
/** Parts whose content is not visible. */
const UNREAD_PARTS = /<!--[\s\S]*?-->|<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>/gi;

function withoutTags(text: string): string {
  if (!text.includes('<')) return text;
  return text.replace(UNREAD_PARTS, ' ').replace(BLOCK_TAGS, ' ').replace(INLINE_TAGS, '');
}
