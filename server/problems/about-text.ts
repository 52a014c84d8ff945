/** How a purchase and its invoice are described to the merchant's team: «de la compra CJ-1042 por $527.00 MXN». */
import type { Language } from './words.ts';

/** Facts ready to be shown: each on one line, with amounts as people read them. */
export type About = {
  /** The tickets' own numbers; empty if the purchase is unknown. */
  readonly folios: readonly string[];
  /** `$527.00 MXN`. */
  readonly total?: string;
  /** Whose invoice it is or will be; either may be empty. */
  readonly who?: { readonly rfc: string; readonly nombre: string };
  /** Its title and its slug. */
  readonly portal?: string;
  /** The trade's word for a purchase; «compra» by default. */
  readonly noun?: string;
};

/** «la compra CJ-1042 por $527.00 MXN», «las compras CJ-1046 y CJ-1047 por …»; «una compra …» if no folio is known. */
export function purchaseText({ folios, total, noun = 'compra' }: About, language: Language): string {
  const count = folios.length;
  const price = total === undefined ? '' : language === 'en' ? ` for ${total}` : ` por ${total}`;
  if (language === 'en') {
    if (count === 0) return `a purchase${price}`;
    return `purchase${count > 1 ? 's' : ''} ${joined(folios, 'and')}${price}`;
  }
  const isFeminine = noun.endsWith('a');
  if (count === 0) return `${isFeminine ? 'una' : 'un'} ${noun}${price}`;
  const article = count > 1 ? (isFeminine ? 'las' : 'los') : isFeminine ? 'la' : 'el';
  return `${article} ${noun}${count > 1 ? 's' : ''} ${joined(folios, 'y')}${price}`;
}

/** «de la compra …», «del consumo …». */
export function ofPurchaseText(about: About, language: Language): string {
  const purchase = purchaseText(about, language);
  if (language === 'en') return `of ${purchase}`;
  return purchase.startsWith('el ') ? `del ${purchase.slice(3)}` : `de ${purchase}`;
}

/** «UNIVERSIDAD ROBOTICA ESPAÑOLA (URE180429TM6)»; «tu cliente» if it is not known. */
export function whoText({ who }: About, language: Language): string {
  const { rfc = '', nombre = '' } = who ?? {};
  if (nombre !== '' && rfc !== '') return `${nombre} (${rfc})`;
  return nombre || rfc || (language === 'en' ? 'your customer' : 'tu cliente');
}

/** The sentence that follows a notice: «Es la factura de la compra CJ-1042 por $527.00 MXN, para …, en «Factura tu compra».». */
export function aboutText(about: About, language: Language): string {
  const portal = placeText(about, language);
  if (about.who === undefined)
    return language === 'en'
      ? `It is about ${purchaseText(about, language)}${portal}.`
      : `Es ${purchaseText(about, language)}${portal}.`;
  const who = whoText(about, language);
  const of = ofPurchaseText(about, language);
  return language === 'en'
    ? `It is the invoice ${of}, for ${who}${portal}.`
    : `Es la factura ${of}, para ${who}${portal}.`;
}

/** « en «Factura tu compra (cafe-jacaranda)»», with its leading space; empty if there is no portal. */
export function placeText({ portal }: About, language: Language): string {
  if (portal === undefined) return '';
  return language === 'en' ? ` at “${portal}”` : ` en «${portal}»`;
}

function joined(folios: readonly string[], and: string): string {
  const last = folios.at(-1) ?? '';
  return folios.length > 1 ? `${folios.slice(0, -1).join(', ')} ${and} ${last}` : last;
}
