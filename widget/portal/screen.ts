/** Everything that a state shows: the test banner, the screen, and the live region for screen readers. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../ui/notice.ts';
import { part } from '../ui/part.ts';
import type { Kind, State } from './state.ts';
import { isBusy } from './states.ts';
import { lookupStep } from './steps/lookup.ts';
import { missing, retry } from './steps/missing.ts';
import type { Host } from './steps/step.ts';
import { waiting } from './steps/waiting.ts';
import { language } from './texts.ts';
import type { PortalSettings } from './wire.ts';

type MaybeHost = Omit<Host, 'settings'> & {
  readonly settings: PortalSettings | undefined;
  readonly adoptStyles: (css: string) => void;
};

/** Steps 2 to 4 and everything that sends requests: fetched while the first screen is shown. */
export const mainPath = part(() => import('./steps/main-path.ts'));

/** The template of a state. `redraw` is called when a screen that had to be fetched is loaded. */
export function renderScreen(state: State, host: MaybeHost, redraw: () => void): TemplateResult {
  const { settings } = host;
  // The surrounding page may be in another language than the portal.
  return html`<div lang=${language()}>
    <slot name="header"></slot>
    ${settings?.world === 'test' ? notice('warn test', msg('Contribuyentes de prueba del SAT. Sin validez fiscal.', { id: 'test' })) : nothing}
    ${settings ? loaded(state, { ...host, settings }, redraw) : unloaded(state, host)}
    <slot name="footer"></slot>
    <p class="sr" role="status" data-live></p>
  </div>`;
}

// The first step is in this file. What follows is fetched before it is needed: the next steps as soon as anything is on the
// screen, the side screens once a sale is being searched for.
function loaded(state: State, host: Host & MaybeHost, redraw: () => void): TemplateResult {
  const { kind } = state;
  if (kind === 'lookup') return lookupStep(state, host, mainPath.peek()?.searchOutcome);
  const later = mainPath.get(redraw);
  if (isBusy(kind)) later?.fetchSideScreens();
  if (kind === 'searching') return lookupStep(state, host);
  if (WAITS.includes(kind) || (state.kind === 'checking' && state.quiet)) return waiting();
  if (!later) return missing(mainPath, redraw);
  host.adoptStyles(later.cardStyles);
  return later.laterStep(state, host, redraw);
}

const WAITS: readonly Kind[] = ['loading', 'opening', 'following'];

// Until the portal's settings are loaded: a placeholder or, if they are not available, the page's own fallback link.
function unloaded(state: State, host: MaybeHost): TemplateResult {
  if (state.kind !== 'off') return waiting();
  const { problem } = state;
  return retry(problem?.detail ?? '', () => host.send({ kind: 'again' }));
}
