/** Step 4, «Listo»: the downloads first; the mail is an offer. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State } from '../machine.ts';
import { money } from './amounts.ts';
import { emailField } from './email-field.ts';
import { contact, type Host, heading, submits, summary } from './step.ts';

/** The screen of `issued`. */
export function issuedStep(state: State & { kind: 'issued' }, host: Host): TemplateResult {
  const { uuid, total, serie = '', folio = '', links } = state.invoice;
  const file = (link: string, look: string, text: string) =>
    html`<a class=${look} part="button ${look === 'main' ? 'main-button' : ''}" href=${host.address(link)} download>${text}</a>`;
  return html`<section>
    ${heading(msg('Tu factura está lista', { id: 'issued' }), undefined, undefined, 'done')}
    <div class="card good" part="card">
      <p class="sum"><b>${serie && folio ? `${serie}-${folio}` : folio}</b><b>${total ? money(total, state.invoice.moneda ?? state.said.sales[0]?.moneda) : nothing}</b></p>
      <p class="hint">${msg('Folio fiscal', { id: 'uuid' })}</p>
      <p class="uuid">${uuid}</p>
    </div>
    <div class="actions">
      <div class="pair">${file(links.pdf, 'main', msg('Descargar PDF', { id: 'pdf' }))} ${file(links.xml, 'main', msg('Descargar XML', { id: 'xml' }))}</div>
      ${file(links.zip, 'link', msg('Descargar ambos en un ZIP', { id: 'zip' }))}
    </div>
    ${mail(state, host)}
    <div class="actions">
      ${'share' in navigator ? action(msg('Compartir', { id: 'share' }), () => share(links.self, host), 'big') : nothing}
      ${links.verify ? verify(links.verify) : nothing}
      ${correction(host)}
      ${action(msg('Hacer otra factura', { id: 'another' }), () => host.send({ kind: 'restart' }))}
    </div>
  </section>`;
}

function verify(link: string): TemplateResult {
  return html`<p>
    <a href=${link} target="_blank" rel="noopener">${msg('Verificar en el SAT', { id: 'verify' })}</a><br />
    <span class="hint">${msg('Puede tardar en aparecer; tu factura ya es válida.', { id: 'verify-hint' })}</span>
  </p>`;
}

function correction({ settings }: Host): TemplateResult | typeof nothing {
  const { email, phone } = settings.contact;
  if (!email && !phone) return nothing;
  return html`<p class="hint">${msg('¿Algún dato quedó mal?', { id: 'correction' })} ${contact(settings)}</p>`;
}

function mail(state: State & { kind: 'issued' }, host: Host): TemplateResult {
  if (state.mail === 'sent') return notice('good', msg('Te la enviamos por correo.', { id: 'mailed' }));
  // Without novalidate: the browser itself asks for a well-formed address.
  return html`<form @submit=${submits(() => host.send({ kind: 'mail' }))}>
    ${summary([], state.problem)}
    ${emailField({ label: msg('Enviar por correo', { id: 'mail' }), value: state.said.email ?? '', required: true, keep: (email) => host.send({ kind: 'edit', email }) })}
    <button class="big" part="button" type="submit">${state.mail ? msg('Enviando…', { id: 'asking' }) : msg('Enviar', { id: 'send' })}</button>
  </form>`;
}

// A share that is called off is no error.
function share(self: string, host: Host): void {
  navigator.share({ url: host.followLink(self) }).catch(() => {});
}
