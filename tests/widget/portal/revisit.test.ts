import { assert } from 'chai';
import fc from 'fast-check';
import { next } from '../../../widget/portal/machine.ts';
import { isCommitted, revisit } from '../../../widget/portal/revisit.ts';
import type { PortalEvent, State } from '../../../widget/portal/state.ts';
import { begin, isBusy } from '../../../widget/portal/states.ts';
import { PENDING, PREVIEW, RECEPTOR, REQUESTED, SALE, STAMPED } from '../stand-in.ts';

const event = fc.constantFrom<PortalEvent>(
  { kind: 'loaded', enabled: true },
  { kind: 'search', way: ['folio', 'total'] },
  { kind: 'found', sales: [SALE] },
  { kind: 'found', sales: [SALE, { ...SALE, token: 'other' }] },
  { kind: 'found', sales: [{ ...SALE, status: 'late' }] },
  { kind: 'choose', sales: [SALE] },
  { kind: 'describe' },
  { kind: 'checked', faults: [], suggestions: [], preview: PREVIEW },
  { kind: 'checked', faults: [{ pointer: '/receptor/rfc', code: 'x', detail: 'x' }], suggestions: [] },
  { kind: 'ask', ask: 'late' },
  { kind: 'issue' },
  { kind: 'answered', answer: PENDING },
  { kind: 'answered', answer: STAMPED },
  { kind: 'answered', answer: REQUESTED },
  { kind: 'mail' },
  { kind: 'restart' },
  { kind: 'back', to: 'lookup' },
);
const anywhere = fc
  .array(event, { maxLength: 14 })
  .map((events) => events.reduce(next, begin({ receptor: RECEPTOR, lookup: { folio: 'CJ-1042' } })));
const place = fc.option(
  anywhere.filter((state) => !isBusy(state.kind)),
  { nil: undefined },
);
const any = (check: (state: State, after: State, shown: State | undefined) => void) =>
  fc.assert(
    fc.property(anywhere, place, (state, shown) => check(state, revisit(state, shown), shown)),
    { numRuns: 2_000 },
  );

describe('Back and Forward', () => {
  it('never leave a request that cannot be taken back, and never start one', () => {
    any((state, after) => {
      if (isCommitted(state.kind)) assert.strictEqual(after, state);
      else assert.isFalse(isCommitted(after.kind), `${state.kind} → ${after.kind}`);
      if ('mail' in after && after !== state) assert.notEqual(after.mail, 'sending');
    });
  });

  it('never show a review whose figures were made from other data: it is asked for anew', () => {
    any((state, after) => {
      if (after !== state) assert.notEqual(after.kind, 'review');
    });
  });

  it('keep the fiscal data as they are, and bring no error back', () => {
    any((state, after) => {
      assert.deepEqual(after.visit.receptor, state.visit.receptor);
      if (after !== state && 'faults' in after) assert.deepEqual(after.faults, []);
    });
  });
});
