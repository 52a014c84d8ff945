/** One action of a page at the server: whether it is busy, and the text of what went wrong. */
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { Refusal } from '../api.ts';
import type { Panel } from '../page.ts';
import { trouble } from '../texts.ts';
import type { ProblemBody } from '../wire.ts';

/** A request that a button starts, one at a time, and the problem of the last one. */
export type Act = {
  readonly isBusy: () => boolean;
  /** Does it, unless it is being done. What was wrong the last time is forgotten. */
  readonly go: (work: () => Promise<unknown>) => Promise<void>;
  /** What was wrong: every fault in its sentence, or else the problem's own. */
  readonly trouble: () => unknown;
};

/** Creates an act that redraws the page when it starts and when it ends. */
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
