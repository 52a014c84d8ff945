/** The result of a search that found nothing or was refused. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State } from '../state.ts';
import { noun } from '../texts.ts';
import type { Way } from '../ways.ts';
import { waitingSales } from './basket.ts';
import { paper } from './paper.ts';
import { type Host, summary } from './step.ts';

/** The notice above the fields of the first step. */
export function searchOutcome(
  { faults, problem, missing, visit: { cart } }: State & { kind: 'lookup' },
  way: Way,
  host: Host,
): TemplateResult {
  const wayOut = problem?.code === 'merchant-not-answering' ? notHereYet(host) : nothing;
  return html`${cart ? waitingSales(cart, host) : nothing}
    ${missing ? notFound(host) : summary(faults, problem, way, wayOut)}`;
}

// The likeliest causes, and never which field was wrong.
function notFound(host: Host): TemplateResult {
  return notice(
    'bad',
    html`<p><b>${msg(str`No encontramos tu ${noun(host.settings)} con esos datos.`, { id: 'not-found' })}</b></p>
      <p>${msg(str`Revisa que estén escritos como en tu ${paper(host.settings)}. Si acabas de pagar, puede tardar hasta 30 minutos en aparecer.`, { id: 'not-found-why' })}</p>
      ${notHereYet(host)}`,
  );
}

function notHereYet(host: Host): TemplateResult {
  return action(msg('Dejar mis datos y facturar en cuanto llegue', { id: 'not-here-yet' }), () =>
    host.send({ kind: 'ask', ask: 'not-here-yet' }),
  );
}
