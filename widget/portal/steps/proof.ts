/** The screen of an invoiced sale: with its RFC and postal code, the invoice can be downloaded again. */
import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { action, submit } from '../../ui/button.ts';
import { field } from '../../ui/field.ts';
import { cleanReceptor, isWithoutRfc, receptorFaults } from '../receptor-rules.ts';
import type { State } from '../state.ts';
import { noun } from '../texts.ts';
import { guardedStep } from './guarded.ts';
import { edits, faultAt, type Host, heading, help, submits, summary } from './step.ts';

/** The screen of `proof` and `recovering`; a guarded purchase has its own. */
export function proofStep(state: State & { kind: 'proof' | 'recovering' }, host: Host): TemplateResult {
  if (state.visit.sales[0]?.status === 'guarded') return guardedStep(state, host);
  const { faults, problem } = state.kind === 'proof' ? state : { faults: [] };
  const { rfc = '', codigoPostal, nombre } = state.visit.receptor;
  const second = secondProof(rfc);
  const edit = edits(host, 'receptor', cleanReceptor);
  const merchant = host.settings.merchant.name;
  return html`<form novalidate @input=${edit} @change=${edit} @submit=${submits(() => prove(state, host))}>
    ${heading(msg(str`Tu ${noun(host.settings)} ya tiene factura`, { id: 'invoiced' }), undefined, msg('Para descargarla, escribe el RFC y el código postal con los que se hizo.', { id: 'prove' }))}
    ${summary(faults, problem, ['rfc', second])}
    ${field({ name: 'rfc', label: 'RFC', value: rfc, fault: faultAt(faults, 'rfc'), caps: true, autocomplete: 'on' })}
    ${
      second === 'nombre'
        ? field({
            name: 'nombre',
            label: msg('Nombre con el que la pediste', { id: 'name-asked' }),
            value: nombre,
            fault: faultAt(faults, 'nombre'),
            autocomplete: 'name',
          })
        : field({
            name: 'codigoPostal',
            label: msg('Código postal de tu domicilio fiscal', { id: 'cp' }),
            value: codigoPostal,
            fault: faultAt(faults, 'codigoPostal'),
            inputmode: 'numeric',
            autocomplete: 'postal-code',
          })
    }
    ${submit(msg('Ver mi factura', { id: 'see-invoice' }), state.kind === 'recovering' && msg('Buscando…', { id: 'searching' }))}
    <div class="foot">
      <p>${msg(str`Si no fuiste tú, avísale a ${merchant}.`, { id: 'not-you' })}</p>
      ${help(host)} ${action(msg('Hacer otra búsqueda', { id: 'search-other' }), () => host.send({ kind: 'back', to: 'lookup' }))}
    </div>
  </form>`;
}

// Everybody knows a generic RFC's postal code, so the name is the proof.
function secondProof(rfc: string): 'nombre' | 'codigoPostal' {
  return isWithoutRfc({ rfc }) ? 'nombre' : 'codigoPostal';
}

function prove({ visit }: State, host: Host): void {
  const { rfc = '' } = visit.receptor;
  const second = secondProof(rfc);
  const receptor = { rfc: cleanReceptor('rfc', rfc), [second]: cleanReceptor(second, visit.receptor[second] ?? '') };
  host.send({ kind: 'edit', receptor });
  const faults = receptorFaults(receptor, ['rfc', second]);
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'prove' });
}
