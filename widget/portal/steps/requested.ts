/** A request that the merchant answers: stored, accepted, or declined with a reason. The link shows the answer. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State } from '../state.ts';
import type { MerchantRequest } from '../wire.ts';
import { copyLink } from './copy-link.ts';
import { linkTo } from './link-to.ts';
import { type Host, heading, help } from './step.ts';

/** The screen of `requested`. */
export function requestedStep({ request, note }: State & { kind: 'requested' }, host: Host): TemplateResult {
  const { status, detail, answer, links } = request;
  const isOver = status !== 'open' && !(status === 'accepted' && !detail);
  return html`<section>
    ${heading(msg('Tu solicitud', { id: 'request' }))}
    ${notice(status === 'declined' || status === 'expired' ? 'warn' : 'good', html`${sentences(request, note, host)}`)}
    ${status === 'declined' && answer ? html`<blockquote>${answer}</blockquote>` : nothing}
    ${isOver ? nothing : copyLink(linkTo(links.self, host))}
    <div class="actions">
      ${isOver ? nothing : action(msg('Revisar de nuevo', { id: 'again' }), () => host.send({ kind: 'again' }), 'big')}
      ${action(msg('Hacer otra búsqueda', { id: 'search-other' }), () => host.send({ kind: 'restart' }))}
    </div>
    <div class="foot">${help(host)}</div>
  </section>`;
}

// While it is open, the reason is the customer's own and the state is the server's; the merchant's reason comes with the answer.
function sentences({ status, detail, expiresAt }: MerchantRequest, note: string | undefined, host: Host) {
  const merchant = host.settings.merchant.name;
  const review = msg(str`${merchant} revisará tu solicitud. Verás la respuesta en esta página; guarda el enlace.`, {
    id: 'will-review',
  });
  const sentence = {
    open: expiresAt ? msg('Tu factura aparecerá en esta página; guarda el enlace.', { id: 'will-appear' }) : review,
    accepted: detail
      ? undefined
      : msg(str`${merchant} aceptó tu solicitud. Tu factura aparecerá aquí en un momento.`, { id: 'accepted' }),
    declined: msg(str`${merchant} no pudo aceptar tu solicitud. Esto te responde:`, { id: 'declined' }),
    expired: msg('Tu solicitud venció', { id: 'expired' }),
  }[status];
  // The merchant's deadline makes sense once the text says who answers.
  const comesFirst = status === 'expired' || (status === 'open' && !expiresAt);
  const answer = comesFirst ? [sentence, detail] : [detail, sentence];
  const lines = [status === 'open' ? note : undefined, ...answer];
  return lines.flatMap((line) => (line ? [html`<p>${line}</p>`] : []));
}
