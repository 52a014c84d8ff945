/** Every way an answer can fail to come: neither yes nor no, and the same bytes sent again bring the first stamp. */
import assert from 'node:assert/strict';
import { askAgain, type Document, type Lab, uuidIn } from './lab.ts';
import type { Rule } from './rule.ts';

type Doubt = { readonly id: string; readonly when: string; readonly marker: string; readonly isStamped: boolean };

const DOUBTS: readonly Doubt[] = [
  { id: 'lost-answer', when: 'the answer is lost', marker: 'SIM-RESPUESTA-PERDIDA', isStamped: true },
  { id: 'late-answer', when: 'the answer comes too late', marker: 'SIM-RESPUESTA-TARDIA', isStamped: true },
  { id: 'error-after', when: 'it stamps and then fails', marker: 'SIM-ERROR-DESPUES', isStamped: true },
  { id: 'html', when: 'a proxy answers a page', marker: 'SIM-HTML', isStamped: true },
  { id: 'half-body', when: 'half an answer comes', marker: 'SIM-MEDIA-RESPUESTA', isStamped: true },
  { id: 'error-before', when: 'it fails before stamping', marker: 'SIM-ERROR-ANTES', isStamped: false },
  { id: 'hangs-up', when: 'it hangs up before stamping', marker: 'SIM-CORTE', isStamped: false },
];

const RECOVERY: readonly Rule[] = DOUBTS.map(({ id, when, marker, isStamped }) => ({
  id,
  title: `${when}: unknown, and asking again brings its one stamp`,
  async prove(lab) {
    const document = lab.document(marker);
    const reply = await lab.pac().stamp(document, lab.signal());
    assert.equal(reply.kind, 'unknown');
    assert.equal((await lab.stampsOf(document)).length, isStamped ? 1 : 0);
    await provesRecovery(lab, document);
  },
}));

/** What was stamped comes back, once; what was not is stamped now, unless nothing would make a repeat safe there. */
async function provesRecovery(lab: Lab, document: Document): Promise<void> {
  const pac = lab.pac();
  const before = await lab.stampsOf(document);
  const settled = await askAgain(pac, document, lab);
  const stamps = await lab.stampsOf(document);
  const { sameBytes, clientRefHours } = pac.capabilities;
  if (before.length === 0 && sameBytes === 'new-uuid' && clientRefHours === undefined) {
    assert.equal(settled?.kind, 'absent');
    assert.equal(stamps.length, 0, 'sent again where nothing makes it safe');
    return;
  }
  assert.equal(stamps.length, 1, 'stamped twice');
  assert.equal(uuidIn(settled), stamps[0]?.uuid);
}

export const DOUBT_RULES: readonly Rule[] = [
  ...RECOVERY,
  {
    id: 'silence',
    title: 'the deadline of whoever asks ends thirty seconds of silence as unknown',
    async prove(lab) {
      await lab.fault({ fault: 'delay', delayMs: 30_000, times: 1 });
      const asked = lab.pac({ timeoutMs: 60_000 }).stamp(lab.document(), AbortSignal.timeout(300));
      const patience = new Promise<'patience'>((resolve) => setTimeout(resolve, 6_000, 'patience').unref());
      const reply = await Promise.race([asked, patience]);
      assert.notEqual(reply, 'patience', 'the deadline is not honoured');
      assert.equal(reply !== 'patience' && reply.kind, 'unknown');
    },
  },
  {
    id: 'own-deadline',
    title: 'its own limit ends a silence that nobody else ends',
    async prove(lab) {
      await lab.fault({ fault: 'delay', delayMs: 30_000, times: 1 });
      const asked = lab.pac({ timeoutMs: 300 }).stamp(lab.document(), new AbortController().signal);
      const patience = new Promise<'patience'>((resolve) => setTimeout(resolve, 6_000, 'patience').unref());
      const reply = await Promise.race([asked, patience]);
      assert.equal(reply !== 'patience' && reply.kind, 'unknown');
    },
  },
  {
    id: 'empty-307',
    title: 'a 307 without its timbre is never taken for a refusal nor for "not sent"',
    applies: ({ sealedBy }) => sealedBy === 'us',
    async prove(lab) {
      const document = lab.document('SIM-307-VACIO');
      await lab.pac().stamp(document, lab.signal());
      const reply = await lab.pac().stamp(document, lab.signal());
      assert.ok(['already-stamped', 'stamped', 'unknown'].includes(reply.kind), reply.kind);
      await provesRecovery(lab, document);
    },
  },
  {
    id: 'no-connection',
    title: 'nobody listens: not sent',
    async prove(lab) {
      const reply = await lab.pac({ url: 'http://127.0.0.1:9' }).stamp(lab.document(), lab.signal());
      assert.equal(reply.kind, 'not-sent');
    },
  },
  {
    id: 'past-deadline',
    title: 'asked after the deadline: not sent, and nothing is',
    async prove(lab) {
      const document = lab.document();
      const reply = await lab.pac().stamp(document, AbortSignal.abort());
      assert.equal(reply.kind, 'not-sent');
      assert.equal((await lab.stampsOf(document)).length, 0);
    },
  },
];
