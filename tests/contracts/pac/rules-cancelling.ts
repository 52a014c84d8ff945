/** Asking to cancel: one request at the SAT however often it is asked for, and nothing but a definite answer taken for one. */
import assert from 'node:assert/strict';
import type { CancelReply } from '../../../server/pac/pac.ts';
import { type Lab, uuidIn } from './lab.ts';
import type { Rule } from './rule.ts';

async function stamped(lab: Lab, marker?: string) {
  const document = lab.document(marker);
  return { document, uuid: uuidIn(await lab.pac().stamp(document, lab.signal())) ?? '' };
}

export const CANCELLING_RULES: readonly Rule[] = [
  {
    id: 'cancels',
    title: 'a cancellation asked for twice is accepted twice, and one that nobody answers is not taken for asked',
    applies: ({ cancel }) => cancel !== 'none',
    async prove(lab) {
      const pac = lab.pac();
      const document = lab.document();
      const reply = await pac.stamp(document, lab.signal());
      const request = await lab.cancellation(uuidIn(reply) ?? '', document);
      const first = await pac.cancel?.(request, lab.signal());
      assert.equal(first?.kind, 'requested', JSON.stringify(first));
      assert.equal((await pac.cancel?.(request, lab.signal()))?.kind, 'requested');
      const nobody = await lab.pac({ url: 'http://127.0.0.1:9' }).cancel?.(request, lab.signal());
      assert.ok(nobody?.kind === 'not-sent' || nobody?.kind === 'unknown', nobody?.kind);
    },
  },
  {
    id: 'cancels-later',
    title: 'a cancellation of what the SAT does not know yet is to be asked for again',
    applies: (_, { quirks }) => quirks.cancelNotYetKnown !== undefined,
    async prove(lab) {
      const pac = lab.pac();
      const document = lab.document();
      const uuid = uuidIn(await pac.stamp(document, lab.signal())) ?? '';
      await lab.quirk(lab.subject.quirks.cancelNotYetKnown ?? '', 1);
      const request = await lab.cancellation(uuid, document);
      assert.equal((await pac.cancel?.(request, lab.signal()))?.kind, 'not-yet-known');
    },
  },
  {
    id: 'cancels-once',
    title: 'a cancellation whose answer was lost is unknown, and asked for again it is the same request at the SAT',
    applies: ({ cancel }) => cancel !== 'none',
    async prove(lab) {
      const { document, uuid } = await stamped(lab, 'SIM-CANCELA-RESPUESTA-PERDIDA');
      const request = await lab.cancellation(uuid, document);
      const lost = await lab.pac().cancel?.(request, lab.signal());
      assert.equal(lost?.kind, 'unknown', JSON.stringify(lost));
      const again = await lab.pac().cancel?.(request, lab.signal());
      // Where only a word is answered, a repeat may look like a first time; one that is over is recognised by the SAT's status.
      assert.notEqual(again?.kind, 'rejected', JSON.stringify(again));
      assert.deepEqual(
        (await lab.cancellationsOf(uuid)).map(({ requests }) => requests),
        [1],
      );
    },
  },
  {
    id: 'cancels-not-yet',
    title: 'a cancellation that fails before it is taken reaches the SAT when it is asked for again',
    applies: ({ cancel }) => cancel !== 'none',
    async prove(lab) {
      const { document, uuid } = await stamped(lab, 'SIM-CANCELA-ERROR-ANTES');
      const request = await lab.cancellation(uuid, document);
      const failed = await lab.pac().cancel?.(request, lab.signal());
      assert.ok(failed?.kind === 'unknown' || failed?.kind === 'not-sent', JSON.stringify(failed));
      assert.deepEqual(await lab.cancellationsOf(uuid), [], 'the SAT has it');
      assert.equal((await lab.pac().cancel?.(request, lab.signal()))?.kind, 'requested');
    },
  },
  {
    id: 'cancels-with-substitute',
    title: 'motivo 01 reaches the SAT with the folio that replaces it',
    applies: ({ cancel }) => cancel !== 'none',
    async prove(lab) {
      const [{ document, uuid }, { uuid: substitute }] = [await stamped(lab), await stamped(lab)];
      const request = await lab.cancellation(uuid, document, substitute);
      assert.equal((await lab.pac().cancel?.(request, lab.signal()))?.kind, 'requested');
      const [entry] = await lab.cancellationsOf(uuid);
      assert.equal(`${entry?.motivo} ${entry?.folioSustitucion}`, `01 ${substitute}`);
    },
  },
  {
    id: 'cancels-waiting',
    title: 'a cancellation that the receptor has to accept is asked for, and no more than that',
    applies: ({ cancel }) => cancel !== 'none',
    async prove(lab) {
      const { document, uuid } = await stamped(lab, 'SIM-CANCELA-CALLA');
      const request = await lab.cancellation(uuid, document);
      const replies: (CancelReply | undefined)[] = [];
      for (let times = 0; times < 2; times += 1) replies.push(await lab.pac().cancel?.(request, lab.signal()));
      assert.deepEqual(
        replies.map((reply) => reply?.kind),
        ['requested', 'requested'],
      );
      assert.equal((await lab.cancellationsOf(uuid))[0]?.requests, 1);
    },
  },
  {
    id: 'cancels-by-account',
    title: 'a cancellation with an account that is turned away is not sent, and says what is wrong with the account',
    applies: ({ cancel }, { isSandbox }) => cancel !== 'none' && !isSandbox,
    async prove(lab) {
      const { document, uuid } = await stamped(lab);
      const request = await lab.cancellation(uuid, document);
      const reply = await lab.pac({ account: 'bad' }).cancel?.(request, lab.signal());
      assert.ok(reply?.kind === 'not-sent' && reply.account === 'credentials', JSON.stringify(reply));
      assert.deepEqual(await lab.cancellationsOf(uuid), []);
    },
  },
];
