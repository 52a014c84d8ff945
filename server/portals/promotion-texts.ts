/** The texts for each place where a merchant tells customers that they can get their invoices themselves. */
import type { Language } from '../problems/problem.ts';
import { portalDeadlineText } from './deadline-words.ts';
import { PAPER_WORDS } from './paper-words.ts';
import type { PortalSettings } from './portal.ts';
import { titleIn } from './promotion-words.ts';
import { SOLD_WORDS } from './trade-words.ts';

/** What the texts are about. `link` carries the channel of the piece; `address` is the same address as text. */
export type Promoted = {
  readonly settings: PortalSettings;
  readonly tradeName: string;
  readonly address: string;
};

/** A sentence before the link, the link's own text, and a sentence after it. */
export type LinkText = { readonly before: string; readonly label: string; readonly after: string };

/** The promotional texts of one portal in one language, with its own words filled in. */
export type Texts = {
  readonly title: string;
  readonly whatsapp: LinkText;
  readonly signature: LinkText;
  readonly order: LinkText;
  readonly shipping: LinkText;
  readonly receipt: LinkText;
  readonly banner: LinkText;
  readonly faq: { readonly question: string; readonly answer: string };
  readonly instructions: { readonly heading: string; readonly steps: readonly string[]; readonly close: string };
};

/** Composes the promotional texts of a portal in a language. */
export function textsIn(language: Language, promoted: Promoted): Texts {
  return language === 'en' ? english(promoted) : spanish(promoted);
}

function spanish({ settings, tradeName, address }: Promoted): Texts {
  const sold = SOLD_WORDS[settings.noun]['es-MX'];
  const paper = PAPER_WORDS[settings.noun]['es-MX'];
  const deadline = portalDeadlineText(settings, 'es-MX');
  const label = titleIn(settings, 'es-MX');
  const atHand = `Ten a la mano tu ${paper} y tus datos fiscales.`;
  return {
    title: label,
    whatsapp: {
      ...{
        label,
        before: `Hola. Gracias por tu preferencia. Puedes facturar tu ${sold} de ${tradeName} aquí, a la hora que quieras:`,
      },
      after: `${atHand} ${deadline}`,
    },
    signature: { label, before: '¿Necesitas factura? Hazla en un minuto:', after: '' },
    order: { label, before: '¿Necesitas factura? Hazla aquí:', after: `${atHand} ${deadline}` },
    shipping: { label, before: 'Tu pedido va en camino. Si necesitas factura, hazla aquí:', after: deadline },
    receipt: {
      label,
      before: `Recibimos tu pago. Si necesitas la factura de tu ${sold}, hazla aquí:`,
      after: deadline,
    },
    banner: { label, before: '¿Necesitas factura?', after: deadline },
    faq: {
      question: `¿Cómo facturo mi ${sold}?`,
      answer: `Entra a ${address}, escribe los datos de tu ${paper} y tus datos fiscales, y descarga tu factura en PDF y XML. ${deadline}`,
    },
    instructions: {
      heading: `Cómo facturar tu ${sold} en ${tradeName}`,
      steps: [
        `Ten a la mano tu ${paper} y tu Constancia de Situación Fiscal.`,
        `Entra a ${address}.`,
        `Escribe los datos de tu ${paper} para encontrar tu ${sold}.`,
        'Escribe tu RFC, tu nombre o razón social, tu código postal, tu régimen y el uso de la factura.',
        'Revisa que todo esté bien y genera tu factura. La descargas ahí mismo, en PDF y XML.',
      ],
      close: [deadline, contactIn(settings, '¿Dudas? Escríbenos o llámanos:')].filter(Boolean).join(' '),
    },
  };
}

function english({ settings, tradeName, address }: Promoted): Texts {
  const sold = SOLD_WORDS[settings.noun].en;
  const paper = PAPER_WORDS[settings.noun].en;
  const deadline = portalDeadlineText(settings, 'en');
  const label = titleIn(settings, 'en');
  const atHand = `Have your ${paper} and your tax details at hand.`;
  return {
    title: label,
    whatsapp: {
      ...{
        label,
        before: `Hello. Thank you for choosing ${tradeName}. You can invoice your ${sold} here, whenever you like:`,
      },
      after: `${atHand} ${deadline}`,
    },
    signature: { label, before: 'Do you need an invoice (CFDI)? Get it in a minute:', after: '' },
    order: { label, before: 'Do you need an invoice (CFDI)? Get it here:', after: `${atHand} ${deadline}` },
    shipping: {
      label,
      before: 'Your order is on its way. If you need an invoice (CFDI), get it here:',
      after: deadline,
    },
    receipt: {
      label,
      before: `We received your payment. If you need the invoice of your ${sold}, get it here:`,
      after: deadline,
    },
    banner: { label, before: 'Do you need an invoice (CFDI)?', after: deadline },
    faq: {
      question: `How do I invoice my ${sold}?`,
      answer: `Go to ${address}, type what your ${paper} says and your tax details, and download your invoice as PDF and XML. ${deadline}`,
    },
    instructions: {
      heading: `How to invoice your ${sold} at ${tradeName}`,
      steps: [
        `Have your ${paper} and your Constancia de Situación Fiscal at hand.`,
        `Go to ${address}.`,
        `Type what your ${paper} says, to find your ${sold}.`,
        'Type your RFC, your name or your company’s, your postal code, your tax regime and what the invoice is for.',
        'Check that everything is right and generate your invoice. You can download it at once, as PDF and XML.',
      ],
      close: [deadline, contactIn(settings, 'Questions? Write or call us:')].filter(Boolean).join(' '),
    },
  };
}

function contactIn({ contact: { phone, email } }: PortalSettings, lead: string): string {
  const ways = [phone, email].filter(Boolean);
  return ways.length === 0 ? '' : `${lead} ${ways.join(' · ')}`;
}
