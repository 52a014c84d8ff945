/** A request the merchant answers: kept, accepted or declined with its reason. The link shows the answer. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State } from '../state.ts';
import { copyLink } from './copy-link.ts';
import { linkTo } from './link-to.ts';
import { type Host, heading, help } from './step.ts';

/** The screen of `requested`. */
export function requestedStep({ request, note, said }: State & { kind: 'requested' }, host: Host): TemplateResult {
  const { status, reason, links } = request;
  const merchant = host.settings.merchant.name;
  const sentence = {
    open: msg(str`${merchant} revisará tu solicitud. Verás la respuesta en esta página; guarda el enlace.`, {
      id: 'will-review',
    }),
    accepted: msg(str`${merchant} aceptó tu solicitud. Ya puedes generar tu factura.`, { id: 'accepted' }),
    declined: msg(str`${merchant} no pudo aceptar tu solicitud.`, { id: 'declined' }),
  }[status];
  // While it is open its reason is the customer's own; the merchant's comes with the answer.
  const why = status === 'open' ? note : reason;
  const resume = () => host.send(said.sales.length ? { kind: 'resume' } : { kind: 'back', to: 'lookup' });
  return html`<section>
    ${heading(msg('Tu solicitud', { id: 'request' }))}
    ${notice(status === 'declined' ? 'warn' : 'good', html`${why ? html`<p>${why}</p>` : nothing}<p>${sentence}</p>`)}
    ${
      status === 'accepted'
        ? html`<button class="main" part="button main-button" type="button" @click=${resume}>${host.settings.submitText}</button>`
        : copyLink(linkTo(links.self, host))
    }
    <div class="actions">
      ${status === 'open' ? action(msg('Revisar de nuevo', { id: 'again' }), () => host.send({ kind: 'again' }), 'big') : nothing}
      ${action(msg('Hacer otra búsqueda', { id: 'search-other' }), () => host.send({ kind: 'restart' }))}
    </div>
    <div class="foot">${help(host)}</div>
  </section>`;
}
