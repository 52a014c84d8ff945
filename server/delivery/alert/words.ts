/** What a team is told: what happened, where, and a link. No name, no RFC, no amount: channels have more readers than a panel. */
import type { Language, Words } from '../../cfdi/problem.ts';
import type { LinkOf, News } from '../news.ts';

/** A message before it is anybody's format; every text of it is plain and yet to be escaped. */
export type Alert = {
  readonly title: string;
  /** Nothing in it is real: the message that tries a listener out, or the test world. */
  readonly isTrial: boolean;
  /** At most ten. */
  readonly lines: readonly { readonly text: string; readonly url: string }[];
  /** «y N más», when there were more. */
  readonly more?: string;
  /** «Ver», on what opens a line's link. */
  readonly open: string;
};

const WORDS: Readonly<Record<News['type'], Words>> = {
  'sale.created': { 'es-MX': 'Venta registrada', en: 'Sale recorded' },
  'invoice.stamped': { 'es-MX': 'Factura timbrada', en: 'Invoice stamped' },
  'invoice.pending': { 'es-MX': 'Factura en espera', en: 'Invoice waiting' },
  'invoice.rejected': { 'es-MX': 'Factura rechazada', en: 'Invoice refused' },
  'request.created': { 'es-MX': 'Solicitud de factura por atender', en: 'Invoice request to attend to' },
  'invoice.canceled': { 'es-MX': 'Factura cancelada', en: 'Invoice canceled' },
  'invoice.corrected': { 'es-MX': 'Factura corregida', en: 'Invoice corrected' },
  'global-invoice.stamped': { 'es-MX': 'Factura global timbrada', en: 'Global invoice stamped' },
  test: { 'es-MX': 'Mensaje de prueba: los avisos llegan aquí', en: 'Test message: alerts arrive here' },
};

const MAX_LINES = 10;
const MAX_LINE = 120;

/** One message about one piece of news, or about many; `count` is how many there are, of which the first ten are enough to know. */
export function alertOf(news: readonly News[], count: number, language: Language, linkOf: LinkOf): Alert {
  const isSpanish = language === 'es-MX';
  const lines = news.slice(0, MAX_LINES).map((one) => ({ text: lineOf(one, language), url: linkOf(one) }));
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

function lineOf({ type, portalSlug, subject, tenant }: News, language: Language): string {
  const trial = language === 'es-MX' ? 'PRUEBA' : 'TEST';
  const said = [...(tenant.world === 'test' ? [trial] : []), WORDS[type][language], portalSlug, subject];
  const line = said.filter((part) => part !== undefined).join(' · ');
  return line.replace(/\p{Cc}+/gu, ' ').slice(0, MAX_LINE);
}
