/** The words of an alert: what happened, in a sentence with the purchase, the amount, the customer and the portal, and where to look. */
import { type About, ofPurchaseText, placeText, purchaseText, whoText } from '../../problems/about-text.ts';
import type { Language, Words } from '../../problems/problem.ts';
import type { News } from '../news.ts';

/** An event with the facts of its subject, if that still exists. */
export type ListenerNews = News & { readonly about?: About | undefined };

/** Returns the page that a person can open without a key; `undefined` if there is none. */
export type PageOf = (news: News) => string | undefined;

/** A message before it is formatted for a channel. Its texts are plain and not escaped. */
export type Alert = {
  readonly title: string;
  /** Whether nothing in it is real: it tests a listener, or comes from the test world. */
  readonly isTrial: boolean;
  /** At most ten lines. */
  readonly lines: readonly { readonly text: string; readonly url?: string }[];
  /** «y N más», if there were more. */
  readonly more?: string;
  /** «Ver», the label of a line's link. */
  readonly open: string;
  /** Where a person can act on it, after signing in. */
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
  'egreso.stamped': { 'es-MX': 'Nota de crédito timbrada', en: 'Credit note stamped' },
  test: { 'es-MX': 'Mensaje de prueba: los avisos llegan aquí', en: 'Test message: alerts arrive here' },
};

/**
 * The sentence of each event, with `{who}`, `{purchase}`, `{ofPurchase}` and `{place}` filled in. An event without a sentence is shown by its
 * title alone.
 */
const SENTENCES: Readonly<Partial<Record<News['type'], Words>>> = {
  'sale.created': { 'es-MX': 'Se registró {purchase}{place}.', en: 'Recorded: {purchase}{place}.' },
  'invoice.stamped': { 'es-MX': '{who} facturó {purchase}{place}.', en: '{who} got the invoice {ofPurchase}{place}.' },
  'invoice.pending': {
    'es-MX': 'La factura {ofPurchase} para {who} está tardando en timbrarse{place}. Se sigue intentando.',
    en: 'The invoice {ofPurchase} for {who} is taking a long time to be stamped{place}. It is being tried again.',
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
    en: 'The invoice {ofPurchase} for {who}, as requested{place}, has been made.',
  },
  'request.declined': {
    'es-MX': 'Se rechazó la solicitud de {who} para la factura {ofPurchase}{place}.',
    en: 'The request by {who} for the invoice {ofPurchase} was declined{place}.',
  },
  'request.expired': {
    'es-MX': 'Venció sin factura la solicitud de {who} {ofPurchase}{place}.',
    en: 'The request by {who} for the invoice {ofPurchase} expired unanswered{place}.',
  },
  'invoice.canceled': {
    'es-MX': 'Se canceló la factura {ofPurchase} de {who}{place}.',
    en: 'The invoice {ofPurchase} for {who} was cancelled{place}.',
  },
  'invoice.corrected': {
    'es-MX': 'Se corrigió la factura {ofPurchase} de {who}{place}.',
    en: 'The invoice {ofPurchase} for {who} was corrected{place}.',
  },
  'egreso.stamped': {
    'es-MX': 'Se timbró la nota de crédito {ofPurchase}{place}.',
    en: 'The credit note {ofPurchase}{place} was stamped.',
  },
};

const MAX_LINES = 10;
const MAX_LINE = 400;

/** Composes one message about one or many events; `count` is their total, of which at most ten are shown. */
export function alertOf(news: readonly ListenerNews[], count: number, language: Language, pageOf: PageOf): Alert {
  const isSpanish = language === 'es-MX';
  const lines = news.slice(0, MAX_LINES).map((one) => lineOf(one, language, pageOf));
  const rest = count - lines.length;
  const [first] = news;
  const single = count === 1 && first ? WORDS[first.type][language] : undefined;
  return {
    isTrial: news.every(isTrial),
    title: single ?? (isSpanish ? `${count} novedades en Autofactura` : `${count} news from Autofactura`),
    lines,
    ...(rest > 0 && { more: isSpanish ? `y ${rest} más` : `and ${rest} more` }),
    open: isSpanish ? 'Ver' : 'Open',
  };
}

function isTrial({ type, tenant }: News): boolean {
  return type === 'test' || tenant.world === 'test';
}

function lineOf(news: ListenerNews, language: Language, pageOf: PageOf): Alert['lines'][number] {
  const url = pageOf(news);
  const trial = language === 'es-MX' ? 'PRUEBA' : 'TEST';
  const joined = [...(news.tenant.world === 'test' ? [trial] : []), ...wordsOf(news, language)].join(' · ');
  // Cut by code points, because half an emoji is not valid text.
  const text = [...joined.replace(/\p{Cc}+/gu, ' ')].slice(0, MAX_LINE).join('');
  return { text, ...(url !== undefined && { url }) };
}

function wordsOf({ type, portalSlug, subject, about }: ListenerNews, language: Language): readonly string[] {
  const sentence = about && SENTENCES[type]?.[language];
  if (!about || sentence === undefined)
    return [WORDS[type][language], portalSlug, subject].filter((part) => part !== undefined);
  const values: Readonly<Record<string, string>> = {
    who: whoText(about, language),
    purchase: purchaseText(about, language),
    ofPurchase: ofPurchaseText(about, language),
    place: placeText(about, language),
  };
  const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return [`${filled.charAt(0).toUpperCase()}${filled.slice(1)}`];
}
