/** The correction of an invoice: what it changes, which CFDI is issued and which is cancelled, and its requests. Fetched on demand. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { english } from '../../locales/en-correcting.ts';
import { action, submit } from '../../ui/button.ts';
import type { Api } from '../api.ts';
import type { PortalEvent, State } from '../state.ts';
import { learn } from '../texts.ts';
import type { Correction, CorrectionPlan, Followed, Receptor, ReceptorField, Stamped } from '../wire.ts';
import { money, serialOf } from './amounts.ts';
import { names, usoName } from './names.ts';
import { type Host, heading, help, privacy, submits, summary } from './step.ts';

learn(english);

/** Reads the data that an invoice has now. Throws the `Refusal` that says why it cannot be corrected. */
export async function dataOf(invoice: Stamped, api: Api, signal: AbortSignal): Promise<PortalEvent> {
  const { receptor } = await api.post<CorrectionPlan>('invoices/correct/preview', signal, heldBy(invoice));
  return { kind: 'correctable', receptor };
}

/** Previews what a correction would change and issue. Nothing is stored. */
export async function planOf(
  invoice: Stamped,
  receptor: Partial<Receptor>,
  api: Api,
  signal: AbortSignal,
): Promise<PortalEvent> {
  const plan = await api.post<CorrectionPlan>('invoices/correct/preview', signal, { ...heldBy(invoice), receptor });
  return { kind: 'planned', plan };
}

/** Corrects the invoice. Repeated for the same receptor, it returns the same result. */
export async function replace(
  invoice: Stamped,
  receptor: Partial<Receptor>,
  api: Api,
  signal: AbortSignal,
  { ms, headers }: { readonly ms: number; readonly headers: Readonly<Record<string, string>> },
): Promise<Followed> {
  const made = await api.post<Correction>('invoices/correct', signal, { ...heldBy(invoice), receptor }, ms, headers);
  const answer = made.invoice ?? made.request;
  if (!answer) throw new Error('a correction without an outcome');
  return answer;
}

function heldBy({ id, accessToken = '' }: Stamped) {
  return { invoice: id, token: accessToken };
}

type Shown = State & { kind: 'correction' };

/** The screen of `correction`. */
export function correctionStep(state: Shown, host: Host): TemplateResult {
  const { plan, problem, faults, visit } = state;
  const isRequest = plan.how === 'request';
  const ask = msg(str`Enviar mi solicitud a ${host.settings.merchant.name}`, { id: 'ask-by-name' });
  return html`<form novalidate @submit=${submits(() => host.send({ kind: 'issue' }))}>
    ${heading(msg('Revisa la corrección', { id: 'correction-review' }))} ${summary(faults, problem, [])}
    ${changesCard(plan, host)}
    <p>${plan.detail}</p>
    ${visit.corrects ? documents(plan, visit.corrects.invoice, isRequest) : nothing}
    ${submit(isRequest ? ask : msg('Corregir mi factura', { id: 'correct-go' }))}
    <div class="foot">${privacy(host)} ${help(host)}</div>
  </form>`;
}

function changesCard({ changes }: CorrectionPlan, host: Host): TemplateResult {
  return html`<section class="card" part="card">
    <div class="row">
      <h3>${msg('Lo que cambia', { id: 'changes' })}</h3>
      ${action(msg('Cambiar', { id: 'change' }), () => host.send({ kind: 'back', to: 'receptor' }))}
    </div>
    <ul class="lines">
      ${changes.map(
        ({ field, from, to }) => html`<li>
          <p><b>${labelOf(field)}</b></p>
          <p class="hint">${msg(str`Dice: ${shown(field, from)}`, { id: 'says' })}</p>
          <p>${msg(str`Va a decir: ${shown(field, to)}`, { id: 'will-say' })}</p>
        </li>`,
      )}
    </ul>
  </section>`;
}

// Names both: the new invoice and the one that it replaces.
function documents({ document }: CorrectionPlan, old: Stamped, isRequest: boolean): TemplateResult {
  const { total = document?.total, moneda = document?.moneda } = old;
  const sum = total ? money(total, moneda) : nothing;
  const title = isRequest
    ? msg('Si la aprueba', { id: 'if-approved' })
    : msg('Lo que va a pasar', { id: 'what-happens' });
  return html`<section class="card" part="card">
    <h3>${title}</h3>
    <p class="sum"><span>${msg('Se emite una factura nueva con tus datos corregidos', { id: 'is-issued' })}</span><b>${sum}</b></p>
    <p class="sum"><span>${msg(str`Se cancela tu factura ${serialOf(old)}`, { id: 'is-cancelled' })}</span><b>${sum}</b></p>
    <p class="hint">${msg('Folio fiscal de la que se cancela', { id: 'uuid-cancelled' })}</p>
    <p class="uuid">${old.uuid}</p>
  </section>`;
}

function labelOf(field: ReceptorField): string {
  return {
    rfc: 'RFC',
    nombre: msg('Nombre o razón social', { id: 'name-short' }),
    codigoPostal: msg('Código postal', { id: 'cp-short' }),
    regimenFiscal: msg('Régimen fiscal', { id: 'regimen-short' }),
    usoCfdi: msg('Uso del CFDI', { id: 'uso-short' }),
  }[field];
}

function shown(field: ReceptorField, value: string): string {
  if (field === 'regimenFiscal') return names().REGIMEN_NAMES[value] ?? value;
  return field === 'usoCfdi' ? usoName(value) : value;
}
