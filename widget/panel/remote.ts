/** Something that a page reads from the server: loading, loaded, or not available. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../ui/button.ts';
import { notice } from '../ui/notice.ts';
import { Refusal } from './api.ts';
import type { Panel } from './page.ts';
import { trouble } from './texts.ts';
import type { ProblemBody } from './wire.ts';

/** Data from the server that a page shows, including loading and failures. */
export type Remote<T> = {
  /** What was read last; absent until then. */
  readonly value: () => T | undefined;
  /** Reads it again; the previous data stay until then. */
  readonly reload: () => Promise<void>;
  /** The part of the page that needs it: a placeholder, the reason why it is not available, or `render`. */
  readonly show: (render: (value: T) => unknown) => unknown;
};

/** Starts reading immediately. The page is redrawn whenever something has changed. */
export function remote<T>(panel: Pick<Panel, 'redraw' | 'signal'>, read: () => Promise<T>): Remote<T> {
  let value: T | undefined;
  let problem: ProblemBody | undefined;
  const reload = async (): Promise<void> => {
    problem = undefined;
    try {
      value = await read();
    } catch (error) {
      if (panel.signal.aborted) return;
      problem = error instanceof Refusal ? error.problem : trouble('unreachable');
      if (!(error instanceof Refusal)) console.error(error);
    }
    panel.redraw();
  };
  reload();
  return {
    value: () => value,
    reload,
    show(render) {
      if (problem && value === undefined) return unavailable(problem, reload);
      return value === undefined ? waiting() : render(value);
    },
  };
}

/** Three grey lines as a placeholder, and a text for screen readers. */
export function waiting(): unknown {
  return html`<div class="waiting"><span class="sr">${msg('Un momento…', { id: 'wait' })}</span><i></i><i></i><i></i></div>`;
}

/** Why something is not available, and a button to retry. */
export function unavailable(problem: ProblemBody, again: () => unknown): unknown {
  return notice(
    'bad',
    html`<p>${problem.detail}</p>
      ${problem.status === 403 ? nothing : action(msg('Intentar otra vez', { id: 'retry' }), () => again())}`,
  );
}
