/** Correcting an invoice that the customer holds: the rows of its own states, and what it does in those that it shares with a first invoice. */
import { form, revisit } from './first-transitions.ts';
import { answeredBy, REFUSED } from './refused.ts';
import type { Kind, Said, State } from './state.ts';
import { atReceptor } from './states.ts';
import { type Cell, type EventKind, type Row, type StateOf, to } from './transition.ts';
import type { ProblemBody, Stamped } from './wire.ts';

/** Returns the screen of an invoice, with nothing of a correction left. `fixed` is why it cannot be corrected. */
export function atInvoice(invoice: Stamped, said: Said, fixed?: ProblemBody): StateOf<'issued'> {
  return { kind: 'issued', invoice, faults: [], said: { ...said, corrects: undefined }, ...(fixed && { fixed }) };
}

// The form is where a customer can put something right; what nobody can is said there as well.
function atForm(said: Said, problem: ProblemBody): StateOf<'receptor'> {
  return { ...atReceptor(said), suggestions: problem.suggestions ?? [], problem, faults: problem.errors ?? [] };
}

/** Notes whether the correction was asked for: after an answer that was lost it is asked for again. */
function sent(said: Said, isSent: boolean): Said {
  return said.corrects ? { ...said, corrects: { ...said.corrects, isSent } } : said;
}

/** States in which a correction goes on. Anywhere else it is over. */
const UNDER_CORRECTION: readonly Kind[] = ['pending', 'receptor', 'correction'];

function ending<K extends Kind, E extends EventKind>({ to: kinds, go }: Cell<K, E>): Cell<K, E> {
  return {
    to: kinds,
    go: (state, event): State => {
      const next = go(state, event);
      const said = UNDER_CORRECTION.includes(next.kind)
        ? sent(next.said, false)
        : { ...next.said, corrects: undefined };
      return { ...next, said };
    },
  };
}

const refusedReplacing: Cell<'replacing', 'refused'> = to(['receptor', 'correction'], (state, { problem }) => {
  const said = sent(state.said, false);
  return problem.fixedAt === 'receptor' || problem.errors?.length
    ? atForm(said, problem)
    : { kind: 'correction', plan: state.plan, problem, faults: [], said };
});

/** The rows of the states that only a correction has. */
export const CORRECTION_ROWS: { readonly [K in 'correcting' | 'correction' | 'replacing']: Row<K> } = {
  correcting: {
    correctable: to(['receptor'], ({ said, invoice }, { receptor }) =>
      atReceptor({ ...said, receptor, corrects: { invoice } }),
    ),
    refused: to(['issued'], ({ said, invoice }, { problem }) => atInvoice(invoice, said, problem)),
    revisit,
  },
  correction: {
    ...form('correction'),
    issue: to(['replacing'], ({ said, plan }) => ({ kind: 'replacing', plan, slow: false, said: sent(said, true) })),
  },
  replacing: {
    slow: to(['replacing'], (state) => (state.slow ? state : { ...state, slow: true })),
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
    correct: to<'issued', 'correct', 'correcting'>(['correcting'], ({ invoice, said }) => ({
      kind: 'correcting',
      invoice,
      said,
    })),
  },
  receptor: {
    back: {
      to: [...(backFromForm?.to ?? []), 'issued'],
      go: (state, event) =>
        state.said.corrects
          ? atInvoice(state.said.corrects.invoice, state.said)
          : (backFromForm?.go(state, event) ?? state),
    },
  },
  checking: {
    planned: to<'checking', 'planned', 'correction'>(['correction'], ({ said }, { plan }) => ({
      kind: 'correction',
      plan,
      faults: [],
      said,
    })),
    refused: {
      to: REFUSED.checking.to,
      go: (state, event) =>
        state.said.corrects ? atForm(state.said, event.problem) : REFUSED.checking.go(state, event),
    },
  },
  pending: { answered: ending(answeredBy(REFUSED.pending)), refused: ending(REFUSED.pending) },
  following: {
    answered: ending({
      to: followed.to,
      // After a reload the form stands as it was left, over the invoice that it corrects.
      go: (state, event) =>
        event.answer.status === 'stamped' && event.answer.id === state.said.corrects?.invoice.id
          ? atReceptor(state.said)
          : followed.go(state, event),
    }),
    refused: ending(REFUSED.following),
  },
} satisfies { readonly [K in Kind]?: Row<K> };
