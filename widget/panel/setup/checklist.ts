/** The setup, step by step: what is done, what is next, and what each step is for. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { OpenPage } from '../page.ts';
import { waiting } from '../remote.ts';
import type { ChecklistStep } from '../wire.ts';
import { STEP_PATHS } from './step-paths.ts';
import { stepWords } from './step-words.ts';

/** Opens the checklist of what is left to do before going live. */
export const checklistPage: OpenPage = (panel) => {
  // Read again, because another person or the API may have done something.
  panel.changed();
  const name = panel.merchant?.tradeName ?? '';
  const isOver = (steps: readonly ChecklistStep[]): boolean => steps.every(({ done }) => done);
  return {
    title: () => {
      const steps = panel.steps();
      return steps && isOver(steps)
        ? msg(str`${name} ya factura`, { id: 'setup-over' })
        : msg(str`Pon a facturar a ${name}`, { id: 'setup-title' });
    },
    lead: () => {
      const steps = panel.steps();
      if (!steps) return nothing;
      if (isOver(steps))
        return msg('Todo está en su lugar. Aquí puedes volver a cualquier paso.', { id: 'setup-over-why' });
      return msg('Puedes dejarlo cuando quieras: todo se guarda y vuelves justo aquí.', { id: 'setup-lead' });
    },
    render: () => {
      const steps = panel.steps();
      if (!steps) return waiting();
      const next = steps.find(({ done }) => !done);
      return html`<ol class="steps">${steps.map((step, index) => stepItem(step, index, step === next))}</ol>`;
    },
  };
};

/** Whether something that was done is no longer right, which the step's own sentence does not say. */
function wentWrong({ missing }: ChecklistStep): boolean {
  return missing.some((code) => !/-missing$|^not-/.test(code));
}

function stepItem(state: ChecklistStep, index: number, isNext: boolean) {
  const { step, done, details } = state;
  const { name, why, time } = stepWords(step);
  const path = STEP_PATHS[step];
  return html`<li class=${done ? 'ready' : isNext ? 'next' : ''}>
    <span class="dot" aria-hidden="true">${done ? '✓' : index + 1}</span>
    <div class="what">
      <h2><a href=${path}>${name}</a>${done ? html`<span class="sr"> ${msg('(listo)', { id: 'done' })}</span>` : nothing}</h2>
      ${done ? nothing : html`<p>${why} <small>${time}.</small></p>`}
      ${wentWrong(state) || (isNext && details.length > 1) ? html`<ul class="missing">${details.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}
      ${step === 'sales' && !done ? html`<p><a href="/panel/conexiones">${msg('¿Vendes en línea? Conecta tu tienda y llegan solas', { id: 'sales-connect' })}</a></p>` : nothing}
      ${isNext ? html`<a class="button" href=${path}>${index === 0 ? msg('Empezar', { id: 'begin' }) : msg('Continuar', { id: 'continue' })}</a>` : nothing}
    </div>
  </li>`;
}
