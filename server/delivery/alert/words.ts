/** What a merchant's team is told: what happened, in a sentence with the purchase, the amount, the customer and the portal, and where to look. */
import { type About, ofPurchaseText, placeText, purchaseText, whoText } from '../../problems/about-text.ts';
import type { Language, Words } from '../../problems/problem.ts';
import type { News } from '../news.ts';

/** News with the facts of what it is about, where they are still kept. */
export type ToldNews = News & { readonly about?: About | undefined };

/** The page that a person opens without a key; nothing when there is none to see. */
export type PageOf = (news: News) => string | undefined;

/** A message before it is anybody's format; every text of it is plain and yet to be escaped. */
export type Alert = {
  readonly title: string;
  /** Nothing in it is real: the message that tries a listener out, or the test world. */
  readonly isTrial: boolean;
  /** At most ten. */
  readonly lines: readonly { readonly text: string; readonly url?: string }[];
  /** «y N más», when there were more. */
  readonly more?: string;
  /** «Ver», on what opens a line's link. */
  readonly open: string;
  /** Where one acts on it, after signing in. */
  readonly panel?: string;
};

const WORDS: Readonly<Record<News['type'], Words>> = {
  'sale.created': { 'es-MX': 'Venta registrada', en: 'Sale recorded' },
  'invoice.stamped': { 'es-MX': 'Factura timbrada', en: 'Invoice stamped' },
  'invoice.pending': { 'es-MX': 'Factura en espera', en: 'Invoice waiting' },
  'invoice.rejected': { 'es-MX': 'Factura rechazada', en: 'Invoice refused' },
  'request.created': { 'es-MX': 'Solicitud de factura por atender', en: 'Invoice request to attend to' },
  'request.accepted': { 'es-MX': 'Solicitud aceptada y facturada', en: 'Request accepted and invoiced' },
  'request.declined': { 'es-MX': 'Solicitud rechazada', en: 'Request declined' },
  'request.expired': { 'es-MX': 'Solicitud vencida', en: 'Request expired' },
  'invoice.canceled': { 'es-MX': 'Factura cancelada', en: 'Invoice canceled' },
  'invoice.corrected': { 'es-MX': 'Factura corregida', en: 'Invoice corrected' },
  'global-invoice.stamped': { 'es-MX': 'Factura global timbrada', en: 'Global invoice stamped' },
  test: { 'es-MX': 'Mensaje de prueba: los avisos llegan aquí', en: 'Test message: alerts arrive here' },
};

/** `{who}`, `{purchase}`, `{ofPurchase}` and `{place}` are filled. A kind that is missing is told by its title alone. */
const SENTENCES: Readonly<Partial<Record<News['type'], Words>>> = {
  'sale.created': { 'es-MX': 'Se registró {purchase}{place}.', en: 'Recorded: {purchase}{place}.' },
  'invoice.stamped': { 'es-MX': '{who} facturó {purchase}{place}.', en: '{who} got the invoice {ofPurchase}{place}.' },
  'invoice.pending': {
    'es-MX': 'La factura {ofPurchase} para {who} está tardando en timbrarse{place}. Se sigue intentando.',
    en: 'The invoice {ofPurchase} for {who} is taking long to be stamped{place}. It is being tried again.',
  },
  'invoice.rejected': {
    'es-MX': 'No se pudo timbrar la factura {ofPurchase} para {who}{place}.',
    en: 'The invoice {ofPurchase} for {who} could not be stamped{place}.',
  },
  'request.created': {
    'es-MX': '{who} pidió la factura {ofPurchase}{place}. Te toca responder.',
    en: '{who} asked for the invoice {ofPurchase}{place}. It is waiting for your answer.',
  },
  'request.accepted': {
    'es-MX': 'Se facturó {purchase} para {who}, como lo pidió{place}.',
    en: 'The invoice {ofPurchase} for {who}, as requested{place}, is made.',
  },
  'request.declined': {
    'es-MX': 'Se rechazó la solicitud de {who} para la factura {ofPurchase}{place}.',
    en: 'The request by {who} for the invoice {ofPurchase} was declined{place}.',
  },
  'request.expired': {
    'es-MX': 'Venció sin factura la solicitud de {who} {ofPurchase}{place}.',
    en: 'The request by {who} for the invoice {ofPurchase} expired without one{place}.',
  },
  'invoice.canceled': {
    'es-MX': 'Se canceló la factura {ofPurchase} de {who}{place}.',
    en: 'The invoice {ofPurchase} for {who} was canceled{place}.',
  },
  'invoice.corrected': {
    'es-MX': 'Se corrigió la factura {ofPurchase} de {who}{place}.',
    en: 'The invoice {ofPurchase} for {who} was corrected{place}.',
  },
};

const MAX_LINES = 10;
const MAX_LINE = 400;

/** One message about one piece of news, or about many; `count` is how many there are, of which the first ten are enough to know. */
export function alertOf(news: readonly ToldNews[], count: number, language: Language, pageOf: PageOf): Alert {
  const isSpanish = language === 'es-MX';
  const lines = news.slice(0, MAX_LINES).map((one) => lineOf(one, language, pageOf));
  const rest = count - lines.length;
  const [first] = news;
  const told = count === 1 && first ? WORDS[first.type][language] : undefined;
  return {
    isTrial: news.every(isTrial),
    title: told ?? (isSpanish ? `${count} novedades en Autofactura` : `${count} news from Autofactura`),
    lines,
    ...(rest > 0 && { more: isSpanish ? `y ${rest} más` : `and ${rest} more` }),
    open: isSpanish ? 'Ver' : 'Open',
  };
}

function isTrial({ type, tenant }: News): boolean {
  return type === 'test' || tenant.world === 'test';
}

function lineOf(news: ToldNews, language: Language, pageOf: PageOf): Alert['lines'][number] {
  const url = pageOf(news);
  const trial = language === 'es-MX' ? 'PRUEBA' : 'TEST';
  const said = [...(news.tenant.world === 'test' ? [trial] : []), ...wordsOf(news, language)].join(' · ');
  // By code points: half an emoji would be no text.
  const text = [...said.replace(/\p{Cc}+/gu, ' ')].slice(0, MAX_LINE).join('');
  return { text, ...(url !== undefined && { url }) };
}

function wordsOf({ type, portalSlug, subject, about }: ToldNews, language: Language): readonly string[] {
  const sentence = about && SENTENCES[type]?.[language];
  if (!about || sentence === undefined)
    return [WORDS[type][language], portalSlug, subject].filter((part) => part !== undefined);
  const values: Readonly<Record<string, string>> = {
    who: whoText(about, language),
    purchase: purchaseText(about, language),
    ofPurchase: ofPurchaseText(about, language),
    place: placeText(about, language),
  };
  const told = sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return [`${told.charAt(0).toUpperCase()}${told.slice(1)}`];
}
