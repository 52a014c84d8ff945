/** Where a merchant puts a link to its portal: a closed list, so that a link can carry nothing about anybody. */

/** Each is written as `?c=…` on the link, and openings are counted by it. */
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

/** Where a link to a portal was published, as the link says it. */
export type Channel = (typeof CHANNELS)[number];

/** Tells whether a text names a known channel. Anything else in a link is ignored. */
export function isChannel(text: string | undefined): text is Channel {
  return CHANNELS.some((channel) => channel === text);
}
