/** Leaving the test mode: what is still missing, the statement about the manifest, and the one button that does it. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm } from '../form.ts';
import { nextStep } from '../next-step.ts';
import type { OpenPage } from '../page.ts';
import { waiting } from '../remote.ts';
import type { ChecklistStep, PortalRef, StepName } from '../wire.ts';
import { STEP_PATHS } from './step-paths.ts';
import { stepWords } from './step-words.ts';

/** The steps that the server requires first. */
const NEEDED: readonly StepName[] = ['issuer', 'csd', 'pac', 'branch', 'portal', 'test'];

/** Opens the page that switches a merchant to live. */
export const goLivePage: OpenPage = (panel) => {
  let live: PortalRef | undefined;
  let isRefused = false;
  panel.changed();
  const form = createForm(panel, {
    ...{ name: 'go-live', values: { manifestSignedOn: '' }, required: () => ['manifestSignedOn'] },
    async send({ manifestSignedOn = '' }) {
      isRefused = true;
      live = await panel.call<PortalRef>('POST', 'merchant/go-live', { body: { manifestSignedOn } });
      isRefused = false;
      await panel.changed();
      panel.say(liveWords(panel.merchant?.tradeName ?? ''));
    },
  });
  return {
    title: () => msg('Factura de verdad', { id: 'step-live' }),
    lead: () =>
      msg(
        'Desde ese momento cada factura cuenta ante el SAT y gasta un timbre. El modo de prueba sigue ahí para ensayar.',
        {
          id: 'live-lead',
        },
      ),
    render: () => {
      const steps = panel.steps();
      if (!steps) return waiting();
      if (live || steps.some(({ step, done }) => step === 'live' && done))
        return html`${nextStep(panel, liveWords(panel.merchant?.tradeName ?? ''))} ${live ? liveLink(live) : nothing}`;
      const before = steps.filter(({ step, done }) => !done && NEEDED.includes(step));
      return html`${before.length ? wanting(before) : isRefused ? nothing : notice('good', msg('Todo está listo.', { id: 'live-ready' }))}
      ${form.render(
        form.field('manifestSignedOn', {
          label: msg('¿Qué día firmaste el contrato y manifiesto con tu PAC?', { id: 'live-manifest' }),
          hint: msg('Se firma allá con tu e.firma, que aquí nunca se sube.', { id: 'live-manifest-hint' }),
          type: 'date',
        }),
        msg('Empezar a facturar de verdad', { id: 'live-go' }),
        msg('Revisando…', { id: 'live-going' }),
      )}`;
    },
  };
};

function liveWords(name: string): string {
  return msg(str`${name} ya factura de verdad.`, { id: 'live-now' });
}

function liveLink({ slug }: PortalRef) {
  return html`<p>${msg('Tu portal en vivo:', { id: 'live-portal' })} <a href="/${slug}" target="_blank" rel="noopener">${location.host}/${slug}</a></p>`;
}

function wanting(steps: readonly ChecklistStep[]) {
  return html`<section aria-labelledby="wanting">
    <h2 id="wanting">${msg('Antes falta', { id: 'live-wanting' })}</h2>
    <ul class="lines">
      ${steps.map(
        ({ step, details }) => html`<li><a href=${STEP_PATHS[step]}>${stepWords(step).name}</a>
          ${details.map((text) => html`<span class="below">${text}</span>`)}</li>`,
      )}
    </ul>
  </section>`;
}
