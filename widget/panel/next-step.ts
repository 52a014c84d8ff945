/** Shown after a step is done: a confirmation, and the next step. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { notice } from '../ui/notice.ts';
import type { Panel } from './page.ts';
import { ROOT } from './router.ts';
import { STEP_PATHS } from './setup/step-paths.ts';
import { stepWords } from './setup/step-words.ts';

/** A notice that takes the focus when it appears; `done` says what was done. */
export function nextStep(panel: Panel, done: unknown): unknown {
  const next = panel.steps()?.find((step) => !step.done);
  return news(
    notice(
      'good',
      html`<p>${done}</p>
      ${
        next
          ? html`<p><a class="button" href=${STEP_PATHS[next.step]}>${msg(str`Sigue: ${stepWords(next.step).name}`, { id: 'next-step' })}</a></p>`
          : html`<p><a href=${ROOT}>${msg('Volver al inicio', { id: 'to-start' })}</a></p>`
      }`,
    ),
  );
}

/** A notice of what has just been done, which takes the focus: on a phone it is far above the button that was pressed. */
export function news(content: unknown): unknown {
  return html`<div class="news" ${ref(takeFocus)}>${content}</div>`;
}

function takeFocus(element: Element | undefined): void {
  // It is not on the page yet.
  queueMicrotask(() => {
    const root = element?.getRootNode();
    // Somebody who has just arrived reads the heading first.
    if (!(root instanceof ShadowRoot) || root.activeElement?.tagName === 'H1') return;
    const shown = element?.querySelector<HTMLElement>('.notice');
    shown?.focus({ preventScroll: true });
    shown?.scrollIntoView({ block: 'center', behavior: 'instant' });
  });
}

/** Nothing until something has been done. */
export function afterwards(panel: Panel, done: unknown): unknown {
  return done === undefined ? nothing : nextStep(panel, done);
}
