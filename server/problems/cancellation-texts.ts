/** Texts shown before an invoice is cancelled; `{name}`s are filled. */
import { fill } from './fill.ts';
import type { Language, Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

const TEXTS = {
  'acceptance-needed': words(
    'Tu cliente tiene que aceptar la cancelación. Si no contesta antes de que termine el {until}, se cancela.',
    'Your customer has to accept the cancellation. If they do not answer by the end of {until}, it is cancelled.',
  ),
  'acceptance-needed-silence-refuses': words(
    'Tu cliente tiene que aceptar la cancelación a más tardar el {until}. Como es combustible, si no contesta, no se cancela.',
    'Your customer has to accept the cancellation by {until}. Because it is fuel, it is not cancelled if they do not answer.',
  ),
  'acceptance-not-needed': words(
    'Se cancela sin que tu cliente tenga que aceptar.',
    'It is cancelled without your customer having to accept.',
  ),
  'acceptance-not-needed-until': words(
    'Se cancela sin que tu cliente tenga que aceptar, si la pides a más tardar el {until}.',
    'It is cancelled without your customer having to accept, if you request it by {until}.',
  ),
  'related-documents': words(
    'Tiene documentos vigentes relacionados, como una nota de crédito. Primero cancela esos; si uno de ellos la sustituye, usa el motivo 01.',
    'It has related documents in force, such as a nota de crédito. Cancel those first; if one of them replaces it, use motivo 01.',
  ),
  'deadline-near': words(
    'El plazo para cancelarla termina el {lastDay}. Después puede haber multa.',
    'The last day to cancel it is {lastDay}. After that there may be a fine.',
  ),
  'deadline-over': words(
    'El plazo para cancelarla terminó el {lastDay}. Cancelarla ahora puede costarte una multa de {from} a {to} pesos, del 5 al 10 % de su total. Consúltalo con tu contador.',
    'The last day to cancel it was {lastDay}. Cancelling it now may cost you a fine of {from} to {to} pesos, 5 to 10 % of its total. Ask your accountant.',
  ),
} as const;

/** A text about a cancellation that can be shown, by its key. */
export type CancellationWarning = keyof typeof TEXTS;

/** A warning for somebody who is about to cancel. */
export function cancellationText(
  code: CancellationWarning,
  params: Readonly<Record<string, string>>,
  language: Language,
): string {
  return fill(TEXTS[code][language], params, language);
}
