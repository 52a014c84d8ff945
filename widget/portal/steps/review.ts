/** Step 3, «Revisa y genera»: a preview of the invoice. Every figure is the server's. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action, submit } from '../../ui/button.ts';
import { cart } from '../effects.ts';
import { emailFaults, isWithoutRfc } from '../receptor-rules.ts';
import type { Planned, State, Visit } from '../state.ts';
import type { Preview, Receptor } from '../wire.ts';
import { money } from './amounts.ts';
import { addMore } from './basket.ts';
import { emailField } from './email-field.ts';
import { names, usoName } from './names.ts';
import { faultAt, type Host, heading, help, privacy, stepOf, submits, summary } from './step.ts';
import { suggestionOffer } from './suggestion-offer.ts';

type Shown = State & { kind: 'review' };

/** The screen of `review`. */
export function reviewStep(state: Shown, host: Host): TemplateResult {
  const { preview, problem, faults, visit, suggestions } = state;
  const take = (receptor: Partial<Receptor>) => {
    host.send({ kind: 'edit', receptor });
    host.send({ kind: 'describe' });
  };
  return html`<form novalidate @submit=${submits(() => issue(state, host))}>
    ${heading(msg('Revisa y genera', { id: 'review' }), stepOf(3))} ${summary(faults, problem, isEmailAsked(state, host) ? ['email'] : [])}
    ${receptorCard(preview, visit.receptor.nombre, host)} ${isWithoutRfc(visit.receptor) ? nothing : suggestions.map((one) => suggestionOffer(one, take, preview.receptor))} ${whatCards(state, host)}
    ${host.settings.itemizeIeps && preview.itemizable !== false ? itemize(visit.desglosarIeps, host) : nothing}
    ${preview.notes.map((note) => html`<p class="hint">${note}</p>`)}
    ${preview.request ? requestCard(preview, host) : addMore(visit.sales, host)}
    ${host.settings.sendsMail ? (preview.request ? answerTo(state, host) : mail(state, host)) : nothing}
    ${submit(preview.request ? msg(str`Enviar mi solicitud a ${host.settings.merchant.name}`, { id: 'ask-by-name' }) : issueText(preview, host))}
    <div class="foot">${privacy(host)} ${help(host)}</div>
  </form>`;
}

function issue({ visit }: State, host: Host): void {
  const faults = emailFaults(visit.email);
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'issue' });
}

function receptorCard({ receptor, emisor }: Preview, typed: string | undefined, host: Host): TemplateResult {
  const { REGIMEN_NAMES } = names();
  const changed = typed !== receptor.nombre;
  return html`<section class="card" part="card">
    <div class="row">
      <h3>${msg('Para', { id: 'to' })}</h3>
      ${action(msg('Cambiar', { id: 'change' }), () => host.send({ kind: 'back', to: 'receptor' }))}
    </div>
    <div>
      ${changed ? html`<p class="hint">${msg('En tu factura aparecerá así:', { id: 'normalised' })}</p>` : nothing}
      <p><b>${receptor.nombre}</b></p>
      <p>RFC ${receptor.rfc} · CP ${receptor.codigoPostal}</p>
      <p>${REGIMEN_NAMES[receptor.regimenFiscal] ?? receptor.regimenFiscal}</p>
      <p>${msg(str`Uso: ${usoName(receptor.usoCfdi)}`, { id: 'uso' })}</p>
    </div>
    <p class="hint">${msg(str`La emite ${emisor.nombre}, RFC ${emisor.rfc}`, { id: 'from' })}</p>
  </section>`;
}

function sumLine(moneda: string) {
  return (label: string, amount: string, look = '') =>
    html`<p class="sum ${look}"><span>${label}</span><span>${money(amount, moneda)}</span></p>`;
}

// Instead of the invoice: why the merchant is asked, and both totals if the buyer has to withhold taxes.
function requestCard({ request, moneda }: Preview, { settings }: Host): TemplateResult {
  const line = sumLine(moneda);
  const { withholding } = request ?? {};
  const merchant = settings.merchant.name;
  return html`<section class="card" part="card">
    <p>${request?.detail}</p>
    ${
      withholding
        ? html`<div>
            ${line(msg('Pagaste', { id: 'paid' }), withholding.paid)}
            ${withholding.retenciones.map(({ label, importe }) => line(label, `-${importe}`))}
            ${line(msg('Con las retenciones que tu empresa debe hacer', { id: 'with-retentions' }), withholding.total, 'total')}
          </div>`
        : nothing
    }
    <p class="hint">${msg(str`Le enviaremos tus datos a ${merchant}. No tendrás que escribirlos otra vez.`, { id: 'data-kept' })}</p>
  </section>`;
}

function answerTo({ visit, faults }: Shown, host: Host): TemplateResult {
  return emailField({
    label: msg('Correo (opcional)', { id: 'email-optional' }),
    value: visit.email ?? '',
    fault: faultAt(faults, 'email'),
    keep: (email) => host.send({ kind: 'edit', email }),
  });
}

function issueText({ documents }: Planned, { settings }: Host): string {
  return (documents && cart.peek()?.issueAll(documents.length)) ?? settings.submitText;
}

// One card for each CFDI; the card of one that only the merchant can issue says so.
function whatCards({ preview, visit }: Shown, host: Host): unknown {
  const change = action(msg('Cambiar', { id: 'change' }), () =>
    host.send({ kind: 'back', to: visit.sales.length > 1 ? 'receptor' : 'lookup' }),
  );
  const { documents } = preview;
  const split = cart.peek();
  if (!documents || !split)
    return conceptosCard(preview, html`<div class="row"><h3>${msg('Por', { id: 'what' })}</h3>${change}</div>`);
  const cards = documents.map((one, index) => {
    const title = split.documentTitle(index + 1, documents.length, split.folioList(one.sales, visit.sales));
    return html`${conceptosCard(one.preview, title)} ${one.preview.request ? requestCard(one.preview, host) : nothing}`;
  });
  return html`${split.splitNote(documents.length)} ${cards} <p>${change}</p>`;
}

function conceptosCard(preview: Preview, title: unknown): TemplateResult {
  const { conceptos, subTotal, descuento, impuestos, total, moneda, formaPago } = preview;
  const line = sumLine(moneda);
  const rows = html`<ul class="lines">${conceptos.map((one) => html`<li>${line(`${one.cantidad} × ${one.descripcion}`, one.importe)}</li>`)}</ul>`;
  return html`<section class="card" part="card">
    ${title}
    ${
      conceptos.length > 5
        ? html`<details><summary class="hint">${msg(str`Ver los ${conceptos.length} artículos`, { id: 'lines' })}</summary>${rows}</details>`
        : rows
    }
    <div>
      ${line('Subtotal', subTotal)}
      ${descuento && Number(descuento) ? line(msg('Descuento', { id: 'discount' }), `-${descuento}`) : nothing}
      ${impuestos.map(({ tipo, label, importe }) => (importe ? line(label, tipo === 'retencion' ? `-${importe}` : importe) : nothing))}
      ${line('Total', total, 'total')}
    </div>
    <p class="hint">${msg(str`Forma de pago: ${formaPago.texto}`, { id: 'forma-pago' })}</p>
  </section>`;
}

function itemize(checked: boolean, host: Host): TemplateResult {
  const change = (event: Event) =>
    host.send({ kind: 'itemize', desglosarIeps: (event.target as HTMLInputElement).checked });
  return html`<label class="check">
    <input type="checkbox" .checked=${checked} @change=${change} />
    ${msg('Soy contribuyente del IEPS: desglósalo', { id: 'itemize' })}
  </label>`;
}

function isEmailAsked({ preview, visit }: Shown, { settings }: Host): boolean {
  if (!settings.sendsMail) return false;
  return (
    preview.request !== undefined || typeof visit.email === 'string' || (visit.email === undefined && !hintIn(visit))
  );
}

function hintIn({ sales }: Visit): string | undefined {
  return sales.find((sale) => sale.emailHint)?.emailHint;
}

// The sale's own address needs no typing; another, or none, is one tap away.
function mail({ visit, faults }: Shown, host: Host): TemplateResult {
  const hint = hintIn(visit);
  const keep = (email: string | null) => () => host.send({ kind: 'edit', email });
  if (visit.email === null) {
    return html`<p>${msg('No la enviaremos por correo.', { id: 'no-mail' })} ${action(msg('Enviar', { id: 'send' }), keep(''))}</p>`;
  }
  if (visit.email === undefined && hint) {
    return html`<p>
      ${msg(str`Te enviaremos copia a ${hint}`, { id: 'mail-to' })}
      ${action(msg('Cambiar', { id: 'change' }), keep(''))} ${action(msg('No enviar', { id: 'dont-send' }), keep(null))}
    </p>`;
  }
  return emailField({
    label: msg('Enviar copia a (opcional)', { id: 'mail-optional' }),
    value: visit.email ?? '',
    fault: faultAt(faults, 'email'),
    keep: (email) => keep(email)(),
  });
}
