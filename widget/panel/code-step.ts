/** The second step of a form with a password: its field appears once the server says that a code is missing. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../ui/button.ts';
import { Refusal } from './api.ts';
import { focusOn } from './focus.ts';
import type { Form } from './form.ts';

/** The step that asks for a second factor's code, only when the server requires one. */
export type CodeStep = {
  /** Runs the work and returns whether it was done. If a code is missing, its field gets the focus; a wrong code is reported at the field. */
  readonly passes: (work: () => Promise<unknown>) => Promise<boolean>;
  /** The field for `code`, which the form names among its values and secrets. */
  readonly field: (form: Form) => unknown;
};

/** Creates the step. It asks for nothing until the server does. */
export function createCodeStep(redraw: () => Promise<unknown>): CodeStep {
  let asks: 'nothing' | 'app' | 'recovery' = 'nothing';
  const show = async (next: 'app' | 'recovery', form?: Form): Promise<void> => {
    asks = next;
    form?.set({ code: '' });
    await focusOn({ redraw }, 'code');
  };
  return {
    async passes(work) {
      try {
        await work();
        return true;
      } catch (error) {
        const problem = error instanceof Refusal ? error.problem : undefined;
        if (problem?.code === 'code-needed') {
          await show('app');
          return false;
        }
        if (problem && ['wrong-code', 'code-spent'].includes(problem.code))
          throw new Refusal({ ...problem, errors: [{ ...problem, pointer: '/code' }] });
        throw error;
      }
    },
    field(form) {
      if (asks === 'nothing') return nothing;
      return asks === 'app'
        ? html`${form.field('code', {
            label: msg('Código de tu aplicación', { id: 'code' }),
            hint: msg('Los seis dígitos que muestra ahora en tu teléfono.', { id: 'code-hint' }),
            ...{ inputmode: 'numeric', autocomplete: 'one-time-code' },
          })}
          ${action(msg('No tengo mi teléfono', { id: 'no-phone' }), () => show('recovery', form))}`
        : html`${form.field('code', {
            label: msg('Código de recuperación', { id: 'recovery-code' }),
            hint: msg('Uno de los que guardaste al activar los códigos. Cada uno sirve una vez.', {
              id: 'recovery-code-hint',
            }),
          })}
          ${action(msg('Usar mi aplicación', { id: 'use-app' }), () => show('app', form))}`;
    },
  };
}
