/** What follows the first screen, fetched while the customer is still on it: every request, the whole machine, and steps 2 to 4. */
import { msg } from '@lit/localize';
import type { TemplateResult } from 'lit';
import { english } from '../../locales/en-main-path.ts';
import { part } from '../../ui/part.ts';
import { cart, correcting, proving } from '../effects.ts';
import type { State } from '../state.ts';
import { learn } from '../texts.ts';
import { issuedStep } from './issued.ts';
import { missing } from './missing.ts';
import { receptorStep } from './receptor.ts';
import { reviewStep } from './review.ts';
import type { Host } from './step.ts';
import { waiting } from './waiting.ts';

export { cardStyles } from '../../ui/card-styles.ts';
export { answerOf } from '../effects.ts';
export { moveFocus } from '../focus.ts';
export { next } from '../machine.ts';
export { Trail } from '../trail.ts';
export { searchOutcome } from './search-outcome.ts';

learn(english);

const sideScreens = part(() => import('./side-screens.ts'));

/** Fetches the side screens, one of which may soon be needed. */
export function fetchSideScreens(): void {
  sideScreens.get();
}

/** The screen of every state after the first step. */
export function laterStep(state: State, host: Host, redraw: () => void): TemplateResult {
  if (state.kind === 'proving' || ('done' in state && state.done !== 1))
    return proving.get(redraw)?.provingStep(state.done) ?? missing(proving, redraw);
  switch (state.kind) {
    case 'receptor':
    case 'checking':
      return receptorStep(state, host);
    case 'requesting':
      return state.preview ? waiting(msg('Enviando tu solicitud', { id: 'requesting' })) : receptorStep(state, host);
    case 'review':
      return reviewStep(state, host);
    case 'issuing':
    case 'replacing':
      return issuing(state.slow);
    case 'correction':
      return correcting.get(redraw)?.correctionStep(state, host) ?? missing(correcting, redraw);
    case 'issued':
    case 'correcting':
      if (state.kind === 'issued' && state.invoice.others)
        return cart.get(redraw)?.invoicesStep(state, host) ?? missing(cart, redraw);
      return issuedStep(state, host);
    default:
      return sideScreens.get(redraw)?.sideScreen(state, host) ?? missing(sideScreens, redraw);
  }
}

function issuing(slow: boolean): TemplateResult {
  const usual = msg('Suele tardar menos de 10 segundos.', { id: 'issuing-hint' });
  const longer = msg('Está tardando más de lo normal. No se hará dos veces.', { id: 'issuing-slow' });
  return waiting(msg('Estamos timbrando tu factura', { id: 'issuing' }), slow ? longer : usual);
}
