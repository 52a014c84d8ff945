/** The places where a merchant links to its portal: a closed list, so that a link cannot carry personal data. */

/** The value of `?c=…` in the link, by which visits are counted. */
export const CHANNELS = [
  'poster',
  'ticket',
  'pantalla',
  'whatsapp',
  'firma',
  'pedido',
  'envio',
  'recibo',
  'pie',
  'preguntas',
  'instrucciones',
  'aviso',
  'sitio',
  'recordatorio',
] as const;

/** Where a link to a portal was published, as written in the link. */
export type Channel = (typeof CHANNELS)[number];

/** Returns whether a text names a known channel. Anything else in a link is ignored. */
export function isChannel(text: string | undefined): text is Channel {
  return CHANNELS.some((channel) => channel === text);
}
