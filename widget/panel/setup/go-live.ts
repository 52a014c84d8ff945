/** Leaving the test mode: what is still missing, in words, or the one button that does it. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm } from '../form.ts';
import type { OpenPage } from '../page.ts';
import { waiting } from '../remote.ts';
import { STEP_PATHS } from '../routes.ts';
import type { ChecklistStep } from '../wire.ts';
import { missingWords } from './missing-words.ts';
import { nextStep } from './next-step.ts';
import { stepWords } from './step-words.ts';

const AFTER = ['live', 'promote'];

export const goLivePage: OpenPage = (panel) => {
  let isLive = false;
  panel.changed();
  const form = createForm(panel, {
    ...{ name: 'go-live', values: {} },
    async send() {
      await panel.call('POST', 'merchant/go-live', { body: {} });
      await panel.changed();
      isLive = true;
      panel.say(liveWords(panel.merchant?.tradeName ?? ''));
    },
  });
  return {
    title: () => msg('Factura de verdad', { id: 'step-live' }),
    lead: () =>
      msg(
        'Desde ese momento cada factura cuenta ante el SAT y gasta un timbre. El modo de prueba sigue ahí para ensayar.',
        { id: 'live-lead' },
      ),
    render: () => {
      const steps = panel.steps();
      if (!steps) return waiting();
      if (isLive || steps.some(({ step, done }) => step === 'live' && done))
        return nextStep(panel, liveWords(panel.merchant?.tradeName ?? ''));
      const before = steps.filter(({ step, done }) => !done && !AFTER.includes(step));
      const own = steps.find(({ step }) => step === 'live')?.missing.flatMap((code) => missingWords(code) ?? []) ?? [];
      return html`${before.length || own.length ? wanting(before, own) : notice('good', msg('Todo está listo.', { id: 'live-ready' }))}
      ${form.render(nothing, msg('Empezar a facturar de verdad', { id: 'live-go' }), msg('Revisando…', { id: 'live-going' }))}`;
    },
  };
};

function liveWords(name: string): string {
  return msg(str`${name} ya factura de verdad.`, { id: 'live-now' });
}

function wanting(steps: readonly ChecklistStep[], own: readonly string[]) {
  return html`<section aria-labelledby="wanting">
    <h2 id="wanting">${msg('Antes falta', { id: 'live-wanting' })}</h2>
    <ul class="lines">
      ${steps.map(({ step }) => html`<li><a href=${STEP_PATHS[step]}>${stepWords(step).name}</a> <small>${stepWords(step).why}</small></li>`)}
      ${own.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
