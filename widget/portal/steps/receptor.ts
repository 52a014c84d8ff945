/** Step 2, «Tus datos fiscales»: the five data, each asked for once and only if the ones before leave it open. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { regimenesFor } from '../../../server/catalogs/regimen-fiscal.ts';
import { usosFor } from '../../../server/catalogs/uso-cfdi.ts';
import {
  GENERIC_EXTRANJERO,
  GENERIC_NACIONAL,
  hasCheckDigit,
  normalizeRfc,
  parseRfc,
} from '../../../server/cfdi/rfc.ts';
import { repairedRfc } from '../../../server/cfdi/rfc-repair.ts';
import { action, submit } from '../../ui/button.ts';
import { choice } from '../../ui/choice.ts';
import { field } from '../../ui/field.ts';
import { cleanReceptor, emailFaults, isWithoutRfc, personTyped, receptorFaults, settled } from '../receptor-rules.ts';
import type { State } from '../state.ts';
import type { Fault, Receptor, ReceptorField, Stamped } from '../wire.ts';
import { money, serialOf } from './amounts.ts';
import { basket } from './basket.ts';
import { emailField } from './email-field.ts';
import { names, usoName } from './names.ts';
import { saleCards } from './sale-card.ts';
import { spreadNote, spreadPaste } from './spread.ts';
import { edits, example, faultAt, type Host, heading, help, privacy, stepOf, submits, summary } from './step.ts';
import { suggestionOffer } from './suggestion-offer.ts';

type Shown = State & { kind: 'receptor' | 'checking' | 'requesting' };

/** The screen of `receptor` (also before a request: `ask`), `checking` and `requesting`. */
export function receptorStep(state: Shown, host: Host): TemplateResult {
  const { visit } = state;
  const { faults, problem } = state.kind === 'receptor' ? state : { faults: [] };
  const asks = state.kind === 'checking' ? undefined : state.ask;
  const edit = edits(host, 'receptor', cleanReceptor);
  const { corrects } = visit;
  return html`<form novalidate @input=${edit} @change=${edit} @paste=${(event: ClipboardEvent) => spreadPaste(event, state, host)} @submit=${submits(() => describe(state, host))}>
    ${corrects ? correctionHeading() : heading(msg('Tus datos fiscales', { id: 'receptor' }), asks ? undefined : stepOf(2))}
    ${corrects ? invoiceCard(corrects.invoice) : asks ? saleCards(visit.sales, host) : basket(visit.sales, host)} ${summary(faults, problem, shownFields(state))} ${fields(state, host)}
    ${asks ? html`${requestEmail(state, host, faultAt(faults, 'email'))} ${spreadNote(state, host, 'email')}` : remember(state, host)}
    ${asks ? submit(msg('Enviar mi solicitud', { id: 'ask' }), state.kind === 'requesting' && msg('Enviando…', { id: 'asking' })) : submit(corrects ? msg('Ver qué va a cambiar', { id: 'see-changes' }) : msg('Continuar', { id: 'continue' }), state.kind === 'checking' && msg('Revisando tus datos…', { id: 'checking' }))}
    <div class="foot">
      ${privacy(host)} ${help(host)}
      ${action(msg('Volver', { id: 'back' }), () => host.send({ kind: 'back', to: 'lookup' }))}
    </div>
  </form>`;
}

function correctionHeading(): TemplateResult {
  const lead = msg('Cambia solo lo que esté mal. Antes de hacer nada te mostramos qué pasa con tu factura.', {
    id: 'correct-lead',
  });
  return heading(msg('Corrige tu factura', { id: 'correct' }), undefined, lead);
}

function invoiceCard({ serie, folio, total, moneda }: Stamped): TemplateResult {
  return html`<div class="card" part="card">
    <p class="sum"><b>${serialOf({ serie, folio })}</b><b>${total ? money(total, moneda) : nothing}</b></p>
  </div>`;
}

// The others are not asked for: without an RFC, before there is one, or if no mail is sent.
function shownFields(state: Shown): readonly string[] {
  const { receptor } = state.visit;
  const email = 'ask' in state && state.ask ? ['email'] : [];
  if (isWithoutRfc(receptor)) return ['nombre', ...email];
  return [...(settled(receptor).regimenFiscal ? ALL : ALL.slice(0, 4)), ...email];
}

const ALL: readonly ReceptorField[] = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi'];

function describe(state: Shown, host: Host): void {
  const { visit } = state;
  const cleaned = Object.entries(visit.receptor).map(([name, text]) => [name, cleanReceptor(name, text)]);
  const receptor: Partial<Receptor> = settled(Object.fromEntries(cleaned), host.settings.usos);
  host.send({ kind: 'edit', receptor });
  const faults = [
    ...receptorFaults(receptor, isWithoutRfc(receptor) ? ['nombre'] : ALL.slice(0, 4)),
    ...emailFaults('ask' in state && state.ask ? visit.email : undefined),
  ];
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'describe' });
}

function fields(state: Shown, host: Host): unknown {
  const { receptor } = state.visit;
  const { faults, suggestions } = state.kind === 'receptor' ? state : { faults: [], suggestions: [] };
  const take = (found: Partial<Receptor>) => host.send({ kind: 'edit', receptor: found });
  const offer = (name: ReceptorField) =>
    suggestions.filter((one) => one.field === name).map((one) => suggestionOffer(one, take, receptor));
  if (isWithoutRfc(receptor)) return withoutRfc(state, host, faults);
  return html`
    <div>
      ${field({
        name: 'rfc',
        label: 'RFC',
        value: receptor.rfc,
        fault: faultAt(faults, 'rfc'),
        hint: rfcHint(receptor),
        example: example('LORM850101AB1'),
        caps: true,
        autocomplete: 'on',
      })}
      ${spreadNote(state, host, 'rfc')}
      ${faultAt(faults, 'rfc') && !suggestions.length ? repairOffer(receptor, take) : nothing}
      ${offer('rfc')} ${receptor.rfc ? nothing : noRfcLinks(receptor, host)}
    </div>
    <div>${nameField(receptor, faults)} ${spreadNote(state, host, 'nombre')} ${offer('nombre')}</div>
    <div>
      ${field({
        name: 'codigoPostal',
        label: msg('Código postal de tu domicilio fiscal', { id: 'cp' }),
        value: receptor.codigoPostal,
        fault: faultAt(faults, 'codigoPostal'),
        hint: msg('El de tu Constancia, no el de tu casa o sucursal', { id: 'cp-hint' }),
        inputmode: 'numeric',
        autocomplete: 'postal-code',
        maxlength: 12,
      })}
      ${spreadNote(state, host, 'codigoPostal')} ${offer('codigoPostal')}
    </div>
    <div>${regimenField(receptor, faults)} ${offer('regimenFiscal')}</div>
    ${usoField(receptor, faults, host)} ${offer('usoCfdi')}`;
}

// Found here if the form itself saw that it is not an RFC, before any request.
function repairOffer({ rfc = '' }: Partial<Receptor>, take: (receptor: Partial<Receptor>) => void): unknown {
  const value = repairedRfc(rfc);
  const detail = msg('La O y el 0, la I y el 1, la S y el 5, la B y el 8 se confunden.', { id: 'look-alikes' });
  return value ? suggestionOffer({ field: 'rfc', value, detail }, take) : nothing;
}

// The SAT issued some RFCs whose last character breaks its own rule: worth a second look, never a wall.
function rfcHint({ rfc = '' }: Partial<Receptor>): string | undefined {
  const whole = parseRfc(rfc);
  return whole && !hasCheckDigit(whole)
    ? msg('Revísalo: el último carácter no corresponde a los demás. Si así está en tu Constancia, continúa.', {
        id: 'check-digit',
      })
    : undefined;
}

function nameField(receptor: Partial<Receptor>, faults: readonly Fault[]): TemplateResult {
  const base = { name: 'nombre', value: receptor.nombre, fault: faultAt(faults, 'nombre') };
  return personTyped(receptor) === 'moral'
    ? field({
        ...base,
        label: msg('Razón social, sin «SA de CV»', { id: 'company-name' }),
        hint: msg('Como en tu Constancia', { id: 'as-constancia' }),
        example: example('FARMACIA LA PAZ'),
        autocomplete: 'organization',
      })
    : field({
        ...base,
        label: msg('Nombre completo, como en tu Constancia', { id: 'full-name' }),
        example: example('MARÍA LÓPEZ RUIZ'),
        autocomplete: 'name',
      });
}

function regimenField(receptor: Partial<Receptor>, faults: readonly Fault[]): TemplateResult {
  const person = personTyped(receptor);
  const texts = names().REGIMEN_NAMES;
  const offered = person ? regimenesFor(person) : [];
  const first = person
    ? msg('Elige tu régimen', { id: 'choose-regimen' })
    : msg('Escribe primero tu RFC', { id: 'rfc-first' });
  return choice(
    {
      name: 'regimenFiscal',
      label: msg('Régimen fiscal', { id: 'regimen' }),
      value: settled(receptor).regimenFiscal,
      fault: faultAt(faults, 'regimenFiscal'),
      hint: msg('Elige el régimen con el que la vas a usar', { id: 'regimen-hint' }),
    },
    [['', first], ...offered.map((clave) => [clave, texts[clave] ?? clave] as const)],
  );
}

// A single usual uso is shown as a sentence that can be changed; the list has only what the SAT allows with that régimen.
function usoField(
  receptor: Partial<Receptor>,
  faults: readonly Fault[],
  { settings: { usos } }: Host,
): TemplateResult | typeof nothing {
  const { regimenFiscal, usoCfdi = '' } = settled(receptor, usos);
  const person = personTyped(receptor);
  if (!regimenFiscal || !person) return nothing;
  const fault = faultAt(faults, 'usoCfdi');
  const options = usosFor(regimenFiscal, person, usos).map((clave) => [clave, usoName(clave)] as const);
  return html`<details ?open=${Boolean(fault)}>
    <summary>${msg(str`Uso: ${usoName(usoCfdi)}`, { id: 'uso' })} <u>${msg('Cambiar', { id: 'change' })}</u></summary>
    ${choice({ name: 'usoCfdi', label: msg('Uso del CFDI (para qué la usarás)', { id: 'uso-label' }), value: usoCfdi, fault }, options)}
  </details>`;
}

// The name is checked again with it, so that a fault found with another RFC disappears.
function noRfcLinks({ nombre = '' }: Partial<Receptor>, host: Host): TemplateResult | typeof nothing {
  const { noRfc, foreigners } = host.settings;
  if (!noRfc && !foreigners) return nothing;
  const take = (rfc: string) => () => host.send({ kind: 'edit', receptor: { rfc, nombre } });
  return html`<p class="row">
    ${noRfc ? action(msg('No tengo RFC', { id: 'no-rfc' }), take(GENERIC_NACIONAL)) : nothing}
    ${foreigners ? action(msg('Soy extranjero', { id: 'foreigner' }), take(GENERIC_EXTRANJERO)) : nothing}
  </p>`;
}

function withoutRfc({ visit }: Shown, host: Host, faults: readonly Fault[]): TemplateResult {
  return html`
    <div class="notice">
      <p>RFC <b>${normalizeRfc(visit.receptor.rfc ?? '')}</b></p>
      <p>${msg('Sirve como comprobante, no para deducir.', { id: 'not-deductible' })}</p>
      ${action(msg('Sí tengo RFC', { id: 'has-rfc' }), () => host.send({ kind: 'edit', receptor: { rfc: '' } }))}
    </div>
    ${field({ name: 'nombre', label: msg('Tu nombre completo', { id: 'own-name' }), value: visit.receptor.nombre, fault: faultAt(faults, 'nombre'), autocomplete: 'name' })}`;
}

function remember({ visit }: Shown, host: Host): TemplateResult {
  return html`<label class="check">
    <input type="checkbox" .checked=${visit.remember} @change=${(event: Event) => host.send({ kind: 'edit', remember: (event.target as HTMLInputElement).checked })} />
    ${msg('Recordar mis datos en este dispositivo', { id: 'remember' })}
  </label>`;
}

function requestEmail({ visit }: Shown, host: Host, fault: unknown): TemplateResult {
  return emailField({
    label: msg('Correo (opcional)', { id: 'email-optional' }),
    value: visit.email ?? '',
    fault,
    keep: (email) => host.send({ kind: 'edit', email }),
  });
}
