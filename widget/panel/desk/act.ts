/** One action of a page at the server: whether it is in progress, and what went wrong. */
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { Refusal } from '../api.ts';
import type { Panel } from '../page.ts';
import { trouble } from '../texts.ts';
import type { ProblemBody } from '../wire.ts';

/** A request that a button starts, one at a time, and the problem of the last one. */
export type Act = {
  readonly isBusy: () => boolean;
  /** Runs it, unless it is already running, and clears the last problem. */
  readonly go: (work: () => Promise<unknown>) => Promise<void>;
  /** The last problem: the sentence of every fault, otherwise the problem's own. */
  readonly trouble: () => unknown;
};

/** Creates an action that redraws the page when it starts and when it ends. */
export function createAct(panel: Pick<Panel, 'redraw' | 'signal'>): Act {
  let busy = false;
  let problem: ProblemBody | undefined;
  return {
    isBusy: () => busy,
    async go(work) {
      if (busy) return;
      [busy, problem] = [true, undefined];
      panel.redraw();
      try {
        await work();
      } catch (error) {
        if (panel.signal.aborted) return;
        if (!(error instanceof Refusal)) console.error(error);
        problem = error instanceof Refusal ? error.problem : trouble('unreachable');
      } finally {
        busy = false;
        panel.redraw();
      }
    },
    trouble: () => (problem ? notice('bad', sentences(problem)) : nothing),
  };
}

function sentences({ detail, errors = [] }: ProblemBody): unknown {
  const all = errors.length > 0 ? errors.map((fault) => fault.detail) : [detail];
  return all.map((text) => html`<p>${text}</p>`);
}
