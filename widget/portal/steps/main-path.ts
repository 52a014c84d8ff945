/** What comes after the first screen, fetched while the customer is still at it: every request, and steps 2 to 4. */
import { msg } from '@lit/localize';
import type { TemplateResult } from 'lit/html.js';
import { english } from '../../locales/en-main-path.ts';
import type { State } from '../machine.ts';
import { learn } from '../texts.ts';
import { issuedStep } from './issued.ts';
import { receptorStep } from './receptor.ts';
import { reviewStep } from './review.ts';
import type { Host } from './step.ts';
import { waiting } from './waiting.ts';

learn(english);

export { cardStyles } from '../../ui/card-styles.ts';
export { answerOf } from '../effects.ts';
export { moveFocus } from '../focus.ts';

/** The screen of steps 2 to 4; `undefined` for any other state. */
export function mainPathStep(state: State, host: Host): TemplateResult | undefined {
  switch (state.kind) {
    case 'receptor':
    case 'checking':
    case 'requesting':
      return receptorStep(state, host);
    case 'review':
      return reviewStep(state, host);
    case 'issuing':
      return issuing(state.slow);
    case 'issued':
      return issuedStep(state, host);
    default:
      return undefined;
  }
}

function issuing(slow: boolean): TemplateResult {
  const usual = msg('Suele tardar menos de 10 segundos.', { id: 'issuing-hint' });
  const longer = msg('Está tardando más de lo normal. No se hará dos veces.', { id: 'issuing-slow' });
  return waiting(msg('Estamos timbrando tu factura', { id: 'issuing' }), slow ? longer : usual);
}
