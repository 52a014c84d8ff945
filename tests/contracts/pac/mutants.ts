/**
 * Adapters that are deliberately wrong, each in one way: the suite is worth something only if it convicts them. Every rule has at
 * least one that it alone must catch.
 */
import { randomUUID } from 'node:crypto';
import type { Pac, PacReply, StampRequest } from '../../../server/pac/pac.ts';
import type { Lab, Wrong } from './lab.ts';

export type Mutant = {
  readonly name: string;
  /** The adapter it is made of. */
  readonly of: string;
  /** The rule that convicts it. */
  readonly rule: string;
  readonly wrong: Wrong;
};

/** Another reply than the adapter's own. */
function replying(change: (reply: PacReply, asked: StampRequest, lab: Lab) => PacReply | Promise<PacReply>): Wrong {
  return (pac, lab) => ({
    ...pac,
    stamp: async (request, signal) => change(await pac.stamp(request, signal), request, lab),
  });
}

/** Another question than the one that was asked. */
function asking(change: (request: StampRequest) => StampRequest): Wrong {
  return (pac) => ({ ...pac, stamp: (request, signal) => pac.stamp(change(request), signal) });
}

function declaring(lie: Partial<Pac['capabilities']>): Wrong {
  return (pac) => ({ ...pac, capabilities: { ...pac.capabilities, ...lie } });
}

const REFUSAL = { kind: 'rejected', code: '603', message: '603 - El CFDI no contiene un timbre previo' } as const;
const NOT_SENT = { kind: 'not-sent', reason: 'nobody knows' } as const;
const UNKNOWN = { kind: 'unknown', reason: 'nobody knows' } as const;

/** Sends what it was given with a blank more each time, as one that builds and seals anew would. */
const resealing = (): Wrong => {
  let sends = 0;
  return asking((request) => ({ ...request, xml: `${request.xml}${' '.repeat(sends++)}` }));
};

/** The last timbre of the ledger, whoever's it is. */
const anyTimbre = replying(async (reply, _, lab) => {
  if (reply.kind !== 'unknown') return reply;
  const { stamps } = (await (await fetch(`${lab.url}/ledger`)).json()) as { stamps: readonly { uuid: string }[] };
  return { kind: 'stamped', xml: await lab.stampedXml(stamps.at(-1)?.uuid ?? ''), repeated: true };
});

const doubtAs = (answer: PacReply): Wrong => replying((reply) => (reply.kind === 'unknown' ? answer : reply));
const refusalAs = (answer: PacReply): Wrong => replying((reply) => (reply.kind === 'rejected' ? answer : reply));

const ignoringDeadline: Wrong = (pac) => ({
  ...pac,
  stamp: (request) => pac.stamp(request, new AbortController().signal),
});

const asleep: Wrong = (pac) => ({
  ...pac,
  stamp: async (request, signal) => {
    const reply = await pac.stamp(request, signal);
    if (reply.kind === 'unknown') await new Promise((resolve) => setTimeout(resolve, 10_000).unref());
    return reply;
  },
});

/** Asks again by itself whatever comes. */
const retrying: Wrong = (pac) => ({
  ...pac,
  async stamp(request, signal) {
    const reply = await pac.stamp(request, signal);
    return reply.kind === 'unknown' ? pac.stamp(request, signal) : reply;
  },
});

/** Takes what is in doubt to another PAC: `elsewhere` makes it. */
const failingOver =
  (elsewhere: () => Pac): Wrong =>
  (pac) => ({
    ...pac,
    async stamp(request, signal) {
      const reply = await pac.stamp(request, signal);
      return reply.kind === 'unknown' ? elsewhere().stamp(request, signal) : reply;
    },
  });

/** Posts again what it is asked to look for. */
const postingAgain: Wrong = (pac) => ({ ...pac, lookup: (request, signal) => pac.stamp(request, signal) });

const lookingUpAs =
  (answer: Awaited<ReturnType<NonNullable<Pac['lookup']>>>): Wrong =>
  (pac) => ({ ...pac, lookup: async () => answer });

const cancellingAs =
  (answer: Awaited<ReturnType<NonNullable<Pac['cancel']>>>): Wrong =>
  (pac) => ({ ...pac, cancel: async () => answer });

/** Answers "asked for" to whatever it is asked, after asking. */
const takingForAsked: Wrong = (pac) => ({
  ...pac,
  async cancel(request, signal) {
    await pac.cancel?.(request, signal);
    return { kind: 'requested', repeated: false };
  },
});

/** Forgets the folio that replaces it. */
const withoutSubstitute: Wrong = (pac, lab) => ({
  ...pac,
  cancel: async ({ uuid, clientRef }, signal) =>
    (await pac.cancel?.(await lab.cancellation(uuid, { ...lab.document(), clientRef }), signal)) ?? {
      kind: 'unknown',
      reason: '',
    },
});

const connectedAs =
  (kind: 'ok'): Wrong =>
  (pac) => ({ ...pac, testConnection: async () => ({ kind }) });

const leaking: Wrong = (pac, lab) => ({
  ...pac,
  async stamp(request, signal) {
    const reply = await pac.stamp(request, signal);
    return 'reason' in reply ? { ...reply, reason: `${reply.reason} ${lab.subject.secrets[0]}` } : reply;
  },
});

const without = (...keys: readonly string[]): Wrong =>
  replying((reply) => Object.fromEntries(Object.entries(reply).filter(([key]) => !keys.includes(key))) as PacReply);

const LATER_DOUBTS = ['late-answer', 'error-after', 'html', 'half-body', 'hangs-up'];

/** All of them but the one that needs another PAC to fail over to: `mutantsOf` adds it. */
const MUTANTS: readonly Mutant[] = [
  {
    name: 'says it is stamped and brings nothing',
    of: 'finkok',
    rule: 'stamps',
    wrong: replying((r) => (r.kind === 'stamped' ? { ...r, xml: '' } : r)),
  },
  { name: 're-seals on every send', of: 'finkok', rule: 'repeat-is-one', wrong: resealing() },
  {
    name: 'retries a new-uuid PAC under a new reference',
    of: 'diverza',
    rule: 'repeat-is-one',
    wrong: asking((r) => ({ ...r, clientRef: randomUUID() })),
  },
  { name: 'posts again without looking first', of: 'facturama', rule: 'repeat-is-one', wrong: postingAgain },
  {
    name: 'asks an issuer again under another key',
    of: 'facturapi',
    rule: 'repeat-is-one',
    wrong: asking((r) => ({ ...r, clientRef: randomUUID() })),
  },
  { name: 'believes whatever an issuer has made', of: 'facturapi', rule: 'foreign-timbre', wrong: anyTimbre },
  { name: 're-seals for each of many at once', of: 'prodigia', rule: 'many-at-once', wrong: resealing() },
  {
    name: 'writes the document again, without its accents',
    of: 'prodigia',
    rule: 'sends-the-bytes',
    wrong: asking((r) => ({ ...r, xml: r.xml.replace('🥐', ' ') })),
  },
  { name: 'asks again by itself', of: 'sw', rule: 'one-question', wrong: retrying },
  {
    name: 'uses one reference for every document',
    of: 'sw',
    rule: 'stamps',
    wrong: asking((r) => ({ ...r, clientRef: 'autofactura' })),
  },
  {
    name: 'accepts the timbre another document has under its reference',
    of: 'sw',
    rule: 'reference',
    wrong: anyTimbre,
  },
  { name: 'accepts another document’s timbre', of: 'finkok', rule: 'foreign-timbre', wrong: anyTimbre },
  {
    name: 'accepts a document with another total',
    of: 'finkok',
    rule: 'altered-document',
    wrong: replying((r) =>
      r.kind === 'unknown' ? { kind: 'stamped', xml: '<cfdi:Comprobante Total="1.00"/>', repeated: false } : r,
    ),
  },
  { name: 'calls a lost answer a refusal', of: 'sw', rule: 'lost-answer', wrong: doubtAs(REFUSAL) },
  ...LATER_DOUBTS.map((rule) => ({ name: `calls ${rule} "not sent"`, of: 'prodigia', rule, wrong: doubtAs(NOT_SENT) })),
  { name: 'calls an error of the server a refusal', of: 'diverza', rule: 'error-before', wrong: doubtAs(REFUSAL) },
  { name: 'waits for ever, whatever deadline it is given', of: 'finkok', rule: 'silence', wrong: ignoringDeadline },
  { name: 'has no limit of its own', of: 'sw', rule: 'own-deadline', wrong: asleep },
  {
    name: 'believes 603',
    of: 'finkok',
    rule: 'empty-307',
    wrong: replying((r) => (r.kind === 'already-stamped' ? REFUSAL : r)),
  },
  {
    name: 'calls a refused connection doubt',
    of: 'sw',
    rule: 'no-connection',
    wrong: replying((r) => (r.kind === 'not-sent' ? UNKNOWN : r)),
  },
  { name: 'sends after the deadline', of: 'diverza', rule: 'past-deadline', wrong: ignoringDeadline },
  { name: 'keeps the SAT’s code to itself', of: 'finkok', rule: 'sat-codes', wrong: without('satCode') },
  { name: 'has no definite no', of: 'sw', rule: 'shared-codes', wrong: refusalAs(UNKNOWN) },
  { name: 'takes a stale Fecha for doubt', of: 'prodigia', rule: 'stale-fecha', wrong: refusalAs(UNKNOWN) },
  { name: 'takes the LCO for an outage', of: 'diverza', rule: 'issuer-not-in-lco', wrong: refusalAs(NOT_SENT) },
  { name: 'takes a new CSD for an outage', of: 'finkok', rule: 'new-csd', wrong: refusalAs(NOT_SENT) },
  { name: 'takes two incidences for doubt', of: 'finkok', rule: 'duplicate-incidences', wrong: refusalAs(UNKNOWN) },
  {
    name: 'declares that repeats are recognised first',
    of: 'prodigia',
    rule: 'refusal-after-stamp',
    wrong: declaring({ rejectsAfter307Check: true }),
  },
  {
    name: 'calls a wrong password a refusal of the document',
    of: 'finkok',
    rule: 'credentials',
    wrong: replying((r) => (r.kind === 'not-sent' ? { kind: 'rejected', code: '300', message: r.reason } : r)),
  },
  { name: 'does not say that the credit is spent', of: 'sw', rule: 'no-credit', wrong: without('account') },
  { name: 'does not say that the issuer is suspended', of: 'finkok', rule: 'suspended', wrong: without('account') },
  { name: 'does not say that it asks too often', of: 'sw', rule: 'rate-limited', wrong: without('account') },
  {
    name: 'takes maintenance for a refusal',
    of: 'finkok',
    rule: 'maintenance',
    wrong: replying((r) => (r.kind === 'stamped' ? r : REFUSAL)),
  },
  { name: 'tells its password', of: 'finkok', rule: 'keeps-secrets', wrong: leaking },
  { name: 'declares a look-up it has not', of: 'sw', rule: 'declares-itself', wrong: declaring({ lookup: 'by-xml' }) },
  { name: 'looks up nothing', of: 'finkok', rule: 'lookup-finds', wrong: lookingUpAs({ kind: 'absent' }) },
  {
    name: 'declares that its look-up never lags',
    of: 'finkok',
    rule: 'lookup-lag',
    wrong: declaring({ lookupLagMs: 0 }),
  },
  {
    name: 'takes a look-up that fails for absent',
    of: 'finkok',
    rule: 'lookup-outage',
    wrong: lookingUpAs({ kind: 'absent' }),
  },
  {
    name: 'says "cancelled" whatever happens',
    of: 'finkok',
    rule: 'cancels',
    wrong: cancellingAs({ kind: 'requested', acuse: '', repeated: false }),
  },
  {
    name: 'takes 205 for a refusal',
    of: 'finkok',
    rule: 'cancels-later',
    wrong: cancellingAs({ kind: 'rejected', code: '205', message: '205' }),
  },
  { name: 'takes silence for asked', of: 'finkok', rule: 'cancels-once', wrong: takingForAsked },
  { name: 'takes a failure for asked', of: 'sw', rule: 'cancels-not-yet', wrong: takingForAsked },
  { name: 'forgets the substitute', of: 'sw', rule: 'cancels-with-substitute', wrong: withoutSubstitute },
  {
    name: 'takes a waiting receptor for a refusal',
    of: 'finkok',
    rule: 'cancels-waiting',
    wrong: cancellingAs({ kind: 'rejected', code: 'pending', message: 'pending' }),
  },
  { name: 'takes a closed door for asked', of: 'diverza', rule: 'cancels-by-account', wrong: takingForAsked },
  { name: 'says the account is in order', of: 'diverza', rule: 'connection', wrong: connectedAs('ok') },
];

/** Every mutant; `elsewhere` makes another PAC for the one that fails over to it. */
export function mutantsOf(elsewhere: () => Pac): readonly Mutant[] {
  const failsOver = { name: 'fails over in doubt', of: 'finkok', rule: 'nowhere-else', wrong: failingOver(elsewhere) };
  return [...MUTANTS, failsOver];
}
