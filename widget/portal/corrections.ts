/** Correcting an invoice that the customer holds: the rows of its own states, and its cells in those that it shares with a first invoice. */
import { form, revisit } from './first-transitions.ts';
import { answeredBy, REFUSED } from './refused.ts';
import type { Kind, State, Visit } from './state.ts';
import { atReceptor } from './states.ts';
import { type Cell, type EventKind, type Row, type StateOf, to } from './transition.ts';
import type { ProblemBody, Stamped } from './wire.ts';

/** Returns the screen of an invoice, without any trace of a correction. `fixed` is why it cannot be corrected. */
export function atInvoice(invoice: Stamped, visit: Visit, fixed?: ProblemBody): StateOf<'issued'> {
  return { kind: 'issued', invoice, faults: [], visit: { ...visit, corrects: undefined }, ...(fixed && { fixed }) };
}

// The form is where a customer can correct something; what nobody can correct is shown there too.
function atForm(visit: Visit, problem: ProblemBody): StateOf<'receptor'> {
  return { ...atReceptor(visit), suggestions: problem.suggestions ?? [], problem, faults: problem.errors ?? [] };
}

/** Notes whether the correction was requested: if its answer was lost, it is requested again. */
function sent(visit: Visit, isSent: boolean): Visit {
  return visit.corrects ? { ...visit, corrects: { ...visit.corrects, isSent } } : visit;
}

/** States in which a correction continues. In any other state it is over. */
const UNDER_CORRECTION: readonly Kind[] = ['pending', 'receptor', 'correction'];

function ending<K extends Kind, E extends EventKind>({ to: kinds, go }: Cell<K, E>): Cell<K, E> {
  return {
    to: kinds,
    go: (state, event): State => {
      const next = go(state, event);
      const visit = UNDER_CORRECTION.includes(next.kind)
        ? sent(next.visit, false)
        : { ...next.visit, corrects: undefined };
      return { ...next, visit };
    },
  };
}

const refusedReplacing: Cell<'replacing', 'refused'> = to(['receptor', 'correction'], (state, { problem }) => {
  const visit = sent(state.visit, false);
  return problem.fixedAt === 'receptor' || problem.errors?.length
    ? atForm(visit, problem)
    : { kind: 'correction', plan: state.plan, problem, faults: [], visit };
});

/** The rows of the states that only a correction has. */
export const CORRECTION_ROWS: { readonly [K in 'correcting' | 'correction' | 'replacing']: Row<K> } = {
  correcting: {
    correctable: to(['receptor'], ({ visit, invoice }, { receptor }) =>
      atReceptor({ ...visit, receptor, corrects: { invoice } }),
    ),
    refused: to(['issued'], ({ visit, invoice }, { problem }) => atInvoice(invoice, visit, problem)),
    revisit,
  },
  correction: {
    ...form('correction'),
    issue: to(['replacing'], ({ visit, plan }) => ({ kind: 'replacing', plan, slow: false, visit: sent(visit, true) })),
  },
  replacing: {
    slow: to(['replacing'], (state) => (state.slow ? state : { ...state, slow: true })),
    worked: to(['replacing'], (state, { done }) => ({ ...state, done })),
    answered: ending(answeredBy(refusedReplacing)),
    refused: refusedReplacing,
    revisit,
  },
};

const backFromForm = form('receptor').back;
const followed = answeredBy(REFUSED.following);

/** Cells of states that a correction shares with a first invoice. */
export const SHARED = {
  issued: {
    correct: to<'issued', 'correct', 'correcting'>(['correcting'], ({ invoice, visit }) => ({
      kind: 'correcting',
      invoice,
      visit,
    })),
  },
  receptor: {
    back: {
      to: [...(backFromForm?.to ?? []), 'issued'],
      go: (state, event) =>
        state.visit.corrects
          ? atInvoice(state.visit.corrects.invoice, state.visit)
          : (backFromForm?.go(state, event) ?? state),
    },
  },
  checking: {
    planned: to<'checking', 'planned', 'correction'>(['correction'], ({ visit }, { plan }) => ({
      kind: 'correction',
      plan,
      faults: [],
      visit,
    })),
    refused: {
      to: REFUSED.checking.to,
      go: (state, event) =>
        state.visit.corrects ? atForm(state.visit, event.problem) : REFUSED.checking.go(state, event),
    },
  },
  pending: { answered: ending(answeredBy(REFUSED.pending)), refused: ending(REFUSED.pending) },
  following: {
    answered: ending({
      to: followed.to,
      // After a reload the form is as it was left, above the invoice that it corrects.
      go: (state, event) =>
        event.answer.status === 'stamped' && event.answer.id === state.visit.corrects?.invoice.id
          ? atReceptor(state.visit)
          : followed.go(state, event),
    }),
    refused: ending(REFUSED.following),
  },
} satisfies { readonly [K in Kind]?: Row<K> };
