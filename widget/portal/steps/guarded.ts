/** A purchase that was found and is not shown until one more detail of it is given. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action, submit } from '../../ui/button.ts';
import { clean } from '../clean.ts';
import type { State } from '../state.ts';
import { noun } from '../texts.ts';
import type { LookupField } from '../wire.ts';
import { lookupField } from './lookup.ts';
import { paper } from './paper.ts';
import { edits, faultAt, faultOf, type Host, heading, help, submits, summary } from './step.ts';

/** The screen of `proof` and `recovering` for a guarded purchase. */
export function guardedStep(state: State & { kind: 'proof' | 'recovering' }, host: Host): TemplateResult {
  const { faults, problem } = state.kind === 'proof' ? state : { faults: [] };
  const proof = state.visit.sales[0]?.proof;
  const edit = edits(host, 'lookup');
  const found = msg(str`Encontramos tu ${noun(host.settings)}`, { id: 'guarded' });
  const lead = proof
    ? msg(str`Para cuidar tus datos, danos uno más de tu ${paper(host.settings)} y seguimos.`, {
        id: 'guarded-why',
      })
    : msg(
        'Para cuidar tus datos no mostramos más aquí. Pide tu factura al comercio y verás su respuesta en esta página.',
        {
          id: 'guarded-ask',
        },
      );
  return html`<form novalidate @input=${edit} @change=${edit} @submit=${submits(() => prove(proof, state, host))}>
    ${heading(found, undefined, lead)}
    ${summary(faults, problem, proof ? [proof] : [])}
    ${proof ? html`${lookupField(proof, state, host, faultAt(faults, proof))}${submit(msg(str`Ver mi ${noun(host.settings)}`, { id: 'guarded-open' }), state.kind === 'recovering' && msg('Buscando…', { id: 'searching' }))}` : submit(askText(), false)}
    <div class="foot">
      ${proof ? action(askText(), () => host.send({ kind: 'ask', ask: 'other' })) : nothing}
      ${help(host)} ${action(msg('Hacer otra búsqueda', { id: 'search-other' }), () => host.send({ kind: 'back', to: 'lookup' }))}
    </div>
  </form>`;
}

function askText(): string {
  return msg('Pedir mi factura al comercio', { id: 'guarded-request' });
}

function prove(proof: LookupField | undefined, { visit }: State, host: Host): void {
  if (!proof) {
    host.send({ kind: 'ask', ask: 'other' });
    return;
  }
  const value = clean(proof, visit.lookup[proof] ?? '');
  host.send({ kind: 'edit', lookup: { [proof]: value } });
  const faults = value ? [] : [faultOf(`/${proof}`, msg('Escribe este dato.', { id: 'required' }))];
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'prove' });
}
