/** Step 4, «Listo»: the downloads first, then where the mail goes, with the offer of another mail. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { emailFaults } from '../receptor-rules.ts';
import type { State } from '../state.ts';
import { money, serialOf } from './amounts.ts';
import { emailField } from './email-field.ts';
import { linkTo } from './link-to.ts';
import { mailGoesTo } from './mail-goes-to.ts';
import { contact, faultAt, faultOf, type Host, heading, submits, summary } from './step.ts';

/** The screen of `issued`. */
export function issuedStep(state: State & { kind: 'issued' | 'correcting' }, host: Host): TemplateResult {
  const { uuid, total, links, replaces } = state.invoice;
  const file = (link: string, look: string, text: string) =>
    html`<a class=${look} part="button ${look === 'main' ? 'main-button' : ''}" href=${host.address(link)} download>${text}</a>`;
  return html`<section>
    ${heading(msg('Tu factura está lista', { id: 'issued' }), undefined, undefined, 'done')}
    <div class="card good" part="card">
      <p class="sum"><b>${serialOf(state.invoice)}</b><b>${total ? money(total, state.invoice.moneda ?? state.visit.sales[0]?.moneda) : nothing}</b></p>
      <p class="hint">${msg('Folio fiscal', { id: 'uuid' })}</p>
      <p class="uuid">${uuid}</p>
    </div>
    ${replaces ? notice('good', replaces.detail) : nothing}
    <div class="actions">
      <div class="pair">${file(links.pdf, 'main', msg('Descargar PDF', { id: 'pdf' }))} ${file(links.xml, 'main', msg('Descargar XML', { id: 'xml' }))}</div>
      ${file(links.zip, 'link', msg('Descargar ambos en un ZIP', { id: 'zip' }))}
    </div>
    ${host.settings.sendsMail && state.kind === 'issued' ? mail(state, host) : nothing}
    <div class="actions">
      ${'share' in navigator ? action(msg('Compartir', { id: 'share' }), () => share(links.self, host), 'big') : nothing}
      ${links.verify ? verify(links.verify, host) : nothing}
      ${correction(state, host)}
      ${action(msg('Hacer otra factura', { id: 'another' }), () => host.send({ kind: 'restart' }))}
    </div>
  </section>`;
}

function verify(link: string, { settings }: Host): TemplateResult {
  const hint =
    settings.world === 'test'
      ? msg('Esta factura es de prueba: el SAT no la conoce.', { id: 'verify-test' })
      : msg('Puede tardar en aparecer; tu factura ya es válida.', { id: 'verify-hint' });
  return html`<p>
    <a href=${link} target="_blank" rel="noopener">${msg('Verificar en el SAT', { id: 'verify' })}</a><br />
    <span class="hint">${hint}</span>
  </p>`;
}

// If it cannot be corrected here, the page says why, and the merchant helps.
function correction(state: State & { kind: 'issued' | 'correcting' }, host: Host): TemplateResult {
  const { email, phone } = host.settings.contact;
  const fixed = state.kind === 'issued' ? state.fixed : undefined;
  const text =
    state.kind === 'correcting' ? msg('Un momento…', { id: 'wait' }) : msg('Corregir un dato', { id: 'fix' });
  return html`<div class="actions">
    ${fixed ? notice('bad', fixed.detail) : nothing}
    ${action(text, () => host.send({ kind: 'correct' }), 'big')}
    ${fixed && (email || phone) ? html`<p class="hint">${contact(host.settings)}</p>` : nothing}
  </div>`;
}

// The addresses that get copies anyway are shown once; the form for another address is then collapsed and empty.
function mail(state: State & { kind: 'issued' }, host: Host): TemplateResult {
  const { mailedTo = [] } = state.invoice;
  const { email } = state.visit;
  if (state.mail === 'sent') return notice('good', mailGoesTo([...mailedTo, ...(email ? [email] : [])]));
  if (!mailedTo.length) return mailForm(state, msg('Enviar por correo', { id: 'mail' }), email ?? '', host);
  return html`<div>
    <p>${mailGoesTo(mailedTo)}</p>
    <details>
      <summary class="hint">${msg('Enviar a otro correo', { id: 'mail-other' })}</summary>
      ${mailForm(state, msg('Otro correo', { id: 'other-email' }), '', host)}
    </details>
  </div>`;
}

function mailForm(
  { mail, problem, faults }: State & { kind: 'issued' },
  label: string,
  value: string,
  host: Host,
): TemplateResult {
  return html`<form novalidate @submit=${(event: Event) => submits(() => sendMail(event.currentTarget, host))(event)}>
    ${summary(faults, problem, ['email'])}
    ${emailField({ label, value, fault: faultAt(faults, 'email'), required: true, keep: (email) => host.send({ kind: 'edit', email }) })}
    <button class="big" part="button" type="submit">${mail ? msg('Enviando…', { id: 'asking' }) : msg('Enviar', { id: 'send' })}</button>
  </form>`;
}

// The field may be empty while the address of the first copy is still known.
function sendMail(form: EventTarget | null, host: Host): void {
  const email = form instanceof HTMLFormElement ? String(new FormData(form).get('email')).trim() : '';
  const missing = [faultOf('/email', msg('Escribe este dato.', { id: 'required' }))];
  const faults = email ? emailFaults(email) : missing;
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'mail' });
}

// A cancelled share is not an error.
function share(self: string, host: Host): void {
  navigator.share({ url: linkTo(self, host) }).catch(() => {});
}
