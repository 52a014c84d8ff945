/** The names of the channels of visits, and of the formats in which a text is copied. */
import { msg } from '@lit/localize';

/** By the code in the link, `?c=poster`; an unknown one is shown as it is. */
export function channelWords(channel: string): string {
  const words: Readonly<Record<string, () => string>> = {
    poster: () => msg('Cartel', { id: 'channel-poster' }),
    ticket: () => msg('QR del ticket', { id: 'channel-ticket' }),
    pantalla: () => msg('Pantalla de la caja', { id: 'channel-screen' }),
    whatsapp: () => msg('WhatsApp', { id: 'channel-whatsapp' }),
    firma: () => msg('Firma de correo', { id: 'channel-signature' }),
    pedido: () => msg('Confirmación del pedido', { id: 'channel-order' }),
    envio: () => msg('Correo de envío', { id: 'channel-shipping' }),
    recibo: () => msg('Comprobante de pago', { id: 'channel-receipt' }),
    pie: () => msg('Pie de tu sitio', { id: 'channel-footer' }),
    preguntas: () => msg('Preguntas frecuentes', { id: 'channel-faq' }),
    instrucciones: () => msg('Página de instrucciones', { id: 'channel-instructions' }),
    aviso: () => msg('Aviso de tu confirmación', { id: 'channel-banner' }),
    sitio: () => msg('Portal dentro de tu sitio', { id: 'channel-site' }),
    recordatorio: () => msg('Recordatorio', { id: 'channel-reminder' }),
  };
  return words[channel]?.() ?? channel;
}

/** Each language is named in itself. */
export function partWords(format: string): string {
  if (format === 'url') return msg('solo el enlace', { id: 'part-url' });
  return format === 'text' ? msg('texto', { id: 'part-text' }) : format.toUpperCase();
}
