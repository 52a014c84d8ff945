import { assert } from 'chai';
import fc from 'fast-check';
import { next } from '../../../widget/portal/machine.ts';
import type { PortalEvent, State } from '../../../widget/portal/state.ts';
import { begin, isBusy } from '../../../widget/portal/states.ts';
import { PENDING, PLAN, PREVIEW, RECEPTOR, REQUESTED, SALE, STAMPED } from '../stand-in.ts';

const problems = [
  'already-invoiced',
  'sale-unpaid',
  'invalid-receptor',
  'too-many-attempts',
  'portal-off',
  'link-expired',
  'merchant-must-fix',
  'offline',
];

const event: fc.Arbitrary<PortalEvent> = fc.oneof(
  fc.constantFrom<PortalEvent>(
    { kind: 'search', way: ['folio', 'total'] },
    { kind: 'way', way: ['folio', 'email'], field: 'email' },
    { kind: 'describe' },
    { kind: 'issue' },
    { kind: 'slow' },
    { kind: 'mail' },
    { kind: 'mailed' },
    { kind: 'prove' },
    { kind: 'again' },
    { kind: 'watched', request: { id: 'req_1', status: 'open', links: { self: 'x' } } },
    { kind: 'restart' },
    { kind: 'back', to: 'lookup' },
    { kind: 'back', to: 'receptor' },
    { kind: 'ask', ask: 'late' },
    { kind: 'itemize', desglosarIeps: true },
    { kind: 'edit', receptor: RECEPTOR },
    { kind: 'edit', lookup: { folio: 'CJ-1042' } },
    { kind: 'faulty', faults: [{ pointer: '/receptor/rfc', code: 'client', detail: '' }] },
    { kind: 'found', sales: [] },
    { kind: 'found', sales: [SALE] },
    { kind: 'found', sales: [SALE, { ...SALE, token: 'other' }] },
    { kind: 'found', sales: [{ ...SALE, status: 'late' }] },
    { kind: 'found', sales: [{ ...SALE, status: 'invoiced' }] },
    { kind: 'choose', sales: [SALE] },
    { kind: 'checked', faults: [], suggestions: [], preview: PREVIEW },
    { kind: 'checked', faults: [], suggestions: [{ field: 'nombre', value: 'X', detail: '' }], preview: PREVIEW },
    { kind: 'correct' },
    { kind: 'correctable', receptor: RECEPTOR },
    { kind: 'planned', plan: PLAN },
    { kind: 'answered', answer: STAMPED },
    { kind: 'answered', answer: PENDING },
    { kind: 'answered', answer: REQUESTED },
    { kind: 'answered', answer: { id: 'inv_7', status: 'needs-merchant', links: { self: '/v1/x' } } },
  ),
  fc.boolean().map((enabled): PortalEvent => ({ kind: 'loaded', enabled })),
  fc
    .record({
      code: fc.constantFrom(...problems),
      fixedAt: fc.constantFrom('lookup', 'receptor', 'review', 'merchant', 'later'),
    })
    .map(
      ({ code, fixedAt }): PortalEvent => ({
        kind: 'refused',
        problem: { status: 409, title: '', detail: 'd', code, fixedAt },
      }),
    ),
);

const walk = (events: readonly PortalEvent[], from: State = begin({})) => events.reduce(next, from);
const anywhere = fc.array(event, { maxLength: 14 }).map((events) => walk(events));

// The answers each busy state waits for; any other answer is late.
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  loaded: ['loading'],
  found: ['searching', 'opening'],
  checked: ['checking'],
  planned: ['checking'],
  correctable: ['correcting'],
  answered: ['issuing', 'pending', 'recovering', 'requesting', 'following', 'replacing'],
};

describe('the machine', () => {
  it('leaves the state as it is when an answer comes too late', () => {
    fc.assert(
      fc.property(anywhere, event, (state, late) => {
        const waiting = ANSWERS[late.kind];
        if (!waiting || waiting.includes(state.kind)) return;
        assert.strictEqual(next(state, late), state, `${state.kind} ${late.kind}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hears nothing from the customer while a request is under way', () => {
    fc.assert(
      fc.property(anywhere, event, (state, happened) => {
        if (!isBusy(state.kind) || happened.kind in ANSWERS || happened.kind === 'refused' || happened.kind === 'slow')
          return;
        assert.strictEqual(next(state, happened), state, `${state.kind} ${happened.kind}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never forgets what was typed on the way, until another invoice is begun', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 14 }), (events) => {
        const start = walk([
          { kind: 'loaded', enabled: true },
          { kind: 'edit', receptor: RECEPTOR },
        ]);
        assert.deepEqual(walk(events, start).visit.receptor, RECEPTOR);
      }),
    );
  });

  it('issues only what was reviewed: every way to «issuing» passes a preview', () => {
    fc.assert(
      fc.property(anywhere, event, (state, one) => {
        const after = next(state, one);
        if (after.kind === 'issuing' && state.kind !== 'issuing') assert.equal(state.kind, 'review');
      }),
    );
  });

  it('takes a known receptor straight to the check, and to its form when something is wrong with it', () => {
    const opened = walk(
      [
        { kind: 'loaded', enabled: true },
        { kind: 'found', sales: [SALE] },
      ],
      begin({ known: true, receptor: RECEPTOR }, ['tok']),
    );
    assert.equal(opened.kind, 'checking');
    const wrong = next(opened, {
      kind: 'checked',
      faults: [{ pointer: '/receptor/nombre', code: 'x', detail: 'x' }],
      suggestions: [],
    });
    assert.equal(wrong.kind, 'receptor');
    assert.isFalse(wrong.visit.known);
  });

  it('never stops anybody for a suggestion: it is offered beside the review, and taking it looks again', () => {
    const offer: PortalEvent = {
      kind: 'checked',
      faults: [],
      suggestions: [{ field: 'nombre', value: 'FARMACIA LA PAZ', detail: '' }],
      preview: PREVIEW,
    };
    const found: PortalEvent = { kind: 'found', sales: [SALE] };
    const review = walk([
      { kind: 'loaded', enabled: true },
      { kind: 'search', way: ['folio', 'total'] },
      found,
      { kind: 'describe' },
      offer,
    ]);
    assert.equal(review.kind, 'review');
    const taken = walk([{ kind: 'edit', receptor: { nombre: 'FARMACIA LA PAZ' } }, { kind: 'describe' }], review);
    assert.equal(taken.kind, 'checking');
    assert.equal(taken.visit.receptor.nombre, 'FARMACIA LA PAZ');
  });

  it('stays on the invoice when its mail cannot be sent', () => {
    const issued = walk(
      [
        { kind: 'loaded', enabled: true },
        { kind: 'answered', answer: STAMPED },
      ],
      begin({}, [], '/v1/invoices/inv_7'),
    );
    const problem = {
      status: 429,
      title: '',
      detail: 'Espera un minuto.',
      code: 'too-many-attempts',
      fixedAt: 'later',
    } as const;
    const refused = walk([{ kind: 'mail' }, { kind: 'refused', problem }], issued);
    assert.equal(refused.kind, 'issued');
    assert.propertyVal(refused, 'problem', problem);
  });
});
