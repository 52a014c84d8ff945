/**
 * Texts about a correction: what will happen, why the merchant is asked, and what happens to the replaced invoice. `{name}`s are filled.
 */
import { fill } from './fill.ts';
import type { Language, Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

const TEXTS = {
  now: words(
    'Te damos una factura nueva con estos datos y cancelamos la anterior ({serieFolio}) en el SAT.',
    'You get a new invoice with these details, and we cancel the old one ({serieFolio}) at the SAT.',
  ),
  'now-accepted': words(
    'Te damos una factura nueva con estos datos y pedimos cancelar la anterior ({serieFolio}). El SAT te pedirá aceptarlo en tu Buzón Tributario a más tardar el {until}.',
    'You get a new invoice with these details, and we request the cancellation of the old one ({serieFolio}). The SAT will ask you to accept it in your Buzón Tributario by {until}.',
  ),
  'by-merchant': words(
    'Se timbra una factura nueva con estos datos, relacionada con la anterior (04), y la anterior ({serieFolio}) se cancela en el SAT con motivo 01.',
    'A new invoice with these details is stamped, related to the old one (04), and the old one ({serieFolio}) is cancelled at the SAT with motivo 01.',
  ),
  'by-merchant-accepted': words(
    'Se timbra una factura nueva con estos datos, relacionada con la anterior (04), y se pide cancelar la anterior ({serieFolio}) con motivo 01. Tu cliente tiene que aceptarlo en su Buzón Tributario a más tardar el {until}; si no contesta, se cancela.',
    'A new invoice with these details is stamped, related to the old one (04), and the cancellation of the old one ({serieFolio}) is requested with motivo 01. Your customer has to accept it in their Buzón Tributario by {until}; if they do not answer, it is cancelled.',
  ),
  'ask-month': words(
    'Tu factura es de otro mes, así que {merchant} tiene que aprobar el cambio. Verás la respuesta en el enlace de tu solicitud; mientras tanto, tu factura sigue vigente.',
    'Your invoice is from another month, so {merchant} has to approve the change. You will see the answer through the link of your request; until then your invoice stays in force.',
  ),
  'ask-acceptance': words(
    'El SAT pide que aceptes la cancelación de la factura anterior, así que {merchant} tiene que aprobar el cambio. Verás la respuesta en el enlace de tu solicitud; mientras tanto, tu factura sigue vigente.',
    'The SAT requires you to accept the cancellation of the old invoice, so {merchant} has to approve the change. You will see the answer through the link of your request; until then your invoice stays in force.',
  ),
  'ask-merchant': words(
    '{merchant} tiene que aprobar este cambio. Verás la respuesta en el enlace de tu solicitud; mientras tanto, tu factura sigue vigente.',
    '{merchant} has to approve this change. You will see the answer through the link of your request; until then your invoice stays in force.',
  ),
  canceled: words(
    'La factura anterior ({serieFolio}) quedó cancelada en el SAT. Usa solo la nueva.',
    'The old invoice ({serieFolio}) has been cancelled at the SAT. Use only the new one.',
  ),
  canceling: words(
    'La factura anterior ({serieFolio}) se está cancelando en el SAT. Usa solo la nueva.',
    'The old invoice ({serieFolio}) is being cancelled at the SAT. Use only the new one.',
  ),
  'canceling-accepted': words(
    'Acepta la cancelación de la factura anterior ({serieFolio}) en tu Buzón Tributario a más tardar el {until}. Usa solo la nueva.',
    'Accept the cancellation of the old invoice ({serieFolio}) in your Buzón Tributario by {until}. Use only the new one.',
  ),
  'still-in-force': words(
    'La factura anterior ({serieFolio}) no se pudo cancelar y sigue vigente. Habla con {merchant}; usa solo la nueva.',
    'The old invoice ({serieFolio}) could not be cancelled and is still in force. Talk to {merchant}, and use only the new one.',
  ),
} as const;

/** A text about a correction that can be shown, by its key. */
export type CorrectionText = keyof typeof TEXTS;

/** The sentence for the customer. */
export function correctionText(
  what: CorrectionText,
  params: Readonly<Record<string, string>>,
  language: Language,
): string {
  return fill(TEXTS[what][language], params, language);
}
