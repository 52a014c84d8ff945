/** The side screens: what is not on the main path, in a chunk that loads during the first search. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { english } from '../../locales/en-side-screens.ts';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { Ask, State, Stop } from '../state.ts';
import { learn, noun } from '../texts.ts';
import type { ProblemBody } from '../wire.ts';
import { copyLink } from './copy-link.ts';
import { linkTo } from './link-to.ts';
import { proofStep } from './proof.ts';
import { requestedStep } from './requested.ts';
import { saleCards } from './sale-card.ts';
import { severalStep } from './several.ts';
import { contact, type Host, heading, help } from './step.ts';

learn(english);

/** The screen of every state that is not a step of the main path. */
export function sideScreen(state: State, host: Host): TemplateResult {
  switch (state.kind) {
    case 'several':
      return severalStep(state, host);
    case 'proof':
    case 'recovering':
      return proofStep(state, host);
    case 'requested':
      return requestedStep(state, host);
    case 'stopped':
      return stoppedStep(state, host);
    case 'pending':
      return pendingStep(state, host);
    default:
      return lostStep(host, 'problem' in state ? state.problem : undefined);
  }
}

function pendingStep({ answer, slow }: State & { kind: 'pending' }, host: Host): TemplateResult {
  const calm = msg('Suele tardar menos de 10 segundos.', { id: 'issuing-hint' });
  const long = msg(
    'Está tardando más de lo normal. Puedes cerrar esta página: tu solicitud ya está guardada y tu factura aparecerá en este enlace.',
    { id: 'pending-long' },
  );
  return html`<section aria-busy="true">
    ${heading(msg('Estamos timbrando tu factura', { id: 'issuing' }))}
    <div class="bar"></div>
    <p role="status">${slow ? long : calm}</p>
    ${slow ? copyLink(linkTo(answer.links.self, host)) : nothing}
    <div class="foot">${help(host)}</div>
  </section>`;
}

// What the merchant can be asked if a sale cannot be invoiced now; the other states only wait or end here.
const ASKS: Partial<Record<Stop, Ask>> = { late: 'late', 'in-global': 'other', 'needs-merchant': 'needs-merchant' };

function stoppedStep({ why, reason, visit }: State & { kind: 'stopped' }, host: Host): TemplateResult {
  const ask = ASKS[why];
  const merchant = host.settings.merchant.name;
  return html`<section>
    ${heading(stoppedTitle(why, noun(host.settings)))}
    ${saleCards(visit.sales, host)}
    ${reason ? html`<p>${reason}</p>` : nothing}
    ${ask ? html`<p>${msg(str`${merchant} revisará tu solicitud. Verás la respuesta en esta página; guarda el enlace.`, { id: 'will-review' })}</p>` : nothing}
    <div class="actions">
      ${ask ? main(msg('Enviar mi solicitud', { id: 'ask' }), () => host.send({ kind: 'ask', ask })) : nothing}
      ${why === 'unpaid' || why === 'in-progress' ? main(msg('Revisar de nuevo', { id: 'again' }), () => host.send({ kind: 'again' })) : nothing}
      ${searchAnother(host)}
    </div>
    <div class="foot">${help(host)}</div>
  </section>`;
}

function stoppedTitle(why: Stop, sold: string): string {
  switch (why) {
    case 'unpaid':
      return msg('Tu pago aún no se confirma', { id: 'unpaid' });
    case 'closed':
      return msg(str`Tu ${sold} ya no se puede facturar`, { id: 'closed' });
    case 'in-global':
      return msg(str`Tu ${sold} ya está en una factura global`, { id: 'in-global' });
    case 'late':
      return msg('El plazo para facturar terminó', { id: 'late' });
    case 'in-progress':
      return msg(str`Tu ${sold} ya se está facturando`, { id: 'in-progress' });
    default:
      return msg(str`El comercio revisará tu ${sold}`, { id: 'needs-merchant' });
  }
}

/** A wrong or expired link, a portal that is off, or a load that failed: what happened, and what to do next. */
function lostStep(host: Host, problem: ProblemBody | undefined): TemplateResult {
  const passes = problem?.fixedAt === 'later' && problem.code !== 'portal-off';
  const link = problem?.code === 'unknown-token' || problem?.code === 'link-expired';
  const title = link
    ? msg('Este enlace ya no funciona', { id: 'bad-link' })
    : passes
      ? msg('No pudimos abrir esta página', { id: 'not-opened' })
      : msg('La facturación en línea no está disponible', { id: 'off' });
  return html`<section>
    ${heading(title)} ${problem ? notice('warn', problem.detail) : nothing}
    <div class="actions">
      ${passes ? main(msg('Volver a intentar', { id: 'retry' }), () => host.send({ kind: 'again' })) : nothing}
      ${link ? searchAnother(host, true) : passes ? nothing : askFor(host)}
    </div>
  </section>`;
}

function askFor({ settings }: Host): TemplateResult {
  return html`<p>${msg('Pídela en:', { id: 'ask-at' })} ${contact(settings)}</p>`;
}

function searchAnother(host: Host, alone = false): TemplateResult {
  const text = alone
    ? msg(str`Buscar mi ${noun(host.settings)}`, { id: 'search' })
    : msg('Hacer otra búsqueda', { id: 'search-other' });
  const go = () => host.send({ kind: 'back', to: 'lookup' });
  return alone ? main(text, go) : action(text, go);
}

function main(text: string, go: () => void): TemplateResult {
  return html`<button class="main" part="button main-button" type="button" @click=${go}>${text}</button>`;
}
