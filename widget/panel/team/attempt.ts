/** An action of a button outside a form: a refusal is shown above it, and it can be retried. */
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { Refusal } from '../api.ts';
import type { Panel } from '../page.ts';
import { trouble } from '../texts.ts';
import type { ProblemBody } from '../wire.ts';

/** Work that may be refused, and why the last one was. */
export type Attempt = {
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
  /** Why the last attempt failed; empty if it did not. */
  readonly shown: () => unknown;
};

/** Creates an attempt that redraws the page when its work has ended. */
export function createAttempt(panel: Pick<Panel, 'signal' | 'redraw'>): Attempt {
  let problem: ProblemBody | undefined;
  return {
    async run(work) {
      problem = undefined;
      try {
        await work();
      } catch (error) {
        if (panel.signal.aborted) return;
        if (!(error instanceof Refusal)) console.error(error);
        problem = error instanceof Refusal ? error.problem : trouble('unreachable');
      }
      panel.redraw();
    },
    shown: () => (problem ? notice('bad', html`<p>${problem.detail}</p>`) : nothing),
  };
}
